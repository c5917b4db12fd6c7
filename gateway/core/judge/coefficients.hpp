// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "core/judge/csv.hpp"
#include "core/measure/decimal.hpp"

namespace effluent {

/// One row of a table of Kq and Kf. For reading only: no limit is ever computed from it, the permit's own Kq
/// and Kf count.
struct CoefficientRow {
  std::string coefficient;  ///< "Kq" or "Kf"
  std::string case_name;    ///< "river", "lake_no_data", "discharge", …
  std::string unit;         ///< of the band; empty where the case has none
  std::optional<Decimal> lower_exclusive;
  std::optional<Decimal> upper_inclusive;
  std::string value;      ///< as the table has it
  std::string certainty;  ///< "a", "b" or "c"
  std::string source;

  /// Whether the row has a band, (lower, upper]; a side left out is open.
  [[nodiscard]] bool has_band() const { return lower_exclusive || upper_inclusive; }
};
using CoefficientTable = std::vector<CoefficientRow>;

/// Reads a table with exactly the columns coefficient, case, unit, lower_exclusive, upper_inclusive, value,
/// sure, source. Every row has a value, a certainty and a source; two rows of one case have bands that do not
/// overlap. All problems are reported together; a table that has one is not used.
[[nodiscard]] tl::expected<CoefficientTable, std::vector<CsvProblem>> parse_coefficients(
    std::string_view csv);

/// The row of that case; where the case has bands, the one that holds `amount`, (lower, upper]. Null where
/// the table has none: nothing is guessed between or beyond its bands.
[[nodiscard]] const CoefficientRow* find_coefficient(const CoefficientTable& table,
                                                     std::string_view coefficient, std::string_view case_name,
                                                     const std::optional<Decimal>& amount);

}  // namespace effluent
