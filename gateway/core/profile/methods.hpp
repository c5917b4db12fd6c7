// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "core/judge/csv.hpp"

namespace effluent {

/// How an instrument comes to its value: one row of config/standards/methods.csv.
struct Method {
  std::string key;
  std::string name_en;
  std::string name_vi;
  std::vector<std::string> surrogate_for;  ///< parameters that it infers from something else; none: measures
  /// The value of that parameter is inferred, and rests on a comparison with the laboratory.
  [[nodiscard]] bool is_surrogate_for(std::string_view parameter) const;
};
using Methods = std::map<std::string, Method>;

/// Reads a table with the columns key, name_en, name_vi, surrogate_for, note; `surrogate_for` is a list of
/// keys of parameters.csv, separated by `;`. All problems are reported together.
[[nodiscard]] tl::expected<Methods, std::vector<CsvProblem>> parse_methods(std::string_view csv);

}  // namespace effluent
