// SPDX-License-Identifier: Apache-2.0
#include "app/commands/standards_tables.hpp"

#include <iostream>

#include "app/config/configuration.hpp"
#include "app/config/files.hpp"

namespace effluent {

std::optional<TableText> read_table_text(const std::string& name, const TablePlace& place) {
  std::optional<std::string> named;
  if (place.folder) named = std::filesystem::absolute(*place.folder).string();
  const auto file = find_in(search_folders(place.config, "standards", named), name + ".csv");
  if (!file) {
    std::cerr << name << ".csv was found in no folder of standards; name the folder with --standards\n";
    return std::nullopt;
  }
  auto text = read_file(*file);
  if (text) return TableText{*file, std::move(*text)};
  std::cerr << file->string() << ": " << text.error() << "; make it readable\n";
  return std::nullopt;
}

void say_problems(const std::filesystem::path& file, const std::vector<CsvProblem>& problems) {
  for (const auto& problem : problems) {
    std::cerr << to_text(Finding{file, problem.line, problem.text}) << '\n';
  }
}

std::string certainty_words(const std::string& certainty) {
  if (certainty == "a") return "a, read in the text of the rule";
  if (certainty == "b") return "b, read in a secondary page";
  return "c, from memory only";
}

}  // namespace effluent
