// SPDX-License-Identifier: Apache-2.0
#include "app/config/discharge_reader.hpp"

#include <algorithm>
#include <set>

namespace effluent {
namespace {

constexpr std::size_t kFewestSigns = 2;  // one signal alone proves nothing (issue [law], 6)

DischargeSign read_sign(Section sign) {
  DischargeSign read;
  read.point = sign.id("point").value_or("");
  read.at_most = sign.number("at_most");
  read.at_least = sign.number("at_least");
  if (read.at_most.has_value() == read.at_least.has_value() && sign.has("at_most") == sign.has("at_least")) {
    sign.report().error(sign.line(),
                        "a sign of a standstill has either `at_most` or `at_least`; write what "
                        "the point shows while nothing is discharged, as in at_most = 0.5");
  }
  sign.finish();
  return read;
}

const PointDraft* find_point(const PlantDraft& plant, const std::string& id) {
  const auto found = std::find_if(plant.points.begin(), plant.points.end(),
                                  [&](const PointDraft& draft) { return draft.point.id == id; });
  return found == plant.points.end() ? nullptr : &*found;
}

/// The windows that signs are read by.
bool forms_five_minutes(const Point& point) {
  const auto step = point.step();
  return step.count() > 0 && length_of(Period::five_minutes) % step == milliseconds{0};
}

void check_sign(const PlantDraft& plant, const Section& section, const std::string& id) {
  if (id.empty()) return;
  const PointDraft* draft = find_point(plant, id);
  if (draft == nullptr) {
    section.report().error(section.line("point"),
                           "there is no point \"" + id + "\" in this plant; add it, or correct the id");
  } else if (!forms_five_minutes(draft->point)) {
    section.report().error(section.line("point"), "the point \"" + id + "\" of line " +
                                                      std::to_string(draft->section.line()) +
                                                      " has no result every 5 min, so it is no sign of a " +
                                                      "standstill; take one with a shorter `interval`");
  }
}

/// Two values of one instrument are one sign: it can be wrong, or be made wrong, in both.
void check_two_instruments(const PlantDraft& plant, const DischargeDraft& discharge) {
  std::set<std::string> points;
  std::set<std::string> devices;
  for (const auto& sign : discharge.rules.signs) {
    const PointDraft* draft = find_point(plant, sign.point);
    if (draft == nullptr) return;
    points.insert(sign.point);
    devices.insert(draft->point.device.empty() ? "point " + sign.point : draft->point.device);
  }
  if (points.size() < kFewestSigns || points.size() < discharge.rules.signs.size()) {
    discharge.section.report().error(
        discharge.section.line("signs"),
        "`signs` names fewer than two points, or one of them twice; one signal alone proves no standstill: "
        "add a second one, as a level below the crest, a pump or a valve");
  } else if (devices.size() < kFewestSigns) {
    discharge.section.report().error(discharge.section.line("signs"),
                                     "all `signs` come from one device, \"" + *devices.begin() +
                                         "\", and would be wrong together; add a sign of another device");
  }
}

/// The point is one of the signs, or of the same device as one.
bool is_sign(const PlantDraft& plant, const DischargeDraft& discharge, const Point& point) {
  return std::any_of(
      discharge.rules.signs.begin(), discharge.rules.signs.end(), [&](const DischargeSign& sign) {
        const PointDraft* other = find_point(plant, sign.point);
        if (other == nullptr) return false;
        return sign.point == point.id || (!point.device.empty() && other->point.device == point.device);
      });
}

void check_inflow(const PlantDraft& plant, const DischargeDraft& discharge) {
  const Section& section = discharge.section;
  const std::string& id = discharge.rules.inflow;
  if (id.empty()) return;
  const PointDraft* draft = find_point(plant, id);
  if (draft == nullptr) {
    section.report().error(section.line("inflow"),
                           "there is no point \"" + id + "\" in this plant; add it, or correct the id");
  } else if (draft->point.parameter != "flow" || !forms_five_minutes(draft->point)) {
    section.report().error(section.line("inflow"),
                           "the point \"" + id + "\" of line " + std::to_string(draft->section.line()) +
                               " is no flow with a result every 5 min; name the one that measures what "
                               "comes into the plant");
  } else if (!draft->point.outlet.empty() || is_sign(plant, discharge, draft->point)) {
    section.report().error(
        section.line("inflow"),
        "the point \"" + id + "\" of line " + std::to_string(draft->section.line()) +
            " stands at an outlet, or is one of the `signs` or of their devices, and would "
            "explain itself; name another instrument, one that measures what comes into "
            "the plant");
  }
}

}  // namespace

std::optional<DischargeDraft> read_discharge(Section& outlet) {
  auto section = outlet.table("discharge");
  if (!section) return std::nullopt;
  DischargeDraft draft{*section, {}, {}};
  for (auto& sign : section->tables("signs")) {
    draft.rules.signs.push_back(read_sign(sign));
    draft.signs.push_back(sign);
  }
  if (draft.signs.empty()) {
    section->report().error(section->line("signs"),
                            "`signs` is missing; name at least two points that show a standstill, as in "
                            "signs = [{ point = \"flow-out\", at_most = 0.5 }, …]");
  }
  draft.rules.inflow = section->id("inflow").value_or("");
  const auto volume = section->number("tank_volume_m3", Need::required);
  if (volume && *volume <= Decimal{}) {
    section->report().error(section->line("tank_volume_m3"),
                            "`tank_volume_m3` is not above 0; write what the tanks can hold back in 24 h");
  }
  draft.rules.tank_volume_m3 = volume.value_or(Decimal{});
  draft.rules.flush_time = section->duration_or("flush_time", "0ms");
  if (draft.rules.flush_time > length_of(Period::hour)) {
    section->report().error(section->line("flush_time"),
                            "`flush_time` is longer than an hour, what is discharged would hardly be judged; "
                            "write how long what stood in the pipe takes to pass the instruments");
  }
  draft.rules.batches = section->flag("batches", false);
  section->finish();
  draft.section = *section;
  return draft;
}

void check_flow(const PlantDraft& plant, const OutletDraft& outlet) {
  if (outlet.section.has("flow") && !outlet.flow.empty()) {
    const PointDraft* draft = find_point(plant, outlet.flow);
    const auto line = outlet.section.line("flow");
    if (draft == nullptr || draft->point.outlet != outlet.id || draft->point.parameter != "flow") {
      outlet.section.report().error(line, "no point of this outlet with parameter \"flow\" has the id \"" +
                                              outlet.flow + "\"; add it, or correct `flow`");
    } else if (!forms_five_minutes(draft->point)) {
      outlet.section.report().error(line, "the flow \"" + outlet.flow + "\" of line " +
                                              std::to_string(draft->section.line()) +
                                              " has no result every 5 min; give it a shorter `interval`");
    }
  }
  for (const auto& permit : outlet.permits) {
    if (permit.permit.flow_weighted.empty() || outlet.section.has("flow")) continue;
    permit.section.report().error(permit.section.line("weighting_of"),
                                  "`weighting_of` weights by the flow of the outlet, which names none; add "
                                  "flow = \"…\" to the [[plant.outlet]] of line " +
                                      std::to_string(outlet.section.line()));
  }
}

void check_discharge(const PlantDraft& plant, const OutletDraft& outlet) {
  if (!outlet.discharge) return;
  for (std::size_t i = 0; i < outlet.discharge->signs.size(); ++i) {
    check_sign(plant, outlet.discharge->signs[i], outlet.discharge->rules.signs[i].point);
  }
  if (!outlet.discharge->signs.empty()) check_two_instruments(plant, *outlet.discharge);
  check_inflow(plant, *outlet.discharge);
}

void check_standbys(const PlantDraft& plant) {
  for (std::size_t i = 0; i < plant.points.size(); ++i) {
    const auto& [section, point, correlation] = plant.points[i];
    if (point.standby_for.empty()) continue;
    const auto say = [&, &where = section](const std::string& text) {
      where.report().error(where.line("standby_for"), text);
    };
    const PointDraft* primary = find_point(plant, point.standby_for);
    if (primary == nullptr || primary == &plant.points[i]) {
      say("there is no other point \"" + point.standby_for + "\" in this plant; name the primary instrument");
      continue;
    }
    const Point& of = primary->point;
    const std::string place = " of line " + std::to_string(primary->section.line());
    if (of.outlet != point.outlet || of.parameter != point.parameter) {
      say("\"" + of.id + "\"" + place + " does not measure \"" + point.parameter +
          "\" at this outlet; a standby measures what its primary measures");
    } else if (!of.standby_for.empty()) {
      say("\"" + of.id + "\"" + place + " is a standby itself; name the primary instrument");
    } else if (of.unit != point.unit || of.digits != point.digits || of.step() != point.step()) {
      say("\"" + of.id + "\"" + place +
          " has another unit or other digits, or is due in other intervals; a standby has those "
          "of its primary");
    }
    for (std::size_t earlier = 0; earlier < i; ++earlier) {
      if (plant.points[earlier].point.standby_for != point.standby_for) continue;
      say("line " + std::to_string(plant.points[earlier].section.line("standby_for")) +
          " names a standby of \"" + of.id + "\" already; one is all that is told of");
      break;
    }
  }
}

}  // namespace effluent
