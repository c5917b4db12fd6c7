// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <MQTTAsync.h>

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "adapters/mqtt/paho_broker.hpp"

namespace effluent {

/// One attempt and, where it succeeds, the connection. All texts that Paho keeps pointers to are members here
/// and live as long as the client. Its own lock is never held while Paho is called.
class PahoBroker::Connection {
 public:
  Connection(const PahoSettings& settings, std::function<void()> on_event);
  ~Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// A text where the attempt could not even begin.
  [[nodiscard]] std::optional<std::string> begin(const Message& will);
  void publish(Token token, const Message& message);
  /// Waits at most a little longer than that for the broker to be told.
  void disconnect(int milliseconds_most);
  /// Ends the client; may take long where a name is being looked up. Once, from any thread, as the last call.
  void destroy();
  /// True where destroy() has ended by then.
  [[nodiscard]] bool wait_destroyed(int milliseconds_most);
  [[nodiscard]] std::vector<Event> take_events();

 private:
  /// Of one publish: Paho hands its address back with the answer.
  struct Pending {
    Connection* connection = nullptr;
    Token token = 0;
  };
  [[nodiscard]] std::optional<std::string> create();
  [[nodiscard]] std::optional<std::string> read_password();
  [[nodiscard]] MQTTAsync_connectOptions connect_options();
  void fill_tls();
  /// Why the message can't be handed over; with the lock held.
  [[nodiscard]] std::optional<std::string> obstacle(const Message& message) const;
  void put(Event event);
  void put_lost(const std::string& text);
  void put_failed(std::optional<int> reason_code, std::string text);
  void answer(const Pending& pending, std::optional<int> reason_code);
  [[nodiscard]] std::string where() const;

  static void on_connected(void* context, std::optional<std::size_t> most_packet);
  static void on_connected3(void* context, MQTTAsync_successData* data);
  static void on_connected5(void* context, MQTTAsync_successData5* data);
  static void on_failed3(void* context, MQTTAsync_failureData* data);
  static void on_failed5(void* context, MQTTAsync_failureData5* data);
  static void on_lost(void* context, char* cause);
  static void on_disconnected(void* context, MQTTProperties* properties, MQTTReasonCodes code);
  static int on_message(void* context, char* topic, int length, MQTTAsync_message* message);
  static void on_taken3(void* context, MQTTAsync_successData* data);
  static void on_taken5(void* context, MQTTAsync_successData5* data);
  static void on_not_taken5(void* context, MQTTAsync_failureData5* data);
  static void on_told3(void* context, MQTTAsync_successData* data);
  static void on_told5(void* context, MQTTAsync_successData5* data);
  static int on_tls_error(const char* text, std::size_t length, void* context);

  PahoSettings settings_;
  std::function<void()> on_event_;
  std::string uri_;
  std::string ca_file_;
  std::string certificate_file_;
  std::string key_file_;
  std::string password_;
  Message will_message_;
  MQTTAsync handle_ = nullptr;
  MQTTAsync_willOptions will_ = MQTTAsync_willOptions_initializer;
  MQTTAsync_SSLOptions tls_ = MQTTAsync_SSLOptions_initializer;

  std::mutex mutex_;  ///< guards all below
  std::condition_variable changed_;
  std::vector<Event> events_;
  std::map<Token, Pending> pending_;
  bool up_ = false;
  bool over_ = false;  ///< failed or lost: said once
  bool told_ = false;  ///< the clean disconnect has ended
  bool destroyed_ = false;
  std::optional<std::size_t> most_packet_;
  std::string tls_error_;
};

}  // namespace effluent
