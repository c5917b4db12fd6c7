// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "files/fault_fields.hpp"
#include "files/files.hpp"

namespace effluent::simulator {
namespace {

Upset upset_of(Fields& fields) {
  Upset upset;
  upset.work = fields.number("work", 1.0, 0, 1);
  upset.flow = fields.number("flow", 1.0, 0, 20);
  upset.discharge = fields.number("discharge", 1.0, 0, 20);
  upset.cod = fields.number("cod", 1.0, 0, 20);
  upset.tss = fields.number("tss", 1.0, 0, 20);
  upset.nh4_n = fields.number("nh4_n", 1.0, 0, 20);
  upset.conductivity = fields.number("conductivity", 1.0, 0, 20);
  upset.biology = fields.number("biology", 1.0, 0, 2);
  upset.settling = fields.number("settling", 1.0, 0, 2);
  upset.ph_shift = fields.number("ph_shift", 0.0, -6, 6);
  upset.temperature_shift = fields.number("temperature_shift", 0.0, -20, 20);
  return upset;
}

// Named in the file but in no plant file given: mostly a slip of the pen.
void check_name(Fields& fields, const Event& event, const std::vector<PlantSettings>& plants) {
  const bool plant = event.plant.empty() || std::any_of(plants.begin(), plants.end(), [&](const auto& one) {
                       return one.id == event.plant;
                     });
  bool device = event.device.empty();
  std::string known;
  for (const auto& one : plants) {
    for (const auto& candidate : one.devices) {
      device = device || candidate.id == event.device;
      known += (known.empty() ? "" : ", ") + candidate.id;
    }
  }
  if (!plant) {
    fields.fault(fields.line_of("plant"),
                 fmt::format("no plant \"{}\" in the plant files; mend the id or add its file", event.plant));
  }
  if (!device) {
    fields.fault(fields.line_of("device"),
                 fmt::format("no device \"{}\" in the plant files; there are {}", event.device, known));
  }
}

// Whose time `from`, `to` and `repeat` are written in.
bool plant_clock_of(Fields& head) {
  const auto clock = head.text_or("clock", "real");
  if (clock != "real" && clock != "plant") {
    head.fault(
        head.line_of("clock"),
        fmt::format("unknown clock \"{}\"; write \"real\", or \"plant\" for times of the process, which "
                    "--speed makes faster",
                    clock));
  }
  return clock == "plant";
}

Event read_event(Report& report, const Node& node, const std::vector<PlantSettings>& plants) {
  Fields fields(report, node);
  Event event;
  event.from = fields.duration("from").value_or(milliseconds{0});
  event.to = fields.duration("to").value_or(milliseconds::max());
  if (event.to <= event.from) {
    fields.fault(fields.line_of("to"), "\"to\" is not after \"from\"; an event needs a length");
  }
  if (fields.has("device")) {
    event.device = fields.text("device");
    read_fault(fields, plants, event);
  } else {
    event.plant = fields.text_or("plant", "");
    event.upset = upset_of(fields);
  }
  check_name(fields, event, plants);
  fields.finish();
  return event;
}

}  // namespace

Scenario read_scenario(const std::filesystem::path& file, const std::vector<PlantSettings>& plants,
                       std::vector<Finding>& findings) {
  Scenario scenario;
  const auto tree = read_toml(file, findings);
  if (!tree) return scenario;
  Report report(file, findings);
  Fields top(report, *tree);
  const auto heads = top.tables("scenario");
  if (heads.size() != 1) {
    top.fault(1, "one [scenario] is needed, with name and description; add it at the top");
  } else {
    Fields head(report, *heads.front());
    scenario.name = head.text("name");
    scenario.description = head.text("description");
    scenario.repeat = head.duration("repeat");
    scenario.plant_clock = plant_clock_of(head);
    if (scenario.repeat && scenario.repeat->count() == 0) {
      head.fault(head.line_of("repeat"),
                 "`repeat` is no time at all; leave it out for a scenario that runs once");
    }
    head.finish();
  }
  for (const auto* node : top.tables("event")) scenario.events.push_back(read_event(report, *node, plants));
  top.finish();
  return scenario;
}

}  // namespace effluent::simulator
