// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace effluent {

/// 10^exponent; 1 where the exponent is not above 0. The caller sees to it that `Integer` holds it.
template <class Integer>
Integer ten_to(int exponent) {
  Integer power{1};
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

}  // namespace effluent
