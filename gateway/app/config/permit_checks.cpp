// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/config/plant_reader.hpp"
#include "app/config/site_checks.hpp"

namespace effluent {
namespace {

void check_period(const PermitDraft& permit, const PointDraft& point) {
  const auto& name = point.point.parameter;
  const auto period = permit.permit.judged_period(name);
  const auto step = point.point.step();
  if (step.count() == 0 || length_of(period) % step == milliseconds{0}) return;
  if (step > length_of(Period::day) || undivided_period(step)) return;  // the step itself was refused
  const auto& section = permit.section;
  // Without a word on pH its period is a default: no key to point at but the permit.
  const auto* key = permit.permit.averaging_of.count(name) != 0 ? "averaging_of"
                    : name == "ph"                              ? ""
                                                                : "averaging";
  section.report().error(section.line(key), "\"" + name + "\" is judged by " + std::string{name_of(period)} +
                                                ", which the point \"" + point.point.id + "\" of line " +
                                                std::to_string(point.section.line()) +
                                                " does not form (a result every " + duration_text(step) +
                                                "); judge by a longer period");
}

void check_unit_of_row(const PermitDraft& permit, const PointDraft& point, const Library& library) {
  const auto standard = library.standards().find(permit.permit.standard);
  if (standard == library.standards().end() || point.point.ucum.empty()) return;
  const auto* row = standard->second.find(point.point.parameter, permit.permit.flow_band);
  if (row == nullptr || row->unit.empty() || row->unit == point.point.unit) return;
  point.section.report().error(point.section.line("unit"),
                               "unit \"" + point.point.unit + "\" does not fit the limit of " +
                                   standard->first + ", which is in \"" + row->unit + "\"; measure in that");
}

void check_points_of(const PlantDraft& plant, const OutletDraft& outlet, const PermitDraft& permit,
                     const Library& library) {
  for (const auto* item : permit.automatic) {
    bool measured = false;
    for (const auto& point : plant.points) {
      if (point.point.outlet != outlet.id || point.point.parameter != item->text) continue;
      measured = true;
      check_period(permit, point);
      check_unit_of_row(permit, point, library);
    }
    if (!measured && library.parameters().count(item->text) != 0) {
      permit.section.report().warning(
          item->line, "no point of outlet \"" + outlet.id + "\" measures \"" + item->text +
                          "\", its verdict will be not_enough_data; add a point, or move it to " +
                          "`laboratory`");
    }
  }
}

bool overlap(const Permit& one, const Permit& two) {
  const bool one_ends_before = one.valid_to && two.valid_from && *one.valid_to < *two.valid_from;
  const bool two_ends_before = two.valid_to && one.valid_from && *two.valid_to < *one.valid_from;
  return !one_ends_before && !two_ends_before;
}

void check_overlaps(const OutletDraft& outlet) {
  for (std::size_t later = 0; later < outlet.permits.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      if (!overlap(outlet.permits[earlier].permit, outlet.permits[later].permit)) continue;
      const auto& section = outlet.permits[later].section;
      section.report().error(section.line(),
                             "this permit and that of line " +
                                 std::to_string(outlet.permits[earlier].section.line()) +
                                 " hold on the same days; correct `valid_from` or `valid_to` of one");
    }
  }
}

/// Days between two permits on which nothing is judged.
void warn_of_gaps(const OutletDraft& outlet) {
  for (const auto& draft : outlet.permits) {
    const auto& from = draft.permit.valid_from;
    if (!from) continue;
    std::optional<Day> last;  // of the permits that end before this one begins
    for (const auto& other : outlet.permits) {
      const auto& to = other.permit.valid_to;
      if (to && *to < *from && (!last || *last < *to)) last = *to;
    }
    if (!last || std::chrono::sys_days{*last} + std::chrono::days{1} == std::chrono::sys_days{*from})
      continue;
    draft.section.report().warning(
        draft.section.line("valid_from"),
        "after " + day_text(*last) + " no permit of outlet \"" + outlet.id + "\" holds until " +
            day_text(*from) +
            ", on those days nothing is judged; correct `valid_from` or `valid_to`, "
            "or add the permit between");
  }
}

void warn_of_none_in_force(const OutletDraft& outlet, Day now) {
  const bool held = std::any_of(outlet.permits.begin(), outlet.permits.end(),
                                [now](const PermitDraft& draft) { return draft.permit.in_force(now); });
  if (held || outlet.permits.empty()) return;
  const auto& section = outlet.permits.back().section;
  section.report().warning(section.line(),
                           "no permit of outlet \"" + outlet.id + "\" holds on " + day_text(now) +
                               ", nothing is judged there; add the permit in force, or correct its dates");
}

}  // namespace

void check_permits(const Draft& draft, const Library& library, std::optional<Day> now) {
  for (const auto& plant : draft.plants) {
    for (const auto& outlet : plant.outlets) {
      check_overlaps(outlet);
      warn_of_gaps(outlet);
      if (now) warn_of_none_in_force(outlet, *now);
      for (const auto& permit : outlet.permits) check_points_of(plant, outlet, permit, library);
    }
  }
}

}  // namespace effluent
