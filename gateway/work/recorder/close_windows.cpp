// SPDX-License-Identifier: Apache-2.0
#include "core/judge/duty.hpp"
#include "core/judge/final_verdict.hpp"
#include "core/record/json_writer.hpp"
#include "work/recorder/implementation.hpp"

namespace effluent {

/// One part a plant's window end; the first goes into the part that is open.
void Recorder::Implementation::close_windows(Instant until) {
  bool all = false;
  bool placed = false;
  while (!all) {
    std::vector<JudgedLine> lines;
    all = book.close(
        until, [&lines](const JudgedLine& line) { lines.push_back(line); }, 1);
    if (all) {
      for (std::size_t plant = 0; plant < plants.size(); ++plant) {
        if (plants[plant].closed_until(until, long_gap)) remember_windows(plant);
      }
    }
    if (lines.empty()) continue;
    write_group(lines);
    if (!placed) remember_place();
    placed = true;
    outbox.end_part();
    outbox.begin_part();
  }
}

void Recorder::Implementation::write_group(const std::vector<JudgedLine>& lines) {
  for (const JudgedLine& line : lines) {
    const auto blocks = plants[line.plant].close(line, long_gap);
    remember_day(board.days().begin(site.plants[line.plant].id, line.start));
    if (line.kind == JudgedLine::Kind::verdict) {
      outbox.write(line.body);
      const FinalVerdict final = final_of(site, line);
      board.add(final);
      remember_day(board.days().add(final));
      outbox.remember("verdict", name_text(final.key), value_text(final));
      heed_exclusions(final);
    } else if (line.kind == JudgedLine::Kind::duty) {
      write_duty(line);
    } else if (line.kind == JudgedLine::Kind::batch) {
      outbox.write(line.text());
    } else if (line.shortest) {
      outbox.write(base_mean_body(line, blocks), line.start);
    } else {
      outbox.write(line.text());
    }
    quantities.take(line);
  }
  write_quantities();
  const std::size_t plant = lines.front().plant;
  outbox.part().plants_closed.push_back(plant);
  remember_windows(plant);
}

void Recorder::Implementation::write_duty(const JudgedLine& line) {
  const std::string& entry = outbox.write(line.body);
  const Plant& plant = site.plants[line.plant];
  const Point& point = plant.points[*line.point];
  outbox.part().events.push_back({plant.id, entry, point.device, std::string{what_of_duty(point)}, {}});
}

void Recorder::Implementation::write_quantities() {
  for (const QuantityBook::Line& line : quantities.finished()) {
    outbox.write(line.body);
    const Plant& plant = site.plants[line.plant];
    outbox.remember("quantity", quantity_name(plant, plant.points[line.point]), day_text(line.day));
  }
}

void Recorder::Implementation::remember_windows(std::size_t plant) {
  outbox.remember("windows", site.plants[plant].id, plants[plant].text(next_number()));
}

void Recorder::Implementation::remember_day(const std::optional<DayVerdicts::Kept>& kept) {
  if (kept) outbox.remember("days", kept->name, kept->text);
}

void Recorder::Implementation::remember_device(std::size_t device) {
  outbox.remember("device", site.devices[device].id, devices[device].text());
}

/// Where a start begins to read blocks, and what holds up to there.
void Recorder::Implementation::remember_place() {
  for (std::size_t device = 0; device < devices.size(); ++device) {
    if (devices[device].has_block()) remember_device(device);
  }
  std::string text;
  JsonWriter json{text};
  json.open_object().integer("number", next_number());
  if (newest_polled) {
    json.integer("polled", newest_polled->time_since_epoch().count());
  } else {
    json.null("polled");
  }
  json.integer("gap_from", long_gap.from.time_since_epoch().count());
  json.integer("gap_until", long_gap.until.time_since_epoch().count()).close_object();
  outbox.remember("store", "place", text);
}

}  // namespace effluent
