// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "core/judge/final_verdict.hpp"
#include "core/record/json_reader.hpp"
#include "work/recorder/cycle_text.hpp"
#include "work/recorder/implementation.hpp"

namespace effluent {
namespace {

constexpr std::chrono::hours kLongGap{24};

/// One member of an object whose value is a string; empty where there is none.
std::string member(std::string_view line, std::string_view name) {
  JsonReader json{line};
  if (!json.enter('{')) return {};
  while (const auto key = json.next_key()) {
    if (*key == name) return json.text().value_or("");
    (void)json.raw();
  }
  return {};
}

std::optional<Position> parse_position(std::string_view text) {
  JsonReader json{text};
  Position position;
  if (!json.enter('{')) return std::nullopt;
  while (const auto key = json.next_key()) {
    if (*key == "epoch") {
      position.epoch = json.text().value_or("");
    } else if (*key == "next") {
      position.next = json.integer().value_or(0);
    } else {
      (void)json.raw();
    }
  }
  return json.failed() ? std::nullopt : std::optional{position};
}

constexpr std::string_view kFollows = "{\"follows\":true}";

std::optional<std::size_t> point_index(const Plant& plant, const std::string& id) {
  const auto found = std::find_if(plant.points.begin(), plant.points.end(),
                                  [&](const Point& point) { return point.id == id; });
  if (found == plant.points.end()) return std::nullopt;
  return static_cast<std::size_t>(found - plant.points.begin());
}

}  // namespace

Recorder::Result Recorder::Implementation::start() {
  if (auto read = read_store(); !read) return tl::unexpected{WriteError{read.error(), false}};
  // What was read may be long: polls are due, and the downtime lasts, from and up to the `time` of the entry.
  status.started = started = clock.wall();
  write_start();
  const auto begun = ledger.begin_epoch(outbox.epoch(), outbox.front().batch);
  if (!begun) return tl::unexpected{begun.error()};
  first_number = *begun;
  tell(outbox.front());
  outbox.pop();
  close_downtime();
  if (auto done = flush(); !done) return done;
  announcer.tell_all(data_time);
  return {};
}

// ---- what the store tells
// --------------------------------------------------------------------------------------

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
      memories.push_back(
          parse_cycle(text, device.profile->registers[channel.value].name).value_or(CycleMemory{}));
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
  cursors.journal = parse_position(texts["journal"]).value_or(Position{});
  const bool followed = !facts.publish_readings || texts["readings"] == kFollows;
  if (!followed) {
    cursors.readings = parse_position(texts["readings"]).value_or(Position{});
  } else if (parent) {
    cursors.readings = {parent->id, parent->blocks};
  }
}

tl::expected<void, StoreError> Recorder::Implementation::restore_windows() {
  Instant oldest = Instant::max();
  std::int64_t from = snapshot_number;
  for (PlantTrack& plant : plants) {
    oldest = std::min(oldest, plant.oldest_open());
    from = std::min(from, plant.scan_from(snapshot_number));
  }
  if (oldest != Instant::max()) {
    const auto note_hours = [this](const std::string& line) {
      const auto mean = read_base_mean(line);
      if (mean && mean->period == Period::hour) base_hours.emplace(mean->plant, mean->point, mean->start);
    };
    if (auto read = ledger.base_means(oldest, note_hours); !read) return read;
    auto read = ledger.base_means(oldest, [this](const std::string& line) { restore_mean(line); });
    base_hours.clear();
    if (!read) return read;
  }
  first_number = snapshot_number;
  bool good = true;
  auto read = ledger.blocks_from(from, [&](const StoredRow& row) {
    good = good && restore_block(row);
    first_number = std::max(first_number, row.number + 1);
  });
  if (read && !good)
    return tl::unexpected{StoreError{0, "a stored block can't be read: the database is damaged"}};
  return read;
}

void Recorder::Implementation::restore_mean(const std::string& line) {
  const auto mean = read_base_mean(line);
  if (!mean || is_in_an_hour(*mean)) return;
  const auto plant = plant_index.find(mean->plant);
  if (plant == plant_index.end()) return;
  const auto point = point_index(site.plants[plant->second], mean->point);
  if (!point || !plants[plant->second].point(*point).has_begun()) return;
  book.restore_mean(plant->second, *point, mean->start, mean->sums, mean->digits, mean->period);
}

/// Where a change of the step made the hour the shortest period within it, the hour's line holds what those
/// of its first windows of 5 min held: they must not count in the day a second time.
bool Recorder::Implementation::is_in_an_hour(const StoredMean& mean) const {
  if (mean.period != Period::five_minutes) return false;
  const Instant hour = window_start(mean.start, length_of(Period::hour));
  return base_hours.count({mean.plant, mean.point, hour}) > 0;
}

/// False where the row is no block.
bool Recorder::Implementation::restore_block(const StoredRow& row) {
  const auto block = read_block(row.json);
  if (!block) return false;
  if (row.number >= snapshot_number) {
    newest_polled = std::max(newest_polled.value_or(block->polled_at), block->polled_at);
    const auto device = device_index.find(block->device);
    if (device != device_index.end()) {
      devices[device->second].saw_block(block->due_at);
    } else if (const auto former = former_devices.find(block->device); former != former_devices.end()) {
      former->second.saw_block(block->due_at);
    }
  }
  const auto plant = plant_index.find(block->plant);
  if (plant == plant_index.end()) return true;
  for (const StoredBlock::Point& stored : block->points) {
    const auto index = point_index(site.plants[plant->second], stored.id);
    if (!index) continue;
    const Point& point = site.plants[plant->second].points[*index];
    PointTrack& track = plants[plant->second].point(*index);
    // A result counts in the block that saw it. What entered without one was read before the point had a
    // cycle.
    const bool counts =
        stored.result_at ? *stored.result_at == block->polled_at : !point.cycle || stored.enters();
    if (!counts) continue;
    const Instant time = block->polled_at - point.sample_delay;
    if (!track.has_begun() || !track.forms_any() || time < track.first_open()) continue;
    track.add(time, {row.number, row.epoch, row.rid});
    const auto value = stored.enters() ? round_text(*stored.value, point.digits) : std::nullopt;
    if (value) book.add(plant->second, *index, time, *value, true);
  }
  return true;
}

// ---- the new epoch
// ---------------------------------------------------------------------------------------------

void Recorder::Implementation::write_start() {
  StartFacts start;
  if (parent) start.parent = Parent{parent->id, parent->entries};
  start.version = facts.version;
  start.program = facts.program;
  start.config = config_hash;
  start.boot = facts.boot;
  outbox.begin_part();
  outbox.write_at(started, start_body(start));
  if (!parent || member(parent->start_line, "config") != config_hash) {
    for (const std::string& body : config_bodies(facts.configuration, config_hash)) outbox.write(body);
  }
  write_downtime();
  if (!facts.publish_readings) outbox.remember("cursor", "readings", std::string{kFollows});
  outbox.end_part();
  if (facts.publish_readings) remember_cursors();
}

/// What was missed up to now, device by device: each poll that was due is a block or counted here.
void Recorder::Implementation::write_downtime() {
  const Moment now = moment();
  for (std::size_t index = 0; index < devices.size(); ++index) {
    const Device& device = site.devices[index];
    devices[index].count_downtime(started, device.channels.empty() ? milliseconds{0} : device.poll);
    if (devices[index].has_missed()) write_gap(index, now);
    if (device.channels.empty() && devices[index].has_block()) {
      devices[index].retire();
      remember_device(index);
    }
  }
  for (auto& [id, track] : former_devices) {
    track.count_downtime(started, milliseconds{0});
    if (track.has_missed()) {
      const auto missed = track.take_missed(now);
      outbox.write(gap_body({id, missed.cause, missed.count, missed.first, missed.last}));
    }
    track.retire();
    outbox.remember("device", id, track.text());
  }
  remember_place();
}

/// Windows that ended in the downtime, oldest first, before the first poll.
void Recorder::Implementation::close_downtime() {
  outbox.begin_part();
  if (newest_polled && started - *newest_polled > kLongGap) {
    close_windows(*newest_polled);
    leave_out(*newest_polled, started);
  }
  data_time = std::max(newest_polled.value_or(started), started);
  close_windows(data_time);
  outbox.end_part();
}

}  // namespace effluent
