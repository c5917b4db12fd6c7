// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>

#include "core/measure/time.hpp"
#include "core/modbus/poll.hpp"

namespace effluent {

/// Polls that were due and not made, by cause, and the first and last of their due times.
struct Missed {
  std::array<std::int64_t, kGapCauses> counts{};
  Instant first{};
  Instant last{};

  [[nodiscard]] bool any() const;
  /// `count` polls from `due` on, `poll` apart.
  void add(GapCause cause, Instant due, std::int64_t count, milliseconds poll);
};

/// When one device is polled (record.md, "Polls"): at whole multiples of `poll` of Unix time, told from the
/// last look at both clocks. A wall clock that moved more than 500 ms against the monotonic one since that
/// look sets the grid anew; slower drift is followed. Pure; one owner.
class PollSchedule {
 public:
  /// First due: the first multiple after `wall`, the `time` of the epoch's `start`. `poll` 0: always due.
  PollSchedule(milliseconds poll, Instant wall, Monotonic now);

  /// Takes a look at the clocks. To be called at least every few seconds and before `is_due` and `begin`.
  void look(Instant wall, Monotonic now);

  /// The wall clock at the last look.
  [[nodiscard]] Instant looked_at() const { return wall_; }

  /// The time of the last look has come to the next poll.
  [[nodiscard]] bool is_due() const;
  /// When that will be, by the last look.
  [[nodiscard]] Monotonic due() const;

  /// Begins the due poll at the time of the last look and returns its `due_at`, never more than `poll` ago.
  /// Whatever was due before it and not made is counted.
  [[nodiscard]] Instant begin();

  /// How it ended: back-off after three link failures in a row. `failure`: none if any request was answered.
  void end(Failure failure, Monotonic now);

  /// It was made but could not be handed on: it counts as one not made, behind those it carried.
  void give_back(const Missed& carried, GapCause cause, Instant due_at);

  /// What was not made since the last call.
  [[nodiscard]] Missed take_missed();

 private:
  [[nodiscard]] Instant first_after(Instant wall) const;
  void step_forward(Instant expected, Instant wall);

  milliseconds poll_;
  Instant wall_;
  Monotonic now_;
  Instant cursor_;          ///< first due time not yet made or counted
  Instant next_;            ///< the one to be made: `cursor_`, or some strides on
  Monotonic not_before_{};  ///< back to back only: a pause after a failed poll
  std::int64_t stride_ = 1;
  int failed_in_a_row_ = 0;
  Missed missed_;
};

}  // namespace effluent
