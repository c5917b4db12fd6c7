// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/record/json_reader.hpp"
#include "work/recorder/cursor_text.hpp"
#include "work/recorder/implementation.hpp"

namespace effluent {
namespace {

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
  if (auto done = revise_pending(); !done) return done;
  announcer.tell_all(data_time);
  return {};
}

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
  end_forgotten_services();
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
