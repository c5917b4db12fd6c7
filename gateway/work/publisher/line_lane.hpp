// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>

#include "ports/broker.hpp"
#include "ports/records.hpp"
#include "work/messages.hpp"
#include "work/publisher/log.hpp"
#include "work/publisher/pauses.hpp"

namespace effluent {

/// `journal` or `readings`: committed lines, in order, as full messages, each until the broker has taken it
/// (record.md, Cursors). Pure steps; one owner.
class LineLane {
 public:
  static constexpr std::size_t kMostBytes = 65'536;  ///< of a message
  static constexpr std::size_t kMostUnanswered = 8;  ///< messages

  struct Parts {
    Lane lane = Lane::journal;
    std::string topic;
    Position cursor;  ///< the first line without a 0
    Broker* broker = nullptr;
    Records* records = nullptr;
    SayOnce* say = nullptr;
    std::function<void(const CursorMoved&)> moved;
  };
  explicit LineLane(Parts parts);

  /// Something was committed after the last empty look.
  void wake() { caught_up_ = false; }
  /// Connected anew: from the first line without a 0. `most_packet`: the broker's limit of a packet, if it
  /// has one.
  void on_connected(Monotonic now, std::optional<std::size_t> most_packet);
  void on_lost();
  /// True where the token is this lane's.
  bool on_acknowledged(Broker::Token token, int reason_code, Monotonic now);
  bool on_not_sent(Broker::Token token, const std::string& text, Monotonic now);
  /// Sends what may be sent; returns when to step again at the latest, where time alone brings the next
  /// thing.
  [[nodiscard]] std::optional<Monotonic> step(Monotonic now);
  /// Without sending: the cursor follows the newest line (`record = "means"`: readings).
  void follow(const Position& newest);

  [[nodiscard]] const Position& cursor() const { return cursor_; }
  [[nodiscard]] bool has_unanswered() const { return unanswered_ > 0; }
  /// Nothing to wait for: all sent and answered, or it can't go on at present.
  [[nodiscard]] bool is_at_rest() const {
    return unanswered_ == 0 && (caught_up_ || pause_until_.has_value());
  }
  [[nodiscard]] std::int64_t sent_messages() const { return sent_messages_; }
  [[nodiscard]] std::int64_t acknowledged_lines() const { return acknowledged_lines_; }

 private:
  struct Sent {
    Broker::Token token = 0;
    Position after;
    std::size_t bytes = 0;
    std::size_t ahead = 0;  ///< bytes of the lane that were unanswered when it was sent, itself included
    std::int64_t lines = 0;
    Monotonic at{};
    enum class Answer : std::uint8_t { none, taken, refused } answer = Answer::none;
  };
  [[nodiscard]] Sent* find(Broker::Token token);
  void answered(Sent& sent, bool taken, Monotonic now);
  void pass_taken();
  [[nodiscard]] bool may_send() const;
  [[nodiscard]] bool send_next(Monotonic now);
  void measure(const Sent& sent, Monotonic now);

  Lane lane_;
  std::string topic_;
  Broker& broker_;
  Records& records_;
  SayOnce& say_;
  std::function<void(const CursorMoved&)> moved_;

  Position cursor_;
  Position read_;  ///< the first line not yet sent in this pass
  std::deque<Sent> sent_;
  std::size_t unanswered_ = 0;
  std::size_t unanswered_bytes_ = 0;
  bool connected_ = false;
  bool caught_up_ = false;
  bool refused_ = false;        ///< a message of this pass was not taken: wait for the others
  bool one_at_a_time_ = false;  ///< until a 0 comes
  bool progress_ = false;       ///< a 0 came on this connection
  std::optional<Monotonic> pause_until_;
  RefusalPauses pauses_;
  std::size_t most_bytes_ = kMostBytes;  ///< of a message: smaller where the broker takes less
  std::size_t adapted_bytes_ =
      kMostBytes;  ///< likewise, learnt from connections that broke under full messages
  Monotonic adapted_at_{};
  double bytes_per_second_ = 0;  ///< drain rate, smoothed; 0: not known
  std::int64_t sent_messages_ = 0;
  std::int64_t acknowledged_lines_ = 0;
};

}  // namespace effluent
