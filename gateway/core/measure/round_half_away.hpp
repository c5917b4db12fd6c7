// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace effluent {

/// numerator / denominator, rounded half away from zero; the denominator is above 0. `Integer` holds twice
/// the numerator and the denominator together.
template <class Integer>
Integer round_half_away(const Integer& numerator, const Integer& denominator) {
  const Integer magnitude = (2 * abs(numerator) + denominator) / (2 * denominator);
  return numerator < 0 ? Integer{-magnitude} : magnitude;
}

}  // namespace effluent
