// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "app/config/profile_reader.hpp"
#include "files/fields.hpp"
#include "files/files.hpp"

namespace effluent::simulator {
namespace {

constexpr double kHuge = 1e12;

ProcessSettings read_process(Report& report, const Node& node) {
  Fields fields(report, node);
  ProcessSettings process;
  process.flow = fields.number("flow", process.flow, 1, 10'000);
  process.equalisation = fields.number("equalisation", process.equalisation, process.flow, 1e6);
  process.equalisation_area = fields.number("equalisation_area", process.equalisation_area, 1, 1e6);
  process.biology = fields.number("biology", process.biology, process.flow, 1e6);
  process.settling = fields.number("settling", process.settling, process.flow / 2, 1e6);
  process.cod = fields.number("cod", process.cod, 0, 20'000);
  process.tss = fields.number("tss", process.tss, 0, 20'000);
  process.nh4_n = fields.number("nh4_n", process.nh4_n, 0, 2'000);
  process.ph = fields.number("ph", process.ph, 2, 12);
  process.temperature = fields.number("temperature", process.temperature, 2, 45);
  process.conductivity = fields.number("conductivity", process.conductivity, 0, 200'000);
  process.cod_rate = fields.number("cod_rate", process.cod_rate, 0, 50);
  process.nitrification = fields.number("nitrification", process.nitrification, 0, 200);
  process.settling_rate = fields.number("settling_rate", process.settling_rate, 0, 100);
  fields.finish();
  return process;
}

const Signal* signal_of(Fields& fields, const Register* reg) {
  if (!fields.has("signal")) return nullptr;
  const auto name = fields.text("signal");
  const auto* signal = find_signal(name);
  if (signal == nullptr) {
    std::string known;
    for (const auto& one : signals()) known += (known.empty() ? "" : ", ") + std::string(one.name);
    fields.fault(fields.line_of("signal"), fmt::format("unknown signal \"{}\"; use one of {}", name, known));
  } else if (reg != nullptr && reg->unit != signal->unit) {
    fields.fault(fields.line_of("signal"),
                 fmt::format("signal {} is in {}, register {} in \"{}\"; choose another of the two", name,
                             signal->unit, reg->name, reg->unit));
  }
  return signal;
}

ChannelSettings read_channel(Report& report, const Node& node, const Profile& profile) {
  Fields fields(report, node);
  ChannelSettings channel;
  channel.name = fields.text("name");
  const auto* reg = profile.find(channel.name);
  if (reg == nullptr && !profile.name.empty() && !channel.name.empty()) {
    fields.fault(fields.line_of("name"),
                 fmt::format("profile {} has no register \"{}\"; mend the name", profile.name, channel.name));
  } else if (reg != nullptr && reg->is_status) {
    fields.fault(fields.line_of("name"),
                 fmt::format("{} is a status register and shows the state by itself; remove this entry",
                             channel.name));
  }
  channel.signal = signal_of(fields, reg);
  channel.fixed = fields.number_if("fixed", -kHuge, kHuge);
  channel.noise = fields.number("noise", 0.0, 0, kHuge);
  channel.drift_per_day = fields.number("drift_per_day", 0.0, -kHuge, kHuge);
  channel.cycle = fields.duration("cycle");
  if (channel.cycle && channel.cycle->count() < 1000) {
    fields.fault(fields.line_of("cycle"),
                 "\"cycle\" must be at least \"1s\"; leave it out for a continuous sensor");
  }
  channel.counts = fields.text_or("counts", "");
  channel.min = fields.number_if("min", -kHuge, kHuge);
  channel.max = fields.number_if("max", channel.min.value_or(-kHuge), kHuge);
  channel.column = fields.text_or("column", "");
  if (channel.signal == nullptr && !fields.has("fixed") && channel.column.empty() && !fields.has("signal") &&
      channel.counts.empty()) {
    fields.fault(fields.line(), "the register shows nothing; give it signal, fixed, column or counts");
  }
  fields.finish();
  return channel;
}

void check_counter(Report& report, const Node& node, const std::vector<ChannelSettings>& channels) {
  const auto* counts = node.find("counts");
  if (counts == nullptr || counts->text.empty()) return;
  const auto counted = [&](const ChannelSettings& one) {
    return one.name == counts->text && one.counts.empty();
  };
  if (std::any_of(channels.begin(), channels.end(), counted)) return;
  report.error(counts->line, fmt::format("\"counts\" names {}, which is no other [[device.register]] with "
                                         "results of this device; mend the name",
                                         counts->text));
}

// The profile as the gateway reads it; an empty one where it is wrong.
Profile load_profile(const std::string& name, const std::filesystem::path& folder, Fields& fields,
                     std::vector<Finding>& findings) {
  const auto file = folder / (name + ".toml");
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    fields.fault(fields.line_of("profile"),
                 fmt::format("there is no {}; mend `profile`, or `profiles` of [plant]", file.string()));
    return {};
  }
  const auto tree = read_toml(file, findings);
  if (!tree) return {};
  JsonTree unused;
  const auto read = read_profile(name, *tree, file, findings, unused);
  return read.profile ? *read.profile : Profile{};
}

DeviceSettings read_device(Report& report, const Node& node, const std::filesystem::path& profiles,
                           std::vector<Finding>& findings) {
  Fields fields(report, node);
  DeviceSettings device;
  device.id = fields.text("id");
  const auto profile = fields.text("profile");
  if (!profile.empty()) device.profile = load_profile(profile, profiles, fields, findings);
  device.unit_id = fields.whole("unit_id", device.profile.default_unit_id, 0, 255);
  device.port = static_cast<std::uint16_t>(fields.whole("port", 0, 0, 65535));
  device.calibrates_every = fields.duration("calibrates_every");
  device.calibrates_for = fields.duration("calibrates_for").value_or(milliseconds{0});
  if (device.calibrates_every && *device.calibrates_every <= device.calibrates_for) {
    fields.fault(fields.line_of("calibrates_every"),
                 "\"calibrates_every\" must be longer than \"calibrates_for\"");
  }
  for (const auto* entry : fields.tables("register")) {
    device.channels.push_back(read_channel(report, *entry, device.profile));
    const auto& name = device.channels.back().name;
    const auto same = [&](const ChannelSettings& one) { return one.name == name; };
    if (std::count_if(device.channels.begin(), device.channels.end(), same) > 1) {
      fields.fault(entry->line, fmt::format("register {} stands twice in {}; remove one", name, device.id));
    }
  }
  for (const auto* entry : fields.tables("register")) check_counter(report, *entry, device.channels);
  fields.finish();
  return device;
}

}  // namespace

PlantSettings read_plant(const std::filesystem::path& file, std::vector<Finding>& findings) {
  PlantSettings plant;
  const auto tree = read_toml(file, findings);
  if (!tree) return plant;
  Report report(file, findings);
  Fields top(report, *tree);
  std::filesystem::path profiles = file.parent_path();
  const auto heads = top.tables("plant");
  if (heads.size() != 1) {
    top.fault(1, "one [plant] is needed, with id, name and profiles; add it at the top");
  } else {
    Fields head(report, *heads.front());
    plant.id = head.text("id");
    plant.name = head.text("name");
    profiles /= head.text("profiles");
    head.finish();
  }
  for (const auto* node : top.tables("process")) plant.process = read_process(report, *node);
  for (const auto* node : top.tables("device")) {
    plant.devices.push_back(read_device(report, *node, profiles, findings));
  }
  if (plant.devices.empty()) top.fault(1, "the plant has no instrument; add a [[device]]");
  top.finish();
  return plant;
}

void check_together(const std::vector<std::filesystem::path>& files, const std::vector<PlantSettings>& plants,
                    std::vector<Finding>& findings) {
  std::map<std::string, std::filesystem::path> ids;
  std::map<int, std::string> ports;
  for (std::size_t i = 0; i < plants.size(); ++i) {
    const auto claim = [&](const std::string& what, const std::string& id) {
      const auto [other, fresh] = ids.emplace(what + id, files[i]);
      if (fresh || id.empty()) return;
      findings.push_back(
          {files[i], 1,
           fmt::format("{}\"{}\" stands in {} too; give one another id", what, id, other->second.string()),
           false});
    };
    claim("plant ", plants[i].id);
    for (const auto& device : plants[i].devices) {
      claim("device ", device.id);
      if (device.port == 0) continue;
      const auto [other, fresh] = ports.emplace(device.port, device.id);
      if (fresh) continue;
      findings.push_back({files[i], 1,
                          fmt::format("{} and {} both want port {}; change one, or use 0", other->second,
                                      device.id, device.port),
                          false});
    }
  }
}

}  // namespace effluent::simulator
