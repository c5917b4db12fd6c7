// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/measure/decimal.hpp"
#include "core/measure/time.hpp"

namespace effluent {

/// A comparison of an instrument with the laboratory: laboratory = slope × instrument + intercept. It is
/// evidence of what a surrogate's values are worth and is applied to none: values are the instrument's own.
struct Correlation {
  Day date{};          ///< of the comparison
  std::int64_t n = 0;  ///< pairs compared, at least 2
  Decimal slope;
  Decimal intercept;          ///< in the point's unit
  Decimal r;                  ///< coefficient of correlation, -1 to 1
  Day valid_until{};          ///< included
  std::string report_sha256;  ///< 64 lower-case hexadecimal digits; empty: none given
  /// From the day of the comparison to the last day it was said to hold for.
  [[nodiscard]] bool holds_on(Day day) const { return date <= day && day <= valid_until; }
};

/// Whether a point's values are inferred from something else, and then whether a comparison with the
/// laboratory stands behind them.
enum class SurrogateStanding : std::uint8_t { not_a_surrogate, correlated, not_correlated };
/// "correlated", "not_correlated"; empty for no surrogate.
[[nodiscard]] std::string_view name_of(SurrogateStanding standing);

}  // namespace effluent
