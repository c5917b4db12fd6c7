// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>

#include "ports/clock.hpp"

namespace effluent {

/// Virtual time. The two clocks move together by `advance`; `step_wall` moves the wall clock alone, as NTP or
/// a person does. May be shared among threads.
class FakeClock : public Clock {
 public:
  explicit FakeClock(Instant wall = Instant{}, Monotonic monotonic = Monotonic{})
      : wall_{wall.time_since_epoch().count() * 1'000'000},
        monotonic_{monotonic.time_since_epoch().count()} {}

  [[nodiscard]] Instant wall() const override {
    return std::chrono::floor<milliseconds>(
        std::chrono::sys_time<std::chrono::nanoseconds>{std::chrono::nanoseconds{wall_.load()}});
  }
  [[nodiscard]] Monotonic monotonic() const override {
    return Monotonic{std::chrono::nanoseconds{monotonic_.load()}};
  }
  [[nodiscard]] bool synchronised() const override { return synchronised_.load(); }

  void advance(std::chrono::nanoseconds by) {
    wall_ += by.count();
    monotonic_ += by.count();
  }
  /// Moves both clocks on to `until`; does nothing if that has passed.
  void advance_to(Monotonic until) {
    if (until > monotonic()) advance(until - monotonic());
  }
  void step_wall(milliseconds by) { wall_ += std::chrono::nanoseconds{by}.count(); }
  void set_synchronised(bool synchronised) { synchronised_ = synchronised; }

 private:
  std::atomic<std::int64_t> wall_;
  std::atomic<std::int64_t> monotonic_;
  std::atomic<bool> synchronised_{true};
};

}  // namespace effluent
