// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <deque>

#include "core/judge/base_shelf.hpp"

namespace effluent {

/// A point's last 24 h, moved on by each window of its shortest period. Memory: one sum a window.
class RollingDay {
 public:
  static constexpr std::chrono::hours kLength{24};

  /// Windows come in order; those that end 24 h or more before the end of this one go.
  void add(const BaseWindow& window);
  [[nodiscard]] Mean mean() const { return {sum_, digits_, n_}; }  ///< n may be 0
  [[nodiscard]] milliseconds covered() const { return covered_; }

 private:
  struct Held {
    Instant start;
    std::int64_t n = 0;
    Int128 sum = 0;
    milliseconds covered{0};
  };
  void scale_to(int more_digits);

  std::deque<Held> windows_;
  std::int64_t n_ = 0;
  Int128 sum_ = 0;  ///< in 10^-digits, as those of the windows
  int digits_ = 0;
  milliseconds covered_{0};
};

}  // namespace effluent
