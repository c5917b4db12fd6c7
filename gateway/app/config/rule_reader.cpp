// SPDX-License-Identifier: Apache-2.0
#include "app/config/rule_reader.hpp"

#include <algorithm>

#include "app/config/words.hpp"
#include "core/judge/standard_csv.hpp"

namespace effluent {
namespace {

/// "QCVN 40:2021" in whatever spelling: regulation.md, "its numbers are from drafts".
bool is_draft_of_2021(const std::string& name) {
  std::string plain;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') plain.push_back(static_cast<char>(c - 'A' + 'a'));
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) plain.push_back(c);
  }
  const auto number = plain.find("qcvn40");
  return number != std::string::npos && plain.find("2021", number) != std::string::npos;
}

}  // namespace

const Standard* read_rule(Section& section, Library& library, Shadow& rule) {
  rule.standard = section.filled("standard", Need::required).value_or("");
  rule.column = section.filled("column", Need::required).value_or("");
  rule.flow_band = section.filled("flow_band").value_or("");
  if (rule.standard.empty()) return nullptr;
  const int line = section.line("standard");
  if (is_draft_of_2021(rule.standard)) {
    section.report().error(
        line, "there is no QCVN 40:2021 (\"" + rule.standard +
                  "\"): it never came into force, its numbers are " +
                  "from drafts; write the standard of the permit, \"qcvn-40-2011\" or \"qcvn-40-2025\"");
    return nullptr;
  }
  if (!holds(known_standards(), rule.standard)) {
    section.report().error(
        line, "unknown standard \"" + rule.standard + "\"; write one of " + quoted_list(known_standards()));
    return nullptr;
  }
  const auto* standard = library.standard(rule.standard, section, line);
  if (standard == nullptr) return nullptr;
  if (!rule.column.empty() && !holds(standard->columns, rule.column)) {
    const auto other = library.standards_with(rule.column);
    section.report().error(
        section.line("column"),
        rule.standard + " has no column \"" + rule.column + "\"" +
            (other.empty() ? ""
                           : " (it is one of " + other + ": carried over from one standard to another?)") +
            "; write the permit's: " + quoted_list(standard->columns));
  }
  if (standard->flow_bands.empty()) {
    if (!rule.flow_band.empty()) {
      section.report().warning(section.line("flow_band"),
                               rule.standard + " has no flow bands, this one is not used; remove it");
    }
    rule.flow_band.clear();
  } else if (rule.flow_band.empty() && !section.has("flow_band")) {
    section.report().error(section.line(), "`flow_band` is missing, " + rule.standard +
                                               " needs it; add one of " + quoted_list(standard->flow_bands));
  } else if (!rule.flow_band.empty() && !holds(standard->flow_bands, rule.flow_band)) {
    section.report().error(section.line("flow_band"), rule.standard + " has no flow band \"" +
                                                          rule.flow_band + "\"; write one of " +
                                                          quoted_list(standard->flow_bands));
  }
  return standard;
}

}  // namespace effluent
