// SPDX-License-Identifier: Apache-2.0
#include "app/config/quantity_reader.hpp"

#include <algorithm>
#include <initializer_list>

namespace effluent {
namespace {

const PointDraft* find_point(const PlantDraft& plant, const OutletDraft& outlet, const std::string& id) {
  const auto found = std::find_if(plant.points.begin(), plant.points.end(), [&](const PointDraft& draft) {
    return draft.point.id == id && draft.point.outlet == outlet.id;
  });
  return found == plant.points.end() ? nullptr : &*found;
}

/// `key` of the outlet names this point.
void check_unit(const OutletDraft& outlet, const char* key, const Point& point,
                std::initializer_list<std::string_view> units) {
  // A unit that doesn't fit the parameter was refused.
  if (point.ucum.empty() || std::find(units.begin(), units.end(), point.unit) != units.end()) return;
  std::string wanted;
  for (const auto unit : units) wanted.append(wanted.empty() ? "\"" : " or \"").append(unit).append("\"");
  outlet.section.report().error(outlet.section.line(key),
                                "`" + std::string{key} + "` = \"" + point.id + "\" is in \"" + point.unit +
                                    "\", no volume follows from it; let that " + "point be in " + wanted);
}

}  // namespace

void read_counter(Section& section, Point& point) {
  auto counter = section.table("counter");
  if (!counter) return;
  const auto wraps_at = counter->number("wraps_at", Need::required);
  const auto most = counter->number("most_per_hour", Need::required);
  counter->finish();
  if (!point.is_counter()) {
    section.report().error(section.line("counter"), "`counter` means nothing for \"" + point.parameter +
                                                        "\", only for \"" + std::string{kCounted} +
                                                        "\"; remove it");
  }
  for (const auto& [key, number] : {std::pair{"wraps_at", wraps_at}, std::pair{"most_per_hour", most}}) {
    if (!number || *number > Decimal{}) continue;
    section.report().error(counter->line(key),
                           "`" + std::string{key} + "` is not above 0; write " +
                               (std::string{key} == "wraps_at" ? "where the register goes on from 0"
                                                               : "the most it can count in an hour"));
  }
  if (wraps_at && (wraps_at->digits() > point.digits || !round_to(*wraps_at, point.digits))) {
    section.report().error(counter->line("wraps_at"),
                           "`wraps_at` = " + wraps_at->text() + " does not fit the point's `digits` = " +
                               std::to_string(point.digits) + "; correct one of them");
  }
  if (wraps_at && most) point.counter = CounterRule{*wraps_at, *most};
}

void check_quantities(const PlantDraft& plant, const OutletDraft& outlet) {
  const PointDraft* flow = find_point(plant, outlet, outlet.flow);
  if (flow != nullptr && flow->point.parameter == "flow") {
    check_unit(outlet, "flow", flow->point, {"m3/h", "m3/day"});
  }
  if (outlet.totaliser.empty()) return;
  const PointDraft* counter = find_point(plant, outlet, outlet.totaliser);
  if (counter != nullptr && counter->point.is_counter()) {
    check_unit(outlet, "totaliser", counter->point, {"m3"});
    return;
  }
  outlet.section.report().error(outlet.section.line("totaliser"),
                                "no point of this outlet with parameter \"" + std::string{kCounted} +
                                    "\" has the id \"" + outlet.totaliser +
                                    "\"; add it, or correct `totaliser`");
}

}  // namespace effluent
