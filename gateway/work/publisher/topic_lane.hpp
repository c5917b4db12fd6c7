// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "ports/broker.hpp"
#include "work/publisher/log.hpp"
#include "work/publisher/pauses.hpp"

namespace effluent {

/// Retained texts, each topic's newest until the broker has it, and copies of events. It never waits for the
/// backlog: at most one message a topic is unanswered. Pure steps; one owner.
class TopicLane {
 public:
  static constexpr std::size_t kMostEvents =
      64;  ///< copies kept while there is no broker; the oldest go first

  TopicLane(Broker& broker, SayOnce& say) : broker_{broker}, say_{say} {}

  /// A new text; it replaces one not yet sent. `apart`: least time between two messages of the topic.
  void set(const std::string& topic, std::string payload, milliseconds apart);
  /// Sends a retained text at once, past every pause.
  void send_now(const std::string& topic, std::string payload, Monotonic now);
  /// A message that is not retained and no record: once the broker has answered, whatever it says, it is
  /// done.
  void add_event(const std::string& topic, std::string payload);

  void on_connected();
  void on_lost();
  bool on_acknowledged(Broker::Token token, int reason_code, Monotonic now);
  bool on_not_sent(Broker::Token token, const std::string& text, Monotonic now);
  [[nodiscard]] std::optional<Monotonic> step(Monotonic now);

  [[nodiscard]] bool has_unanswered() const;
  [[nodiscard]] bool is_unanswered(const std::string& topic) const;
  /// Nothing to wait for: all sent and answered.
  [[nodiscard]] bool is_at_rest() const;

 private:
  struct Slot {
    std::string topic;
    std::string payload;
    bool waits = false;
    std::optional<Broker::Token> unanswered;
    milliseconds apart{0};
    std::optional<Monotonic> not_before;
    RefusalPauses pauses;
  };
  struct Event {
    std::string topic;
    std::string payload;
    std::optional<Broker::Token> unanswered;
  };
  Slot& slot_of(const std::string& topic);
  void send(Slot& slot, Monotonic now);
  bool refused(Broker::Token token, Level level, const std::string& why, Monotonic now);
  bool drop_event(Broker::Token token);

  Broker& broker_;
  SayOnce& say_;
  std::vector<Slot> slots_;  ///< in the order of their first text
  std::deque<Event> events_;
  bool connected_ = false;
};

}  // namespace effluent
