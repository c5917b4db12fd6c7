// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/judge/base_shelf.hpp"
#include "work/recorder/implementation.hpp"

namespace effluent {

tl::expected<void, StoreError> Recorder::Implementation::restore_windows() {
  Instant oldest = Instant::max();
  std::int64_t from = snapshot_number;
  for (PlantTrack& plant : plants) {
    oldest = std::min(oldest, plant.oldest_open());
    from = std::min(from, plant.scan_from(snapshot_number));
  }
  if (oldest != Instant::max()) {
    quantities_from = std::min(quantities_from, QuantityBook::oldest_needed(day_of(oldest)));
    // Signs of a standstill and standby instruments look a day back, caps on exclusions hold for a whole
    // month.
    const Instant book_from = std::min(oldest - BaseShelf::kReach, start_of(first_of_month(day_of(oldest))));
    oldest = std::min(book_from, quantities_from);
    const auto note_hours = [this](const std::string& line) {
      // Nearly all lines of a month are of 5 min: they are read whole in the second pass only.
      if (line.find(R"("period":"1h")") == std::string::npos) return;
      const auto mean = read_base_mean(line);
      if (mean && mean->period == Period::hour) base_hours.emplace(mean->plant, mean->point, mean->start);
    };
    if (auto read = ledger.base_means(oldest, note_hours); !read) return read;
    auto read = ledger.base_means(oldest, [&](const std::string& line) { restore_mean(line, book_from); });
    base_hours.clear();
    quantities.restored();
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

void Recorder::Implementation::restore_mean(const std::string& line, Instant book_from) {
  const auto mean = read_base_mean(line);
  if (!mean || is_in_an_hour(*mean)) return;
  const auto plant = plant_index.find(mean->plant);
  if (plant == plant_index.end()) return;
  const auto point = site.plants[plant->second].index_of_point(mean->point);
  if (!point || !plants[plant->second].point(*point).has_begun()) return;
  if (mean->start >= book_from) {
    book.restore_mean(plant->second, *point, mean->start, mean->sums, mean->period);
  }
  // A window that lies in one still open counts when that one closes.
  const PointTrack& track = plants[plant->second].point(*point);
  if (!track.forms_any() || mean->start >= track.first_open() || mean->sums.due <= 0) return;
  const auto length = length_of(mean->period);
  quantities.restore(plant->second, *point, {mean->start, length, restored_sums(mean->sums, length)});
}

/// Days whose lines are written, point by point.
void Recorder::Implementation::resume_quantities(Memory& memory) {
  auto& stored = memory["quantity"];
  for (std::size_t plant = 0; plant < site.plants.size(); ++plant) {
    const auto& points = site.plants[plant].points;
    for (std::size_t point = 0; point < points.size(); ++point) {
      const PointTrack& track = plants[plant].point(point);
      if (!track.has_begun()) continue;
      const auto written = parse_day(stored[quantity_name(site.plants[plant], points[point])]);
      const Period shortest = track.forms_any() ? track.shortest() : Period::day;
      quantities.resume(plant, point, window_start(track.begin_time(), length_of(shortest)), written);
      if (!written) continue;
      const Day next{std::chrono::sys_days{*written} + std::chrono::days{1}};
      quantities_from = std::min(quantities_from, QuantityBook::oldest_needed(next));
    }
  }
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
    const auto index = site.plants[plant->second].index_of_point(stored.id);
    if (!index) continue;
    const Point& point = site.plants[plant->second].points[*index];
    PointTrack& track = plants[plant->second].point(*index);
    // A result counts in the block that saw it. What entered without one was read before the point had a
    // cycle.
    const bool counts =
        stored.result_at ? *stored.result_at == block->polled_at : !point.cycle || stored.enters();
    if (!counts && stored.state == State::measuring) continue;
    const Instant time = block->polled_at - point.sample_delay;
    if (!track.has_begun() || !track.forms_any() || time < track.first_open()) continue;
    track.add(time, {row.number, row.epoch, row.rid}, counts);
    const auto value = stored.value ? round_text(*stored.value, point.digits) : std::nullopt;
    book.add(plant->second, *index, time, {value, stored.state, stored.cause, counts});
  }
  return true;
}

}  // namespace effluent
