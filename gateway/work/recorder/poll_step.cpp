// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "work/recorder/cycle_text.hpp"
#include "work/recorder/implementation.hpp"

namespace effluent {
namespace {

/// What made a failed poll fail, in the words of record.md's causes.
std::string_view failure_name(const Poll& poll) {
  const auto failed = std::find_if(poll.answers.begin(), poll.answers.end(),
                                   [](const Answer& answer) { return answer.failure != Failure::none; });
  if (failed == poll.answers.end()) return name_of(Cause::link_lost);
  return name_of(cause_of(failed->failure));
}

}  // namespace

void Recorder::Implementation::step(const Poll& poll) {
  const Device& device = site.devices[poll.device];
  if (device.channels.empty()) return;
  const Moment now = moment();
  DeviceTrack& track = devices[poll.device];
  outbox.begin_part();
  heed_long_gap(poll.polled_at);

  const bool first_block = !track.has_block();
  const std::int64_t missed_before = track.missed_count();
  track.count_block(poll, device.poll);
  status.devices[poll.device].missed += track.missed_count() - missed_before;
  bool track_changed = first_block || track.missed_count() != missed_before;

  auto readings = interpreters[poll.device].interpret(poll);
  instruments.mark(poll.device, poll.monotonic, readings);
  const bool begun = plants[device.plant].begin(device.plant, poll.polled_at, book);
  newest_polled = std::max(newest_polled.value_or(poll.polled_at), poll.polled_at);
  data_time = std::max(data_time, poll.polled_at);
  enter(poll, readings);
  outbox.write_block(
      block_text(site, {outbox.epoch(), outbox.next_rid(), std::string_view{config_hash}.substr(0, 16)}, poll,
                 readings));
  remember_cycles(poll.device);
  if (begun) {
    remember_windows(device.plant);
    remember_place();
  }
  if (track.is_due(now)) {
    write_gap(poll.device, now);
    track_changed = true;
  }
  track_changed = write_event(poll, now) || track_changed;
  if (track_changed) remember_device(poll.device);
  note_status(poll, readings);
  announcer.saw(poll, readings);
  close_windows(data_time);
  outbox.end_part();
}

void Recorder::Implementation::heed_long_gap(Instant polled_at) {
  if (polled_at - data_time > kLongGap) leave_out(data_time, polled_at);
}

/// Every window due at `from` is closed.
void Recorder::Implementation::leave_out(Instant from, Instant until) {
  long_gap = {from, until};
  book.leave_out(from, until);
  for (std::size_t plant = 0; plant < plants.size(); ++plant) {
    plants[plant].leave_out(long_gap);
    remember_windows(plant);
  }
  for (const auto& kept : board.days().leave_out(site, from, until)) remember_day(kept);
  remember_place();
}

void Recorder::Implementation::enter(const Poll& poll, const std::vector<Reading>& readings) {
  const std::size_t plant = site.devices[poll.device].plant;
  const BlockPlace place{next_number(), outbox.epoch(), outbox.next_rid()};
  for (const Reading& reading : readings) {
    const Point& point = site.plants[plant].points[reading.point];
    // A result counts once; what is no result still says why there was none.
    if (!reading.fresh && reading.state == State::measuring) continue;
    const Instant seen = reading.fresh ? reading.result_at.value_or(poll.polled_at) : poll.polled_at;
    const Instant time = seen - point.sample_delay;
    plants[plant].point(reading.point).add(time, place, reading.fresh);
    const auto entered =
        book.add(plant, reading.point, time, {reading.value, reading.state, reading.cause, reading.fresh});
    if (reading.enters() && entered == WindowBook::Entered::late) ++status.late_readings;
  }
}

void Recorder::Implementation::remember_cycles(std::size_t index) {
  const Device& device = site.devices[index];
  const auto& memories = interpreters[index].memories();
  auto& kept = kept_cycles[index];
  for (std::size_t channel = 0; channel < memories.size(); ++channel) {
    const Point& point = site.plants[device.plant].points[device.channels[channel].point];
    if (!point.cycle || memories[channel] == kept[channel]) continue;
    kept[channel] = memories[channel];
    outbox.remember("cycle", device.id + "/" + point.id,
                    cycle_text(memories[channel], cycle_source(device, device.channels[channel])));
  }
}

void Recorder::Implementation::write_gap(std::size_t device, const Moment& now) {
  const auto missed = devices[device].take_missed(now);
  outbox.write(gap_body({site.devices[device].id, missed.cause, missed.count, missed.first, missed.last}));
}

bool Recorder::Implementation::write_event(const Poll& poll, const Moment& now) {
  const Device& device = site.devices[poll.device];
  const auto event = devices[poll.device].count_outcome(poll.failed(), now);
  if (event == DeviceTrack::Event::none) return false;
  const bool lost = event == DeviceTrack::Event::lost;
  const std::string& plant = site.plants[device.plant].id;
  const std::string what = lost ? "device_lost" : "device_back";
  const std::string cause{lost ? failure_name(poll) : std::string_view{}};
  const std::string& line = outbox.write(event_body(plant, device.id, what, cause));
  outbox.part().events.push_back({plant, line, device.id, what, cause});
  return true;
}

void Recorder::Implementation::note_status(const Poll& poll, const std::vector<Reading>& readings) {
  DeviceStatus& device = status.devices[poll.device];
  device.last_polled = poll.polled_at;
  ++device.polls;
  if (poll.failed()) ++device.failed;
  std::array<bool, kFailures> seen{};
  for (const Answer& answer : poll.answers) seen[static_cast<std::size_t>(answer.failure)] = true;
  for (std::size_t failure = 1; failure < seen.size(); ++failure)
    device.failures[failure] += seen[failure] ? 1 : 0;
  device.lost = devices[poll.device].is_lost();
  const std::size_t plant = site.devices[poll.device].plant;
  for (const Reading& reading : readings) {
    const bool cycle = site.plants[plant].points[reading.point].cycle.has_value();
    status.points[plant][reading.point] = {
        reading, cycle ? reading.result_at.value_or(poll.polled_at) : poll.polled_at};
  }
}

}  // namespace effluent
