// SPDX-License-Identifier: Apache-2.0
#include "app/config/permit_limits.hpp"

#include <algorithm>

#include "app/config/plant_reader.hpp"
#include "app/config/rule_reader.hpp"

namespace effluent {
namespace {

void read_factor(Section& section, const std::string& key, std::optional<Decimal>& factor,
                 const std::string& why) {
  factor = section.number(key);
  if (factor && *factor <= Decimal{}) {
    section.report().error(section.line(key),
                           "`" + key + "` = " + factor->text() + " is not above 0; write the permit's");
  } else if (!section.has(key) && !why.empty()) {
    section.report().error(section.line(),
                           "`" + key + "` is missing, " + why + " needs it; write the permit's");
  }
}

}  // namespace

void read_limits(Section& section, PermitDraft& draft, const Library& library) {
  auto limits = section.table("limits");
  if (!limits) return;
  for (const auto& node : limits->members()) {
    const auto& key = node.key;
    auto limit = limits->table(key);
    if (!limit) continue;
    check_parameter(*limit, limit->line(), key, library);
    OwnLimit own{limit->number("min"), limit->number("max"),
                 limit->filled("source", Need::required).value_or("")};
    limit->finish();
    if (!limit->has("min") && !limit->has("max")) {
      limit->report().error(limit->line(), "the permit's own limit of \"" + key +
                                               "\" has neither `min` nor `max`; add one or both");
    }
    if (own.min && own.max && *own.min > *own.max) {
      limit->report().error(limit->line("max"), "`max` " + own.max->text() + " is below `min` " +
                                                    own.min->text() + "; correct them");
    }
    draft.limit_lines.emplace(key, limit->line());
    draft.permit.limits.emplace(key, std::move(own));
  }
}

void read_shadows(Section& section, PermitDraft& draft, Library& library) {
  for (auto& shadow : section.tables("shadow")) {
    ShadowDraft read{shadow, {}};
    read_rule(read.section, library, read.shadow);
    read.section.finish();
    for (const auto& other : draft.shadows) {
      const auto& twin = other.shadow;
      if (!twin.standard.empty() && twin.standard == read.shadow.standard &&
          twin.column == read.shadow.column && twin.flow_band == read.shadow.flow_band) {
        shadow.report().error(shadow.line(), "this shadow is the same as that of line " +
                                                 std::to_string(other.section.line()) + "; remove one");
      }
    }
    draft.permit.shadows.push_back(read.shadow);
    draft.shadows.push_back(std::move(read));
  }
}

std::string factors_asked_by(const Permit& permit, const Standard* standard, const Library& library) {
  const bool each_own = std::all_of(permit.automatic.begin(), permit.automatic.end(),
                                    [&](const std::string& name) { return permit.limits.count(name) != 0; });
  if (standard != nullptr && standard->uses_kq_kf && !each_own) return permit.standard;
  for (const auto& shadow : permit.shadows) {
    const auto found = library.standards().find(shadow.standard);
    if (found != library.standards().end() && found->second.uses_kq_kf)
      return "the shadow of " + shadow.standard;
  }
  return {};
}

void read_factors(Section& section, PermitDraft& draft, const Standard* standard, const Library& library) {
  const auto why = factors_asked_by(draft.permit, standard, library);
  read_factor(section, "kq", draft.permit.kq, why);
  read_factor(section, "kf", draft.permit.kf, why);
}

}  // namespace effluent
