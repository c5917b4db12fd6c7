// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <MQTTClient.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "adapters/mqtt/paho_broker.hpp"
#include "adapters/mqtt/paho_options.hpp"

namespace effluent {

/// One attempt and, where it succeeds, the connection. `run` is the one thread that calls Paho, but for the
/// disconnect that cuts a blocked call short.
class PahoBroker::Connection {
 public:
  Connection(const PahoSettings& settings, Message will, std::function<void()> on_event);
  ~Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Connects, sends what is published until the end, ends the client. On a thread of its own, once.
  void run();

  // ---- any thread; they don't block
  void publish(Token token, const Message& message);
  /// No event comes any more. What waits is sent and a clean disconnect made within that time; 0: dropped.
  void end(int milliseconds_most);
  [[nodiscard]] bool wait_ended(int milliseconds_most);
  /// After end(): cuts a call short that waits for a broker that takes nothing.
  void cut();
  [[nodiscard]] std::vector<Event> take_events();

 private:
  struct Waiting {
    Token token = 0;
    Message message;
  };
  [[nodiscard]] bool is_ending();
  [[nodiscard]] bool create();
  [[nodiscard]] bool connect();
  void connected(MQTTProperties* properties);
  void send_until_end();
  [[nodiscard]] std::optional<Waiting> next_waiting();
  void send(Waiting waiting);
  void hang_up();
  void disconnect(bool clean, int milliseconds_most);
  void set_open(bool is_open);

  /// Why the message can't be handed over; with the lock held.
  [[nodiscard]] std::optional<std::string> obstacle(const Message& message) const;
  void put(Event event);
  void put_lost(const std::string& text);
  void put_failed(std::optional<int> reason_code, std::string text);
  /// The answer to a message id may come before Paho has told which message that is.
  void answered(int id, int reason_code);
  [[nodiscard]] std::string where() const;

  static void on_lost(void* context, char* cause);
  static void on_disconnected(void* context, MQTTProperties* properties, MQTTReasonCodes code);
  static int on_message(void* context, char* topic, int length, MQTTClient_message* message);
  static void on_delivered3(void* context, MQTTClient_deliveryToken id);
  static void on_published5(void* context, int id, int packet, MQTTProperties* properties,
                            MQTTReasonCodes code);
  static int on_tls_error(const char* text, std::size_t length, void* context);

  PahoSettings settings_;
  PahoOptions options_;
  std::function<void()> on_event_;
  MQTTClient handle_ = nullptr;

  std::mutex life_;       ///< held while the client is ended, or cut
  bool is_open_ = false;  ///< guarded by life_: the client is connected and not yet destroyed

  std::mutex mutex_;  ///< guards all below; never held while Paho is called
  std::condition_variable changed_;
  std::vector<Event> events_;
  std::deque<Waiting> retained_;  ///< sent before `others_`
  std::deque<Waiting> others_;
  std::map<int, Token> sent_;  ///< by Paho's message id, not answered yet
  std::map<int, int> early_;   ///< reason codes of ids not yet known
  bool up_ = false;
  bool over_ = false;  ///< failed, lost or ending: no event comes after it
  std::optional<std::chrono::steady_clock::time_point> end_by_;
  bool clean_ = false;  ///< the broker is told that the end is meant
  bool ended_ = false;
  std::optional<std::size_t> most_packet_;
  std::size_t most_in_flight_ = 1;
  std::string tls_error_;
};

}  // namespace effluent
