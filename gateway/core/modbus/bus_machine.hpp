// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "core/modbus/poll.hpp"
#include "core/modbus/tcp_frame.hpp"

namespace effluent {

/// Asks the questions of one poll after the other over one Modbus TCP link and judges what comes back. Pure:
/// it says what to do next, the driver does it and tells what happened. One owner.
///
/// Promise 10: a reply counts only for the question that is open (transaction, unit, function, length); bytes
/// that come while none is open belong to nobody and end the connection they came on.
class BusMachine {
 public:
  enum class Deed : std::uint8_t {
    open,      ///< the link, by `until`; then `on_open`
    send,      ///< `bytes`; then `on_sent` or `on_lost`
    receive,   ///< by `until` (past: look once, don't wait); then `on_bytes`, `on_silence` or `on_lost`
    close,     ///< the link; nothing to tell
    finished,  ///< `take_answers`
  };
  struct Action {
    Deed deed = Deed::finished;
    Monotonic until{};
    std::span<const std::uint8_t> bytes;  ///< valid until the next call of a member
  };

  /// `timeout` bounds each connect and each request.
  explicit BusMachine(milliseconds timeout) : timeout_{timeout} {}

  /// Begins a poll; the last one has finished. `link_is_open`: what the driver knows of the link.
  void begin(int unit_id, std::vector<Request> requests, bool link_is_open);

  /// What to do now; to be done and told before it is asked again.
  [[nodiscard]] Action next(Monotonic now);

  /// Not opened within `until` is a lost link too. `transaction`: random, begins the numbering of this
  /// connection.
  void on_open(bool opened, std::uint16_t transaction);
  void on_sent();
  void on_bytes(Monotonic now, std::span<const std::uint8_t> bytes);
  /// Nothing came until `now`.
  void on_silence(Monotonic now);
  void on_lost();

  /// One a request, in order, after `finished`.
  [[nodiscard]] std::vector<Answer> take_answers();

 private:
  enum class Place : std::uint8_t { idle, looking, closing, opening, sending, waiting };

  void fail_rest(Failure failure);
  void reopen();

  milliseconds timeout_;
  Place place_ = Place::idle;
  bool reopening_ = false;  ///< what follows `closing`
  std::uint16_t transaction_ = 0;
  std::uint8_t unit_ = 0;
  std::vector<Request> requests_;
  std::vector<Answer> answers_;
  Question question_;
  std::vector<std::uint8_t> outgoing_;
  std::vector<std::uint8_t> incoming_;
  Monotonic deadline_{};
};

}  // namespace effluent
