// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

#include "core/measure/point.hpp"
#include "core/measure/state.hpp"

namespace effluent {

/// What a point's configuration says of one of its values: the topmost of impossible, below_zero, over_range,
/// under_range and below_detection that holds; else none. `value`: units × 10^-digits of the point.
class Grader {
 public:
  explicit Grader(const Point& point);
  [[nodiscard]] Cause grade(std::int64_t value) const;
  /// What an entering value counts as: over and under the range its end that lies inside (never further than
  /// the range: a bound must not be better than what was measured), else the value itself.
  [[nodiscard]] std::int64_t entering(std::int64_t value, Cause cause) const;
  [[nodiscard]] bool is_below_detection(std::int64_t value) const { return value < lod_; }

 private:
  /// Units: the smallest and largest value that passes each check.
  std::int64_t possible_min_;
  std::int64_t possible_max_;
  std::int64_t zero_min_;
  std::int64_t range_min_;
  std::int64_t range_max_;
  std::int64_t lod_;
};

}  // namespace effluent
