// SPDX-License-Identifier: Apache-2.0
#include "core/judge/permitted_error.hpp"

#include <compare>

namespace effluent {
namespace {

const Decimal kHundred{100, 0};
constexpr int kPercentDigits = 2;

Mean times(const Mean& mean, const Decimal& factor) {
  return {mean.sum * factor.units(), mean.digits + factor.digits(), mean.n};
}

/// Of a mean above that limit.
bool reaches_down(const Accuracy& accuracy, const Mean& mean, const Decimal& most) {
  if (accuracy.plus_minus) return std::is_lteq(compare(mean, most + *accuracy.plus_minus));
  const Decimal rest = kHundred + Decimal{-1, 0} * *accuracy.percent_of_reading;
  return std::is_lteq(compare(times(mean, rest), kHundred * most));
}

/// Of a mean below that limit.
bool reaches_up(const Accuracy& accuracy, const Mean& mean, const Decimal& least) {
  if (accuracy.plus_minus) return std::is_gteq(compare(mean, least + Decimal{-1, 0} * *accuracy.plus_minus));
  return std::is_gteq(compare(times(mean, kHundred + *accuracy.percent_of_reading), kHundred * least));
}

}  // namespace

PermittedError permitted_error(const Accuracy& accuracy, const Basis& basis, const Mean& mean, int places) {
  PermittedError error;
  if (accuracy.plus_minus) {
    error.plus_minus = mean_text({accuracy.plus_minus->units(), accuracy.plus_minus->digits(), 1}, places);
  } else {
    Mean part = times(mean, *accuracy.percent_of_reading);
    part.digits += kPercentDigits;
    if (part.sum < 0) part.sum = -part.sum;
    error.plus_minus = mean_text(part, places);
  }
  const bool above = basis.limit_max && std::is_gt(compare(mean, *basis.limit_max));
  error.covers_exceedance = above
                                ? reaches_down(accuracy, mean, *basis.limit_max)
                                : basis.limit_min.has_value() && reaches_up(accuracy, mean, *basis.limit_min);
  return error;
}

}  // namespace effluent
