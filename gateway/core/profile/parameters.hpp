// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "core/judge/csv.hpp"

namespace effluent {

/// What can be measured: one row of config/standards/parameters.csv.
struct Parameter {
  std::string key;
  std::string name_en;
  std::string name_vi;
  std::vector<std::pair<std::string, std::string>> units;  ///< each unit allowed, with its UCUM code
  std::string species;  ///< what the limit counts ("as_N", "as_P"); empty: no question

  /// The UCUM code of a unit; null if the unit is not allowed.
  [[nodiscard]] const std::string* ucum(std::string_view unit) const;
};
using Parameters = std::map<std::string, Parameter>;

/// Reads a table with the columns key, name_en, name_vi, units, ucum, species; `units` and `ucum` are lists
/// of equal length, separated by `;`. All problems are reported together.
[[nodiscard]] tl::expected<Parameters, std::vector<CsvProblem>> parse_parameters(std::string_view csv);

}  // namespace effluent
