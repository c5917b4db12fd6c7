// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "core/judge/csv.hpp"
#include "core/judge/standard.hpp"
#include "core/profile/parameters.hpp"

namespace effluent {

/// What a person vouches for.
struct ImportTerms {
  std::string source;           ///< the document the limits were read in
  std::string certainty = "b";  ///< "a": read in the rule itself; else "b"
};

struct ImportedLimits {
  std::string table;                 ///< the new table, as CSV
  int rows = 0;                      ///< of the table in which something was filled
  std::vector<std::string> changes;  ///< one line for each limit filled, in the table's order
};

/// The header a file of limits for that table must have: key, flow_band where the table has it, unit, then
/// min and max of each column.
[[nodiscard]] std::string limits_header(const Standard& table);

/// Fills limits that are blank, or known from memory only (certainty c), with those of a CSV text; a limit
/// known with a source is never changed.
///
/// A file is refused whole on any doubt, with every line and reason (line 0: not of a line): another header;
/// a parameter, flow band or unit that is not the table's; a row twice; a row of the table with a blank limit
/// that the file leaves out; a blank limit that it leaves empty ("-" in min and max says that the rule has
/// none); decimal commas, "1.000" and whatever else is no plain number; a minimum above its maximum or
/// without one; a pH without both; a value that differs from a known one; no source. `parameters` give the
/// unit where the table has none.
[[nodiscard]] tl::expected<ImportedLimits, std::vector<CsvProblem>> import_limits(
    const Standard& table, std::string_view limits, const ImportTerms& terms, const Parameters& parameters);

}  // namespace effluent
