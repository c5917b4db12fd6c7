// SPDX-License-Identifier: Apache-2.0
#include "core/modbus/schedule.hpp"

#include <algorithm>

namespace effluent {
namespace {

constexpr milliseconds kClockStep{500};
constexpr int kFailedBeforeBackOff = 3;
constexpr milliseconds kLongestStride{60'000};
/// Back to back there is no grid to back off on: a dead device is asked ten times a second at most.
constexpr milliseconds kPauseBackToBack{100};

milliseconds remainder(Instant wall, milliseconds poll) {
  const auto rest = wall.time_since_epoch() % poll;
  return rest < milliseconds{0} ? rest + poll : rest;
}

}  // namespace

bool Missed::any() const {
  return std::any_of(counts.begin(), counts.end(), [](std::int64_t count) { return count != 0; });
}

void Missed::add(GapCause cause, Instant due, std::int64_t count, milliseconds poll) {
  if (count <= 0) return;
  if (!any()) first = due;
  last = due + (count - 1) * poll;
  counts[static_cast<std::size_t>(cause)] += count;
}

PollSchedule::PollSchedule(milliseconds poll, Instant wall, Monotonic now)
    : poll_{poll}, wall_{wall}, now_{now}, cursor_{first_after(wall)}, next_{cursor_}, not_before_{now} {}

Instant PollSchedule::first_after(Instant wall) const {
  return poll_ == milliseconds{0} ? wall : wall - remainder(wall, poll_) + poll_;
}

void PollSchedule::look(Instant wall, Monotonic now) {
  const Instant expected = wall_ + std::chrono::floor<milliseconds>(now - now_);
  wall_ = wall;
  now_ = now;
  if (poll_ == milliseconds{0}) return;
  if (wall - expected > kClockStep) step_forward(expected, wall);
  if (expected - wall > kClockStep && cursor_ > wall) {
    cursor_ = first_after(wall);
    next_ = cursor_;
  }
}

/// Counts all due times up to `wall`: the back-off's and those too late already by their own cause, what the
/// clock jumped over by `clock`. The grid begins anew behind them.
void PollSchedule::step_forward(Instant expected, Instant wall) {
  const Instant behind = first_after(wall);
  const auto take = [this, behind](GapCause cause, Instant until) {
    until = std::min(until, behind);
    if (until <= cursor_) return;
    missed_.add(cause, cursor_, (until - cursor_) / poll_, poll_);
    cursor_ = until;
  };
  const Instant expected_behind = first_after(expected);
  take(GapCause::back_off, std::min(next_, expected_behind));
  if (next_ <= expected) take(GapCause::overrun, expected_behind - poll_);
  take(GapCause::clock, behind);
  next_ = cursor_;
}

bool PollSchedule::is_due() const { return poll_ == milliseconds{0} ? now_ >= not_before_ : wall_ >= next_; }

Monotonic PollSchedule::due() const {
  return poll_ == milliseconds{0} ? not_before_ : now_ + std::max(next_ - wall_, milliseconds{0});
}

Instant PollSchedule::begin() {
  if (poll_ == milliseconds{0}) return wall_;
  missed_.add(GapCause::back_off, cursor_, (next_ - cursor_) / poll_, poll_);
  const std::int64_t late = (wall_ - next_) / poll_;
  missed_.add(GapCause::overrun, next_, late, poll_);
  const Instant due_at = next_ + late * poll_;
  cursor_ = due_at + poll_;
  next_ = cursor_;
  return due_at;
}

void PollSchedule::end(Failure failure, Monotonic now) {
  const bool link_failed = failure == Failure::link_lost || failure == Failure::timeout;
  failed_in_a_row_ = link_failed ? std::min(failed_in_a_row_ + 1, kFailedBeforeBackOff) : 0;
  if (failed_in_a_row_ < kFailedBeforeBackOff) {
    stride_ = 1;
  } else if (stride_ * 2 * poll_ <= kLongestStride && poll_ > milliseconds{0}) {
    stride_ *= 2;
  }
  next_ = cursor_ + (stride_ - 1) * poll_;
  not_before_ = link_failed ? now + kPauseBackToBack : now;
}

void PollSchedule::give_back(const Missed& carried, GapCause cause, Instant due_at) {
  if (poll_ == milliseconds{0}) return;
  Missed all = carried;
  all.add(cause, due_at, 1, poll_);
  if (missed_.any()) {
    for (std::size_t i = 0; i < kGapCauses; ++i) all.counts[i] += missed_.counts[i];
    all.last = missed_.last;
  }
  missed_ = all;
}

Missed PollSchedule::take_missed() {
  const Missed taken = missed_;
  missed_ = {};
  return taken;
}

}  // namespace effluent
