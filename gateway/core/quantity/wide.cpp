// SPDX-License-Identifier: Apache-2.0
#include "core/quantity/wide.hpp"

namespace effluent {
namespace {

Wide half_away(const Wide& numerator, const Wide& denominator) {
  const Wide magnitude = (2 * abs(numerator) + denominator) / (2 * denominator);
  return numerator < 0 ? Wide{-magnitude} : magnitude;
}

}  // namespace

Wide wide_ten_to(int exponent) {
  Wide power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

std::string quotient_text(const Wide& numerator, const Wide& denominator, int places) {
  return fixed_text(static_cast<Int128>(half_away(numerator * wide_ten_to(places), denominator)), places);
}

std::string truncated_text(const Wide& numerator, const Wide& denominator, int places) {
  return fixed_text(static_cast<Int128>(Wide{numerator * wide_ten_to(places) / denominator}), places);
}

bool is_above(const Mean& left, const Mean& right) {
  const int scale = right.digits - left.digits;
  return Wide{left.sum} * right.n * wide_ten_to(scale) > Wide{right.sum} * left.n * wide_ten_to(-scale);
}

}  // namespace effluent
