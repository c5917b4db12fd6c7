// SPDX-License-Identifier: Apache-2.0
#include "core/profile/accuracies.hpp"

#include <utility>

namespace effluent {
namespace {

const std::vector<std::string>& columns() {
  static const std::vector<std::string> names{"key", "percent_of_reading", "plus_minus", "sure", "source",
                                              "note"};
  return names;
}

/// None, too, for what is no number above 0.
std::optional<Decimal> above_zero(const std::string& text) {
  const auto number = Decimal::parse(text);
  return number && *number > Decimal{} ? number : std::nullopt;
}

}  // namespace

tl::expected<Accuracies, std::vector<CsvProblem>> parse_accuracies(std::string_view csv) {
  std::vector<CsvProblem> problems;
  const auto rows = parse_csv(csv);
  if (!rows) return tl::unexpected{std::vector{rows.error()}};
  if (rows->empty() || rows->front().fields != columns()) {
    problems.push_back({1,
                        "the header is not key,percent_of_reading,plus_minus,sure,source,note; restore "
                        "the shipped table"});
    return tl::unexpected{problems};
  }
  Accuracies accuracies;
  for (std::size_t i = 1; i < rows->size(); ++i) {
    const auto& [line, fields] = (*rows)[i];
    if (fields.size() != columns().size()) {
      problems.push_back({line, "this row does not have 6 fields; restore the shipped table"});
      continue;
    }
    if (fields[0].empty() || accuracies.count(fields[0]) != 0) {
      problems.push_back({line, "a key must be there and new; mend this row"});
      continue;
    }
    Accuracy read{above_zero(fields[1]), above_zero(fields[2]), fields[3], fields[4]};
    const bool one = fields[1].empty() != fields[2].empty();
    if (!one || read.percent_of_reading.has_value() == read.plus_minus.has_value() || fields[4].empty()) {
      problems.push_back(
          {line,
           "a row has either a percentage of the reading or an error, above 0, and its source; mend "
           "this row"});
      continue;
    }
    accuracies.emplace(fields[0], std::move(read));
  }
  if (!problems.empty()) return tl::unexpected{std::move(problems)};
  return accuracies;
}

}  // namespace effluent
