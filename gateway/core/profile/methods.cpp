// SPDX-License-Identifier: Apache-2.0
#include "core/profile/methods.hpp"

#include <algorithm>
#include <utility>

namespace effluent {
namespace {

const std::vector<std::string>& columns() {
  static const std::vector<std::string> names{"key", "name_en", "name_vi", "surrogate_for", "note"};
  return names;
}

/// The parts of a list separated by `;`; none of an empty text.
std::vector<std::string> listed(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = text.find(';');
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return parts;
}

}  // namespace

bool Method::is_surrogate_for(std::string_view parameter) const {
  return std::find(surrogate_for.begin(), surrogate_for.end(), parameter) != surrogate_for.end();
}

tl::expected<Methods, std::vector<CsvProblem>> parse_methods(std::string_view csv) {
  std::vector<CsvProblem> problems;
  const auto rows = parse_csv(csv);
  if (!rows) return tl::unexpected{std::vector{rows.error()}};
  if (rows->empty() || rows->front().fields != columns()) {
    problems.push_back(
        {1, "the header is not key,name_en,name_vi,surrogate_for,note; restore the shipped table"});
    return tl::unexpected{problems};
  }
  Methods methods;
  for (std::size_t i = 1; i < rows->size(); ++i) {
    const auto& [line, fields] = (*rows)[i];
    if (fields.size() != columns().size()) {
      problems.push_back({line, "this row does not have 5 fields; restore the shipped table"});
      continue;
    }
    if (fields[0].empty() || methods.count(fields[0]) != 0) {
      problems.push_back({line, "a key must be there and new; mend this row"});
      continue;
    }
    methods.emplace(fields[0], Method{fields[0], fields[1], fields[2], listed(fields[3])});
  }
  if (!problems.empty()) return tl::unexpected{std::move(problems)};
  return methods;
}

}  // namespace effluent
