// SPDX-License-Identifier: Apache-2.0
#include "app/config/site_checks.hpp"

#include <algorithm>

#include "app/config/words.hpp"
#include "core/profile/check_profile.hpp"

namespace effluent {
namespace {

/// A point that names this device, with its plant.
struct Feed {
  std::size_t plant;
  std::size_t index;
  const PointDraft* draft;
};

std::vector<Feed> feeds_of(const Draft& draft, const std::string& device) {
  std::vector<Feed> feeds;
  for (std::size_t plant = 0; plant < draft.plants.size(); ++plant) {
    const auto& points = draft.plants[plant].points;
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (!device.empty() && points[i].point.device == device) feeds.push_back({plant, i, &points[i]});
    }
  }
  return feeds;
}

void check_register(const Register& source, const ReadProfile& read, const PointDraft& draft) {
  const auto& section = draft.section;
  const auto& point = draft.point;
  if (!is_decoded(source.type)) {
    section.report().error(section.line("source"), "register \"" + source.name + "\" is of type " +
                                                       std::string{name_of(source.type)} +
                                                       ", which this version can't turn " +
                                                       "into a value yet; take a register with a number");
  }
  // A contact has no unit of its own: it is closed or open.
  const bool contact = source.unit.empty() && point.unit == "state" &&
                       (source.table == Table::coil || source.table == Table::discrete);
  if (!point.ucum.empty() && source.unit != point.unit && !contact) {
    const auto line = read.unit_lines.find(source.name);
    section.report().error(section.line("unit"),
                           "unit \"" + point.unit + "\" is not that of its register (" +
                               (source.unit.empty() ? "none" : "\"" + source.unit + "\"") + ", " +
                               read.file.string() + ":" +
                               std::to_string(line == read.unit_lines.end() ? 1 : line->second) +
                               "); nothing is converted: correct one, and `scale` in the profile with it");
  }
}

void add_channel(DeviceDraft& device, const Feed& feed, const ReadProfile& read) {
  const auto& section = feed.draft->section;
  const auto& wanted = feed.draft->point.register_name;
  const auto& registers = read.profile->registers;
  const auto index_of = [&](const std::string& name) {
    const auto found =
        std::find_if(registers.begin(), registers.end(), [&](const Register& r) { return r.name == name; });
    return static_cast<std::size_t>(found - registers.begin());
  };
  const auto value = index_of(wanted);
  if (value == registers.size()) {
    std::vector<std::string> names;
    names.reserve(registers.size());
    for (const auto& candidate : registers) names.push_back(candidate.name);
    section.report().error(section.line("source"), "the profile \"" + device.profile +
                                                       "\" has no register \"" + wanted +
                                                       "\"; write one of " + quoted_list(names));
    return;
  }
  const Register& source = registers[value];
  check_register(source, read, *feed.draft);
  Channel channel{feed.index, value, std::nullopt};
  if (!source.status.empty()) channel.status = index_of(source.status);
  if (feed.draft->point.cycle && !source.result_register().empty()) {
    channel.result = index_of(source.result_register());
  }
  device.device.channels.push_back(channel);
}

void check_intervals(const DeviceDraft& device, const std::vector<Feed>& feeds) {
  const auto poll = device.device.poll;
  if (poll.count() == 0) return;
  for (const auto& feed : feeds) {
    const auto& point = feed.draft->point;
    if (point.interval % poll == milliseconds{0}) continue;
    const auto& section = feed.draft->section;
    section.report().error(section.line("interval"), "`interval` \"" + duration_text(point.interval) +
                                                         "\" is no multiple of \"" + duration_text(poll) +
                                                         "\", the poll of device \"" + device.device.id +
                                                         "\"; correct one of them");
  }
}

void settle_poll(DeviceDraft& device, const std::vector<Feed>& feeds) {
  const auto& section = device.section;
  if (device.has_poll) {
    if (device.device.poll.count() == 0) {
      section.report().warning(section.line("poll"),
                               "`poll` is 0: the device is asked without a pause, gaps are not counted and " +
                                   std::string{"no disk quota is predicted; use it for benches and "} +
                                   "commissioning only");
    }
    return;
  }
  for (const auto& feed : feeds) {
    const auto interval = feed.draft->point.interval;
    if (interval.count() == 0) continue;
    if (device.device.poll.count() == 0 || interval < device.device.poll) device.device.poll = interval;
  }
  if (device.device.poll.count() != 0) section.resolved()["poll"].set_text(duration_text(device.device.poll));
}

void check_device(Draft& draft, DeviceDraft& device, Library& library, Demand demand) {
  const auto& section = device.section;
  const auto bus = std::find_if(draft.buses.begin(), draft.buses.end(),
                                [&](const BusDraft& candidate) { return candidate.bus.id == device.bus; });
  if (bus != draft.buses.end()) {
    device.device.bus = static_cast<std::size_t>(bus - draft.buses.begin());
  } else if (!device.bus.empty()) {
    section.report().error(section.line("bus"),
                           "there is no bus \"" + device.bus + "\"; add a [[bus]] table or correct the id");
  }
  const auto feeds = feeds_of(draft, device.device.id);
  if (feeds.empty()) {
    section.report().warning(section.line(), "device \"" + device.device.id +
                                                 "\" has no points and is not polled; add points with " +
                                                 "it as `source`, or remove it");
  } else {
    device.device.plant = feeds.front().plant;
  }
  for (const auto& feed : feeds) {
    if (feed.plant == device.device.plant) continue;
    const auto& first = feeds.front().draft->section;
    feed.draft->section.report().error(
        feed.draft->section.line("source"),
        "device \"" + device.device.id + "\" feeds a point of another plant already (line " +
            std::to_string(first.line("source")) + "); a device serves one plant only");
  }
  settle_poll(device, feeds);
  check_intervals(device, feeds);
  if (device.profile.empty() || demand == Demand::judge) return;
  const auto* read = library.profile(device.profile, section, section.line("profile"));
  if (read == nullptr) return;
  device.device.profile = read->profile;
  if (!device.has_unit_id) {
    device.device.unit_id = read->profile->default_unit_id;
    section.resolved()["unit_id"].set_raw(std::to_string(device.device.unit_id));
  }
  for (const auto& feed : feeds) add_channel(device, feed, *read);
}

/// Written, or the profile's; a profile that was not read says nothing.
bool has_known_unit(const DeviceDraft& device) {
  return device.has_unit_id || device.device.profile != nullptr;
}

void check_units_apart(const Draft& draft) {
  for (std::size_t later = 0; later < draft.devices.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      const auto& one = draft.devices[earlier];
      const auto& two = draft.devices[later];
      if (!has_known_unit(one) || !has_known_unit(two)) continue;
      if (one.bus.empty() || one.bus != two.bus || one.device.unit_id != two.device.unit_id) continue;
      two.section.report().warning(two.section.line("unit_id"),
                                   "unit " + std::to_string(two.device.unit_id) + " of bus \"" + two.bus +
                                       "\" is device \"" + one.device.id + "\" of line " +
                                       std::to_string(one.section.line()) +
                                       " too; make sure that both are one instrument");
    }
  }
}

void check_devices_exist(const Draft& draft) {
  for (const auto& plant : draft.plants) {
    for (const auto& [section, point, correlation] : plant.points) {
      const auto& wanted = point.device;
      const bool there = std::any_of(draft.devices.begin(), draft.devices.end(),
                                     [&](const DeviceDraft& device) { return device.device.id == wanted; });
      if (wanted.empty() || there) continue;
      section.report().error(section.line("source"), "there is no device \"" + wanted +
                                                         "\"; add a [[device]] table or correct the id");
    }
  }
}

}  // namespace

void check_wiring(Draft& draft, Library& library, Demand demand) {
  for (auto& device : draft.devices) check_device(draft, device, library, demand);
  if (demand != Demand::judge || !draft.devices.empty()) check_devices_exist(draft);
  check_units_apart(draft);
}

Site build_site(Draft& draft, const Library& library, Site base) {
  for (auto& plant : draft.plants) {
    auto& built = base.plants.emplace_back(std::move(plant.plant));
    for (auto& outlet : plant.outlets) {
      auto& target = built.outlets.emplace_back();
      target.id = outlet.id;
      target.flow = outlet.flow;
      target.totaliser = outlet.totaliser;
      if (outlet.discharge) target.discharge = std::move(outlet.discharge->rules);
      for (auto& permit : outlet.permits) target.permits.push_back(std::move(permit.permit));
    }
    for (auto& point : plant.points) built.points.push_back(std::move(point.point));
  }
  for (auto& bus : draft.buses) base.buses.push_back(std::move(bus.bus));
  for (auto& device : draft.devices) base.devices.push_back(std::move(device.device));
  base.standards = library.standards();
  return base;
}

}  // namespace effluent
