// SPDX-License-Identifier: Apache-2.0
#include "core/measure/grade.hpp"

#include <algorithm>
#include <limits>

namespace effluent {
namespace {

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

/// The smallest value at or above a bound; the least there is without one.
std::int64_t least(const std::optional<Decimal>& bound, int digits) {
  return bound ? ceil_to(*bound, digits) : kLeast;
}
std::int64_t least(const std::optional<Range>& range, int digits) {
  return range ? ceil_to(range->min, digits) : kLeast;
}
std::int64_t most(const std::optional<Range>& range, int digits) {
  return range ? floor_to(range->max, digits) : kMost;
}

}  // namespace

Grader::Grader(const Point& point)
    : possible_min_{least(point.possible, point.digits)},
      possible_max_{most(point.possible, point.digits)},
      zero_min_{point.zero_tolerance ? -floor_to(*point.zero_tolerance, point.digits) : kLeast},
      range_min_{least(point.range, point.digits)},
      range_max_{most(point.range, point.digits)},
      lod_{least(point.lod, point.digits)} {}

Cause Grader::grade(std::int64_t value) const {
  if (value < possible_min_ || value > possible_max_) return Cause::impossible;
  if (value < zero_min_) return Cause::below_zero;
  if (value > range_max_) return Cause::over_range;
  if (value < range_min_) return Cause::under_range;
  return is_below_detection(value) ? Cause::below_detection : Cause::none;
}

std::int64_t Grader::entering(std::int64_t value, Cause cause) const {
  if (rule_of(cause).effect != Effect::bounds) return value;
  return std::clamp(value, std::min(range_min_, range_max_), std::max(range_min_, range_max_));
}

}  // namespace effluent
