// SPDX-License-Identifier: Apache-2.0
#include "app/config/gateway_reader.hpp"
#include "app/config/plant_reader.hpp"

namespace effluent {
namespace {

void read_serial(Section& section, Demand demand) {
  if (const auto device = section.filled("device", Need::required)) {
    check_file(section, "device", std::filesystem::path{*device}, demand);
  }
  section.integer_or("baud", 300, 4'000'000, 9600);
  section.choice("parity", {"none", "even", "odd"}, "none");
}

void refuse_not_built(const Section& section, const std::string& kind, Demand demand) {
  refuse_to_run(section, "kind",
                "a bus of kind \"" + kind + "\" can be checked but not run yet by this version; " +
                    "connect the devices by Modbus TCP, or take this bus and its devices out",
                demand);
}

BusDraft read_bus(Section section, Demand demand) {
  Bus bus;
  bus.id = section.id("id").value_or("");
  const auto kind = section.choice("kind", {"tcp", "rtu", "rtu-over-tcp", "file-server"});
  if (kind == "rtu") bus.kind = BusKind::rtu;
  if (kind == "rtu-over-tcp") bus.kind = BusKind::rtu_over_tcp;
  if (kind == "file-server") bus.kind = BusKind::file_server;
  if (kind && bus.kind == BusKind::rtu) {
    read_serial(section, demand);
  } else if (kind) {
    bus.host = section.filled("host", Need::required).value_or("");
    bus.port =
        static_cast<int>(section.integer_or("port", 1, 65535, bus.kind == BusKind::file_server ? 21 : 502));
  } else {
    for (const auto* key : {"host", "port", "device", "baud", "parity"}) section.known(key);
  }
  bus.timeout = section.duration_or("timeout", "1s");
  if (bus.timeout.count() == 0)
    section.report().error(section.line("timeout"), "`timeout` is 0; write as in \"1s\"");
  section.duration("longest_late_reply");
  section.finish();
  if (kind && bus.kind != BusKind::tcp) refuse_not_built(section, *kind, demand);
  return {section, std::move(bus)};
}

DeviceDraft read_device(Section section) {
  DeviceDraft draft{section, {}, {}, {}, false, false};
  auto& device = draft.device;
  device.id = section.id("id").value_or("");
  draft.bus = section.filled("bus", Need::required).value_or("");
  draft.profile = section.filled("profile", Need::required).value_or("");
  draft.has_unit_id = section.has("unit_id");
  device.unit_id = static_cast<int>(section.integer("unit_id", 0, 255).value_or(1));
  draft.has_poll = section.has("poll");
  device.poll = section.duration("poll").value_or(milliseconds{0});
  device.serial = section.filled("serial");
  if (section.has("read")) device.read_all = section.choice("read", {"all"}) == "all";
  section.finish();
  draft.section = section;
  return draft;
}

}  // namespace

void read_wiring(Section& root, Draft& draft, Demand demand) {
  for (const auto& section : root.tables("bus")) draft.buses.push_back(read_bus(section, demand));
  for (const auto& section : root.tables("device")) draft.devices.push_back(read_device(section));
  check_unique(draft.buses, "bus", [](const BusDraft& bus) -> const std::string& { return bus.bus.id; });
  check_unique(draft.devices, "device",
               [](const DeviceDraft& device) -> const std::string& { return device.device.id; });
}

}  // namespace effluent
