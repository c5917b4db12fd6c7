// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "core/judge/csv.hpp"
#include "core/measure/accuracy.hpp"

namespace effluent {

using Accuracies = std::map<std::string, Accuracy>;  ///< by key of parameters.csv

/// Reads a table with the columns key, percent_of_reading, plus_minus, sure, source, note; one of the two
/// numbers stands in each row. All problems are reported together.
[[nodiscard]] tl::expected<Accuracies, std::vector<CsvProblem>> parse_accuracies(std::string_view csv);

}  // namespace effluent
