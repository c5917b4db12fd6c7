// SPDX-License-Identifier: Apache-2.0
#include "core/quantity/wide.hpp"

#include "core/measure/round_half_away.hpp"
#include "core/measure/ten_to.hpp"

namespace effluent {
std::string quotient_text(const Wide& numerator, const Wide& denominator, int places) {
  return fixed_text(static_cast<Int128>(round_half_away<Wide>(numerator * ten_to<Wide>(places), denominator)),
                    places);
}

std::string truncated_text(const Wide& numerator, const Wide& denominator, int places) {
  return fixed_text(static_cast<Int128>(Wide{numerator * ten_to<Wide>(places) / denominator}), places);
}

}  // namespace effluent
