// SPDX-License-Identifier: Apache-2.0
#include "core/judge/outside_range.hpp"

#include <compare>

namespace effluent {
namespace {

constexpr std::chrono::hours kHour{1};

/// At the finer digits of the two.
Mean together(Mean left, Mean right) {
  for (; left.digits < right.digits; ++left.digits) left.sum *= 10;
  for (; right.digits < left.digits; ++right.digits) right.sum *= 10;
  return {left.sum + right.sum, left.digits, left.n + right.n};
}

}  // namespace

bool is_ranged(const Basis& basis, const std::string& parameter) {
  return (basis.limit_min && basis.limit_max) || parameter == "ph" || parameter == "temperature";
}

void OutsideRange::add(Instant start, milliseconds length, const Sums& sums) {
  if (sums.n == 0 || (!least_ && !most_)) return;
  const Mean mean = sums.mean();
  if (least_ && std::is_lt(compare(mean, *least_))) below_ += length;
  if (most_ && std::is_gt(compare(mean, *most_))) above_ += length;
  if (length > kHour) return;
  const Instant hour = window_start(start, kHour);
  if (hour_ && hour_->start == hour) {
    hour_->mean = together(hour_->mean, mean);
    return;
  }
  worst_ = worse(worst_, hour_);
  hour_ = HourMean{hour, mean};
}

/// Of two as far outside, the earlier.
std::optional<HourMean> OutsideRange::worse(const std::optional<HourMean>& earlier,
                                            const std::optional<HourMean>& later) const {
  if (!earlier || !later) return earlier ? earlier : later;
  return std::is_gt(compare_distance(later->mean, earlier->mean, least_, most_)) ? later : earlier;
}

}  // namespace effluent
