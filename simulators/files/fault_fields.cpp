// SPDX-License-Identifier: Apache-2.0
#include "files/fault_fields.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>

namespace effluent::simulator {
namespace {

constexpr double kMost = 1e6;

constexpr std::array<std::pair<const char*, Fault>, 12> kFaults = {{{"silent", Fault::silent},
                                                                    {"closed", Fault::closed},
                                                                    {"hang-up", Fault::hang_up},
                                                                    {"exception", Fault::exception},
                                                                    {"garbage", Fault::garbage},
                                                                    {"no-value", Fault::no_value},
                                                                    {"calibrating", Fault::calibrating},
                                                                    {"maintenance", Fault::maintenance},
                                                                    {"device-fault", Fault::device_fault},
                                                                    {"stuck", Fault::stuck},
                                                                    {"drifting", Fault::drifting},
                                                                    {"over-range", Fault::over_range}}};

Fault fault_named(Fields& fields) {
  const auto name = fields.text("fault");
  std::string known;
  for (const auto& [text, fault] : kFaults) {
    if (name == text) return fault;
    known += (known.empty() ? "" : ", ") + std::string(text);
  }
  if (!name.empty()) {
    fields.fault(fields.line_of("fault"), fmt::format("unknown fault \"{}\"; use one of {}", name, known));
  }
  return Fault::none;
}

const DeviceSettings* find_device(const std::vector<PlantSettings>& plants, const std::string& id) {
  for (const auto& plant : plants) {
    for (const auto& device : plant.devices) {
      if (device.id == id) return &device;
    }
  }
  return nullptr;
}

// The register named, where the device measures it; null where it does not (found), none is named or the
// device is in no plant.
const ChannelSettings* read_register(Fields& fields, const DeviceSettings* device, Event& event) {
  event.reg = fields.text("register");
  if (device == nullptr || event.reg.empty()) return nullptr;
  std::string known;
  for (const auto& channel : device->channels) {
    if (channel.signal == nullptr) continue;
    if (channel.name == event.reg) return &channel;
    known += (known.empty() ? "" : ", ") + channel.name;
  }
  fields.fault(
      fields.line_of("register"),
      fmt::format("{} measures no register \"{}\"; {}", device->id, event.reg,
                  known.empty() ? "it measures none, so name another device" : "use one of " + known));
  return nullptr;
}

void read_drift(Fields& fields, Event& event) {
  event.per_hour = fields.number("per_hour", 0.0, -kMost, kMost);
  if (event.per_hour != 0) return;
  fields.fault(fields.line_of("per_hour"),
               "a drift needs `per_hour` other than 0; write how much more it shows each hour, in the "
               "register's unit");
}

// `channel`: null where it is not known, which is found already.
void read_full_scale(Fields& fields, const ChannelSettings* channel, Event& event) {
  const auto most = channel == nullptr ? std::nullopt : channel->max;
  const auto own = fields.number_if("full_scale", 1e-6, most.value_or(kMost));
  event.full_scale = own ? own : most;
  if (channel == nullptr || event.full_scale || fields.has("full_scale")) return;
  fields.fault(fields.line_of("fault"),
               fmt::format("register {} has no `max` in its plant file; give `full_scale`, in its unit",
                           channel->name));
}

void read_standard(Fields& fields, Event& event) {
  event.standard = fields.number_if("standard", -kMost, kMost);
  if (fields.has("standard")) return;
  fields.fault(
      fields.line_of("register"),
      "a register that calibrates needs `standard`; write the solution's value in its unit, or leave "
      "`register` out for a status alone");
}

}  // namespace

void read_fault(Fields& fields, const std::vector<PlantSettings>& plants, Event& event) {
  event.fault = fault_named(fields);
  const bool always = event.fault == Fault::drifting || event.fault == Fault::over_range;
  const bool at_will =
      (event.fault == Fault::calibrating && (fields.has("standard") || fields.has("register"))) ||
      (event.fault == Fault::stuck && fields.has("register"));
  if (!always && !at_will) return;
  const auto* channel = read_register(fields, find_device(plants, event.device), event);
  if (event.fault == Fault::drifting) read_drift(fields, event);
  if (event.fault == Fault::over_range) read_full_scale(fields, channel, event);
  if (event.fault == Fault::calibrating) read_standard(fields, event);
}

}  // namespace effluent::simulator
