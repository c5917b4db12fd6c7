// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "core/judge/final_verdict.hpp"
#include "core/record/json_reader.hpp"
#include "work/recorder/cursor_text.hpp"
#include "work/recorder/cycle_text.hpp"
#include "work/recorder/implementation.hpp"

namespace effluent {

tl::expected<void, StoreError> Recorder::Implementation::read_store() {
  const auto newest = ledger.newest_epoch();
  if (!newest) return tl::unexpected{newest.error()};
  parent = *newest;
  auto rows = ledger.memory();
  if (!rows) return tl::unexpected{rows.error()};
  Memory memory;
  for (MemoryRow& row : *rows) memory[row.kind][row.key] = std::move(row.value);

  status.epoch = outbox.epoch();
  status.devices.resize(site.devices.size());
  for (std::size_t plant = 0; plant < site.plants.size(); ++plant) {
    status.points.emplace_back(site.plants[plant].points.size());
    plant_index[site.plants[plant].id] = plant;
    plants.emplace_back(site.plants[plant], memory["windows"][site.plants[plant].id]);
    plants.back().resume(plant, book);
  }
  read_snapshot(memory["store"]["place"]);
  read_devices(memory);
  read_cursors(memory);
  for (const auto& [name, value] : memory["verdict"]) {
    if (const auto verdict = parse_final(name, value)) board.add(*verdict);
  }
  for (const auto& [name, text] : memory["days"]) board.days().read(name, text);
  resume_quantities(memory);
  read_acts(memory);
  read_instruments(memory);
  read_corrections(memory);
  return restore_windows();
}

void Recorder::Implementation::read_snapshot(const std::string& text) {
  JsonReader json{text};
  if (text.empty() || !json.enter('{')) return;
  while (const auto key = json.next_key()) {
    const auto number = json.integer();
    if (!number) continue;
    if (*key == "number") snapshot_number = *number;
    if (*key == "polled") newest_polled = Instant{milliseconds{*number}};
    if (*key == "gap_from") long_gap.from = Instant{milliseconds{*number}};
    if (*key == "gap_until") long_gap.until = Instant{milliseconds{*number}};
  }
  if (long_gap != LongGap{}) book.leave_out(long_gap.from, long_gap.until);
}

void Recorder::Implementation::read_devices(Memory& memory) {
  const Moment now = moment();
  auto& texts = memory["device"];
  for (std::size_t index = 0; index < site.devices.size(); ++index) {
    const Device& device = site.devices[index];
    device_index[device.id] = index;
    const auto stored = texts.find(device.id);
    devices.push_back(stored == texts.end() ? DeviceTrack{} : DeviceTrack::parse(stored->second, now));
    if (stored != texts.end()) texts.erase(stored);
    status.devices[index].lost = devices.back().is_lost();

    std::vector<CycleMemory> memories;
    for (const Channel& channel : device.channels) {
      const std::string& point = site.plants[device.plant].points[channel.point].id;
      const std::string& text = memory["cycle"][device.id + "/" + point];
      memories.push_back(parse_cycle(text, cycle_source(device, channel)).value_or(CycleMemory{}));
    }
    kept_cycles.push_back(memories);
    interpreters.emplace_back(site, index, std::move(memories));
  }
  for (const auto& [id, text] : texts) {
    const auto track = DeviceTrack::parse(text, now);
    if (track.has_block() || track.has_missed()) former_devices.emplace(id, track);
  }
}

void Recorder::Implementation::read_cursors(Memory& memory) {
  auto& texts = memory["cursor"];
  cursors.journal = parse_cursor(texts["journal"]).value_or(Position{});
  const bool followed = !facts.publish_readings || texts["readings"] == kFollows;
  if (!followed) {
    cursors.readings = parse_cursor(texts["readings"]).value_or(Position{});
  } else if (parent) {
    cursors.readings = {parent->id, parent->blocks};
  }
}

}  // namespace effluent
