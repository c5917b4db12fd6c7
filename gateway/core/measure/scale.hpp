// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>

#include "core/measure/decimal.hpp"

namespace effluent {

/// mantissa × 2^exponent, exactly what a register holds.
struct Raw {
  Int128 mantissa = 0;
  int exponent = 0;
};

/// A finite float, exactly; one below 10^-18 in magnitude counts as 0 (record.md, "From registers to
/// values").
[[nodiscard]] Raw exact(double value);

/// raw × scale + offset, exactly, rounded once to `digits` (0 to 9), half away from zero: units × 10^-digits.
/// None where that is beyond 64 bits. `scale` and `offset`: as configured, digits -40 to 40.
[[nodiscard]] std::optional<std::int64_t> scaled(const Raw& raw, const Decimal& scale, const Decimal& offset,
                                                 int digits);

}  // namespace effluent
