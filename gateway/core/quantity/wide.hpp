// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <boost/multiprecision/cpp_int.hpp>
#include <string>

#include "core/measure/decimal.hpp"

namespace effluent {

/// Whole numbers of 256 bits: sums of products of printed decimals, exactly.
using Wide = boost::multiprecision::int256_t;

/// numerator / denominator with `places` digits, half away from zero; the denominator is above 0.
[[nodiscard]] std::string quotient_text(const Wide& numerator, const Wide& denominator, int places);
/// The same, cut off.
[[nodiscard]] std::string truncated_text(const Wide& numerator, const Wide& denominator, int places);

}  // namespace effluent
