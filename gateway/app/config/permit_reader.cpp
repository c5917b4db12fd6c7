// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/config/permit_limits.hpp"
#include "app/config/plant_reader.hpp"
#include "app/config/rule_reader.hpp"
#include "app/config/words.hpp"

namespace effluent {
namespace {

void read_dates(Section& section, Permit& permit, const Standard* standard) {
  permit.valid_from = section.day("valid_from");
  permit.valid_to = section.day("valid_to");
  permit.ignore_standard_dates = section.text("ignore_standard_dates");
  if (permit.ignore_standard_dates &&
      permit.ignore_standard_dates->find_first_not_of(" \t\n") == std::string::npos) {
    section.report().error(section.line("ignore_standard_dates"),
                           "`ignore_standard_dates` is empty; write the reason, it " +
                               std::string{"stands in every verdict, or remove the key"});
  }
  if (permit.valid_from && permit.valid_to && *permit.valid_from > *permit.valid_to) {
    section.report().error(section.line("valid_to"), "`valid_to` lies before `valid_from` of line " +
                                                         std::to_string(section.line("valid_from")) +
                                                         "; correct one of them");
  }
  if (standard == nullptr || permit.ignore_standard_dates) return;
  const bool after =
      standard->in_force_to && permit.valid_from && *permit.valid_from > *standard->in_force_to;
  const bool before = permit.valid_to && *permit.valid_to < standard->in_force_from;
  if (!after && !before) return;
  section.report().error(section.line(after ? "valid_from" : "valid_to"),
                         "the permit lies wholly outside the dates of " + standard->id + " (" +
                             day_text(standard->in_force_from) + " to " +
                             (standard->in_force_to ? day_text(*standard->in_force_to) : "open") +
                             "), nothing could be judged; correct the dates or the standard, or write " +
                             "ignore_standard_dates = \"reason\"");
}

void read_averaging(Section& section, Permit& permit, const Library& library) {
  if (const auto text = section.choice("averaging", {"5min", "1h", "24h"}, "24h")) {
    permit.averaging = parse_period(*text).value_or(Period::day);
  }
  if (auto table = section.table("averaging_of")) {
    for (const auto& node : table->members()) {
      const auto& key = node.key;
      check_parameter(*table, node.line, key, library);
      if (const auto text = table->choice(key, {"5min", "1h", "24h"})) {
        permit.averaging_of[key] = parse_period(*text).value_or(Period::day);
      }
    }
  }
  if (holds(permit.automatic, "ph") && permit.averaging_of.count("ph") == 0 &&
      (!section.has("averaging_of") || section.resolved()["averaging_of"].has("ph") == false)) {
    section.resolved()["averaging_of"]["ph"].set_text("1h");
  }
  if (!section.has("minimum_coverage_percent")) section.resolved()["minimum_coverage_percent"].set_raw("80");
  permit.minimum_coverage_percent = section.number("minimum_coverage_percent").value_or(Decimal{80, 0});
  if (permit.minimum_coverage_percent < Decimal{} || permit.minimum_coverage_percent > Decimal{100, 0}) {
    section.report().error(section.line("minimum_coverage_percent"),
                           "`minimum_coverage_percent` is not from 0 to 100; correct it");
  }
}

/// How a parameter's mean is made where it is not the plain one.
void read_weighting(Section& section, Permit& permit, const Library& library) {
  auto table = section.table("weighting_of");
  if (!table) return;
  for (const auto& node : table->members()) {
    check_parameter(*table, node.line, node.key, library);
    const auto by = table->choice(node.key, {"none", "flow"});
    if (!by || *by != "flow") continue;
    permit.flow_weighted.insert(node.key);
    if (holds(permit.automatic, node.key)) continue;
    section.report().error(node.line, "`weighting_of` names \"" + node.key +
                                          "\", which is not in `automatic`; add it there, or remove it here");
  }
}

/// Both sides are a default of the design; a permit may say otherwise.
void read_exclusion_cap(Section& section, Permit& permit) {
  auto cap = section.table("exclusion_cap");
  if (!cap) return;
  permit.exclusion_cap.day = cap->duration_or("day", duration_text(permit.exclusion_cap.day));
  permit.exclusion_cap.month = cap->duration_or("month", duration_text(permit.exclusion_cap.month));
  cap->finish();
  if (permit.exclusion_cap.month < permit.exclusion_cap.day) {
    section.report().error(section.line("exclusion_cap"),
                           "`exclusion_cap` allows less a month than a day; "
                           "correct `day` or `month`");
  }
}

void read_automatic(Section& section, PermitDraft& draft, const Library& library) {
  draft.automatic = section.texts("automatic");
  for (const auto* item : draft.automatic) {
    check_parameter(section, item->line, item->text, library);
    if (holds(draft.permit.automatic, item->text)) {
      const auto first = std::find_if(draft.automatic.begin(), draft.automatic.end(),
                                      [&](const Node* other) { return other->text == item->text; });
      section.report().error(item->line, "`automatic` names \"" + item->text + "\" twice, first in line " +
                                             std::to_string((*first)->line) + "; remove one");
    } else {
      draft.permit.automatic.push_back(item->text);
    }
  }
}

void read_laboratory(Section& section, PermitDraft& draft, const Library& library) {
  for (auto& duty : section.tables("laboratory")) {
    const auto parameter = duty.filled("parameter", Need::required);
    const auto every = duty.duration("every", Need::required);
    duty.finish();
    if (every && every->count() == 0)
      duty.report().error(duty.line("every"), "`every` is 0; write as in \"90d\"");
    if (!parameter || !check_parameter(duty, duty.line("parameter"), *parameter, library)) continue;
    const auto [first, fresh] = draft.laboratory_lines.emplace(*parameter, duty.line("parameter"));
    if (!fresh) {
      duty.report().error(duty.line("parameter"), "`laboratory` names \"" + *parameter +
                                                      "\" twice, first in line " +
                                                      std::to_string(first->second) + "; remove one");
    }
    draft.permit.laboratory.push_back({*parameter, every.value_or(milliseconds{0})});
  }
}

void warn_of_missing_rows(const Section& section, const PermitDraft& draft, const Standard* standard,
                          const Library& library) {
  if (standard == nullptr) return;
  if (!standard->flow_bands.empty() && std::find(standard->flow_bands.begin(), standard->flow_bands.end(),
                                                 draft.permit.flow_band) == standard->flow_bands.end()) {
    return;  // the band was refused; its rows are not known
  }
  const auto warn = [&](const std::string& parameter, int line, const std::string& list) {
    if (library.parameters().count(parameter) == 0 || draft.permit.limits.count(parameter) != 0 ||
        standard->find(parameter, draft.permit.flow_band) != nullptr) {
      return;
    }
    section.report().warning(line, standard->id + " has no row for \"" + parameter +
                                       "\", its verdict will be no_limit; set " +
                                       "the permit's own limit or take it out of `" + list + "`");
  };
  for (const auto* item : draft.automatic) warn(item->text, item->line, "automatic");
  for (const auto& [parameter, line] : draft.laboratory_lines) warn(parameter, line, "laboratory");
}

void warn_of_unused(const Section& section, const Permit& permit) {
  const auto judged = [&](const std::string& name) { return holds(permit.automatic, name); };
  for (const auto& [name, period] : permit.averaging_of) {
    if (judged(name)) continue;
    section.report().warning(
        section.line("averaging_of"),
        "`averaging_of` names \"" + name + "\", which `automatic` does not; add it there or remove it");
  }
  for (const auto& entry : permit.limits) {
    const auto& name = entry.first;
    const bool tested = std::any_of(permit.laboratory.begin(), permit.laboratory.end(),
                                    [&](const LaboratoryDuty& duty) { return duty.parameter == name; });
    if (judged(name) || tested) continue;
    section.report().warning(section.line("limits"),
                             "the own limit of \"" + name +
                                 "\" is not used; add the parameter to `automatic` or " +
                                 "`laboratory`, or remove the limit");
  }
}

}  // namespace

PermitDraft read_permit(Section section, Library& library) {
  PermitDraft draft{section, {}, {}, {}, {}, {}};
  auto& permit = draft.permit;
  permit.number = section.filled("number").value_or("");
  Shadow rule;
  const auto* standard = read_rule(section, library, rule);
  permit.standard = rule.standard;
  permit.column = rule.column;
  permit.flow_band = rule.flow_band;
  read_dates(section, permit, standard);
  read_automatic(section, draft, library);
  read_averaging(section, permit, library);
  read_weighting(section, permit, library);
  read_exclusion_cap(section, permit);
  read_laboratory(section, draft, library);
  read_limits(section, draft, library);
  read_shadows(section, draft, library);
  read_factors(section, draft, standard, library);
  warn_of_missing_rows(section, draft, standard, library);
  warn_of_unused(section, permit);
  warn_of_contradictions(draft, standard, library);
  section.finish();
  draft.section = section;
  return draft;
}

}  // namespace effluent
