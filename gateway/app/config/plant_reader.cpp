// SPDX-License-Identifier: Apache-2.0
#include "app/config/plant_reader.hpp"

#include <algorithm>

#include "app/config/discharge_reader.hpp"
#include "app/config/method_reader.hpp"
#include "app/config/quantity_reader.hpp"
#include "app/config/words.hpp"

namespace effluent {
namespace {

void read_unit(Section& section, Point& point, const Library& library) {
  const auto parameter = library.parameters().find(point.parameter);
  const auto unit = section.filled("unit", Need::required);
  if (!unit) return;
  point.unit = *unit;
  if (parameter == library.parameters().end()) return;
  std::vector<std::string> allowed;
  for (const auto& [name, code] : parameter->second.units) allowed.push_back(name);
  if (const auto* code = parameter->second.ucum(*unit)) {
    point.ucum = *code;
    return;
  }
  const bool known = std::any_of(library.parameters().begin(), library.parameters().end(),
                                 [&](const auto& entry) { return entry.second.ucum(*unit) != nullptr; });
  section.report().error(section.line("unit"),
                         "unit \"" + *unit + "\" " +
                             (known ? "does not fit" : "is unknown and can't be that of") + " \"" +
                             point.parameter + "\"; write " + quoted_list(allowed));
}

void read_species(Section& section, Point& point, const Library& library) {
  const auto written = section.filled("species");
  const auto parameter = library.parameters().find(point.parameter);
  if (parameter == library.parameters().end()) return;
  const auto& wanted = parameter->second.species;
  if (written && wanted.empty()) {
    section.report().error(section.line("species"),
                           "`species` means nothing for \"" + point.parameter + "\"; remove it");
  } else if (written && *written != wanted) {
    section.report().error(section.line("species"), "species \"" + *written + "\" does not fit \"" +
                                                        point.parameter + "\", whose limit counts \"" +
                                                        wanted + "\"; let the instrument " + "report \"" +
                                                        wanted + "\" or convert by its `scale`");
  } else if (!written && !wanted.empty()) {
    section.report().warning(section.line(), "`species` is left out, \"" + wanted +
                                                 "\" of the limit is assumed; make sure and " +
                                                 "write species = \"" + wanted + "\"");
    section.resolved()["species"].set_text(wanted);
  }
  point.species = wanted;
}

/// judge.md: each of 5 min, 1 h, 24 h is a multiple of the step or shorter than it; the step is at most 24 h.
void check_step(const Section& section, const Point& point) {
  const auto* key = point.cycle ? "cycle" : "interval";
  const auto step = point.step();
  if (step.count() <= 0) return;
  if (step > length_of(Period::day)) {
    section.report().error(section.line(key), "`" + std::string{key} +
                                                  "` is longer than 24 h, no window could be formed; write " +
                                                  "at most \"24h\"");
    return;
  }
  if (const auto period = undivided_period(step)) {
    section.report().error(section.line(key), "`" + std::string{key} + "` = \"" + duration_text(step) +
                                                  "\" does not divide " + std::string{name_of(*period)} +
                                                  "; write one that divides every longer one of " +
                                                  "5min, 1h and 24h");
  }
}

std::optional<Range> read_range(Section& section, const std::string& key) {
  auto range = section.table(key);
  if (!range) return std::nullopt;
  const auto min = range->number("min", Need::required);
  const auto max = range->number("max", Need::required);
  range->finish();
  if (!min || !max) return std::nullopt;
  if (*min >= *max) {
    section.report().error(section.line(key), "`" + key + "` has min " + min->text() + " not below max " +
                                                  max->text() + "; correct them");
  }
  return Range{*min, *max};
}

/// What a value may be: the instrument's range, what is physically possible, how far below 0 noise may carry
/// it.
void read_bounds(Section& section, Point& point) {
  point.range = read_range(section, "range");
  point.possible = read_range(section, "possible");
  if (point.range && point.possible &&
      (point.range->min < point.possible->min || point.range->max > point.possible->max)) {
    section.report().error(section.line("possible"),
                           "`possible` does not hold the whole `range`; widen it, or narrow the range");
  }
  point.zero_tolerance = section.number("zero_tolerance");
  if (point.zero_tolerance && *point.zero_tolerance < Decimal{}) {
    section.report().error(section.line("zero_tolerance"),
                           "`zero_tolerance` is below 0; write how far below 0 noise may carry the value, "
                           "as in 0.5");
    point.zero_tolerance.reset();
  }
  point.lod = section.number("lod");
  if (point.lod && *point.lod < Decimal{}) {
    section.report().error(section.line("lod"), "`lod` is below 0; write the limit of detection");
  }
}

void read_source(Section& section, Point& point, Demand demand) {
  const auto source = section.filled("source", demand == Demand::judge ? Need::optional : Need::required);
  if (!source) return;
  const auto dot = source->find('.');
  if (dot == std::string::npos || dot == 0 || dot + 1 == source->size()) {
    section.report().error(section.line("source"), "`source` = \"" + *source +
                                                       "\" names no register; write device id, a point " +
                                                       "and the register's name, as in \"cod-analyser.cod\"");
    return;
  }
  point.device = source->substr(0, dot);
  point.register_name = source->substr(dot + 1);
}

std::optional<milliseconds> positive(Section& section, const std::string& key, Need need) {
  const auto value = section.duration(key, need);
  if (!value || value->count() > 0) return value;
  section.report().error(section.line(key), "`" + key + "` is 0; write a longer one, as in \"5s\"");
  return std::nullopt;
}

PointDraft read_point(Section section, const std::string& outlet, bool own, const Library& library,
                      Demand demand) {
  Point point;
  point.id = section.id("id").value_or("");
  point.outlet = outlet;
  if (const auto parameter = section.filled("parameter", Need::required)) {
    point.parameter = *parameter;
    check_parameter(section, section.line("parameter"), *parameter, library);
    const auto accuracy = library.accuracies().find(*parameter);
    if (accuracy != library.accuracies().end()) point.accuracy = accuracy->second;
  }
  if (own) {
    point.location =
        section.choice("location", {"inlet", "internal", "auxiliary"}, "internal").value_or("internal");
  }
  read_unit(section, point, library);
  point.digits = static_cast<int>(section.integer("digits", 0, 9, Need::required).value_or(0));
  if (!own && section.has("standby_for")) point.standby_for = section.id("standby_for").value_or("");
  auto correlation = read_method(section, point, library);
  read_species(section, point, library);
  point.interval = positive(section, "interval", Need::required).value_or(milliseconds{0});
  point.cycle = positive(section, "cycle", Need::optional);
  check_step(section, point);
  point.sample_delay = section.duration_or("sample_delay", "0ms");
  read_bounds(section, point);
  read_counter(section, point);
  read_source(section, point, demand);
  section.finish();
  return {section, std::move(point), std::move(correlation)};
}

PlantDraft read_plant(Section section, Library& library, Demand demand) {
  PlantDraft draft{section, {}, {}, {}};
  draft.plant.id = section.id("id").value_or("");
  draft.plant.park = section.id("park").value_or("");
  draft.plant.name = section.filled("name").value_or("");
  draft.plant.design_capacity_m3_per_day = section.number("design_capacity_m3_per_day");
  if (draft.plant.design_capacity_m3_per_day && *draft.plant.design_capacity_m3_per_day <= Decimal{}) {
    section.report().error(section.line("design_capacity_m3_per_day"),
                           "the design capacity is not above 0; correct it");
  }
  for (auto& outlet : section.tables("outlet")) {
    OutletDraft read{outlet, outlet.id("id").value_or(""), {}};
    for (const auto& permit : outlet.tables("permit")) read.permits.push_back(read_permit(permit, library));
    if (outlet.has("flow")) read.flow = outlet.id("flow").value_or("");
    read.discharge = read_discharge(outlet);
    if (outlet.has("totaliser")) read.totaliser = outlet.id("totaliser").value_or("");
    for (const auto& point : outlet.tables("point")) {
      draft.points.push_back(read_point(point, read.id, false, library, demand));
    }
    outlet.finish();
    draft.outlets.push_back(std::move(read));
  }
  for (const auto& point : section.tables("point"))
    draft.points.push_back(read_point(point, {}, true, library, demand));
  section.finish();
  check_unique(draft.outlets, "outlet",
               [](const OutletDraft& outlet) -> const std::string& { return outlet.id; });
  check_unique(draft.points, "point",
               [](const PointDraft& point) -> const std::string& { return point.point.id; });
  for (const auto& outlet : draft.outlets) {
    check_flow(draft, outlet);
    check_discharge(draft, outlet);
    check_quantities(draft, outlet);
  }
  check_standbys(draft);
  return draft;
}

}  // namespace

std::optional<Period> undivided_period(milliseconds step) {
  for (const auto period : kPeriods) {
    if (length_of(period) >= step && length_of(period) % step != milliseconds{0}) return period;
  }
  return std::nullopt;
}

bool check_parameter(const Section& section, int line, const std::string& key, const Library& library) {
  const auto& parameters = library.parameters();
  if (parameters.empty() || parameters.count(key) != 0) return true;
  std::vector<std::string> names;
  for (const auto& [name, parameter] : parameters) names.push_back(name);
  const auto near = nearest(key, names);
  section.report().error(line, "unknown parameter \"" + key + "\"; " +
                                   (near.empty() ? "write a key of parameters.csv: " + quoted_list(names)
                                                 : "is \"" + near + "\" meant?"));
  return false;
}

std::vector<PlantDraft> read_plants(Section& root, Library& library, Demand demand) {
  std::vector<PlantDraft> plants;
  for (const auto& section : root.tables("plant")) plants.push_back(read_plant(section, library, demand));
  if (!root.has("plant")) root.report().error(1, "there is no plant; add a [[plant]] table");
  check_unique(plants, "plant", [](const PlantDraft& plant) -> const std::string& { return plant.plant.id; });
  return plants;
}

}  // namespace effluent
