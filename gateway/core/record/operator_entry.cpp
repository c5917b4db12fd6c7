// SPDX-License-Identifier: Apache-2.0
#include "core/record/operator_entry.hpp"

#include <algorithm>

#include "core/judge/standard_csv.hpp"
#include "core/record/hex.hpp"
#include "core/record/json_writer.hpp"

namespace effluent {
namespace {

constexpr std::size_t kLongestSource = 1000;  ///< bytes, as a cell of the table
constexpr std::size_t kLongestName = 200;     ///< bytes

}  // namespace

std::vector<std::string> faults_of(const StandardsImport& import) {
  std::vector<std::string> faults;
  const auto& known = known_standards();
  if (std::find(known.begin(), known.end(), import.standard) == known.end())
    faults.push_back("no standard \"" + import.standard + "\" is known");
  if (import.certainty != "a" && import.certainty != "b")
    faults.push_back("certainty \"" + import.certainty + "\" is neither a nor b");
  const auto check = [&](std::string_view name, const std::string& text, std::size_t most) {
    if (text.find_first_not_of(" \t") == std::string::npos)
      faults.push_back(std::string{name} + " is missing; the record says who and from what document");
    if (text.size() > most)
      faults.push_back(std::string{name} + " has " + std::to_string(text.size()) + " bytes, at most " +
                       std::to_string(most) + " fit");
  };
  check("source", import.source, kLongestSource);
  check("by", import.by, kLongestName);
  for (const auto* hash : {&import.file_sha256, &import.table_sha256_before, &import.table_sha256_after}) {
    if (!is_sha256(*hash)) faults.push_back("\"" + *hash + "\" is no hash of 64 hex digits");
  }
  if (import.rows < 1 || import.limits < import.rows)
    faults.emplace_back("the counts of rows and limits are not those of an import");
  return faults;
}

std::string operator_body(const StandardsImport& import, std::string_view user) {
  std::string body;
  JsonWriter{body}
      .text("kind", "operator")
      .text("act", "standards_import")
      .text("standard", import.standard)
      .text("certainty", import.certainty)
      .text("source", import.source)
      .text("by", import.by)
      .text("user", user)
      .text("file_sha256", import.file_sha256)
      .text("table_sha256_before", import.table_sha256_before)
      .text("table_sha256_after", import.table_sha256_after)
      .integer("rows", import.rows)
      .integer("limits", import.limits);
  return body;
}

}  // namespace effluent
