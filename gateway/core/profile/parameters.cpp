// SPDX-License-Identifier: Apache-2.0
#include "core/profile/parameters.hpp"

namespace effluent {
namespace {

const std::vector<std::string>& columns() {
  static const std::vector<std::string> names{"key", "name_en", "name_vi", "units", "ucum", "species"};
  return names;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const auto end = text.find(';');
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

const std::string* Parameter::ucum(std::string_view unit) const {
  for (const auto& [name, code] : units) {
    if (name == unit) return &code;
  }
  return nullptr;
}

tl::expected<Parameters, std::vector<CsvProblem>> parse_parameters(std::string_view csv) {
  std::vector<CsvProblem> problems;
  const auto rows = parse_csv(csv);
  if (!rows) return tl::unexpected{std::vector{rows.error()}};
  if (rows->empty() || rows->front().fields != columns()) {
    problems.push_back(
        {1, "the header is not key,name_en,name_vi,units,ucum,species; restore the shipped table"});
    return tl::unexpected{problems};
  }
  Parameters parameters;
  for (std::size_t i = 1; i < rows->size(); ++i) {
    const auto& [line, fields] = (*rows)[i];
    if (fields.size() != columns().size()) {
      problems.push_back({line, "this row does not have 6 fields; restore the shipped table"});
      continue;
    }
    const auto units = split(fields[3]);
    const auto codes = split(fields[4]);
    if (fields[0].empty() || fields[3].empty() || units.size() != codes.size() ||
        parameters.count(fields[0]) != 0) {
      problems.push_back(
          {line, "a key must be new, and `units` and `ucum` lists of equal length; mend this row"});
      continue;
    }
    Parameter parameter{fields[0], fields[1], fields[2], {}, fields[5]};
    for (std::size_t k = 0; k < units.size(); ++k) parameter.units.emplace_back(units[k], codes[k]);
    parameters.emplace(fields[0], std::move(parameter));
  }
  if (!problems.empty()) return tl::unexpected{problems};
  return parameters;
}

}  // namespace effluent
