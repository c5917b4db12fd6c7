// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <deque>

#include "core/judge/sums.hpp"

namespace effluent {

/// A window of a point's shortest period.
struct BaseWindow {
  Instant start{};
  milliseconds length{0};
  Sums sums;
  [[nodiscard]] Instant end() const { return start + length; }
};

/// The closed windows of one point's shortest period, as far back as a verdict may ask for them: what is made
/// of more than one sum is made of these. Memory: kReach of windows, 588 of 5 min.
class BaseShelf {
 public:
  /// How far back from the newest window's end: a day, and the longest delay of another point beside it.
  static constexpr std::chrono::hours kReach{49};

  /// One closed or restored window. One that is not behind the newest is left out: its time stands here.
  void put(BaseWindow window);
  /// Those wholly inside [start, end), oldest first.
  template <class Do>
  void each(Instant start, Instant end, const Do& act) const {
    const auto before = [](const BaseWindow& window, Instant at) { return window.start < at; };
    auto window = std::lower_bound(windows_.begin(), windows_.end(), start, before);
    for (; window != windows_.end() && window->end() <= end; ++window) act(*window);
  }

 private:
  std::deque<BaseWindow> windows_;
};

}  // namespace effluent
