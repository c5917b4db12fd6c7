// SPDX-License-Identifier: Apache-2.0
#include "work/recorder/device_track.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/record/json_reader.hpp"
#include "core/record/json_writer.hpp"

namespace effluent {
namespace {

/// Names of the times in a track's text.
constexpr std::string_view kTimes[4] = {"gap_at", "gap_wall", "lost_at", "lost_wall"};

std::int64_t sum_of(const std::array<std::int64_t, kGapCauses>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

Instant on_grid(Instant instant, milliseconds period) {
  const auto since = instant.time_since_epoch();
  auto steps = since / period;
  if (since % period < milliseconds{0}) --steps;
  return Instant{steps * period};
}

void write_time(JsonWriter& json, std::string_view name, const std::optional<Instant>& time) {
  if (time) {
    json.integer(name, time->time_since_epoch().count());
  } else {
    json.null(name);
  }
}

void write_time(JsonWriter& json, std::string_view name, const std::optional<Monotonic>& time) {
  if (time) {
    json.integer(name, time->time_since_epoch().count());
  } else {
    json.null(name);
  }
}

/// The moment on the present monotonic clock; one of another boot lies back as far as the wall clock says.
std::optional<Monotonic> carried(std::optional<std::int64_t> monotonic, std::optional<std::int64_t> wall,
                                 bool same_boot, const Moment& now) {
  if (!monotonic || !wall) return std::nullopt;
  if (same_boot) return Monotonic{MonotonicClock::duration{*monotonic}};
  const auto ago = std::max(now.wall - Instant{milliseconds{*wall}}, milliseconds{0});
  return now.monotonic - ago;
}

}  // namespace

void DeviceTrack::add(GapCause cause, std::int64_t count, Instant first, Instant last) {
  if (count <= 0) return;
  const bool had = has_missed();
  first_missed_ = had ? std::min(first_missed_, first) : first;
  last_missed_ = had ? std::max(last_missed_, last) : last;
  missed_[static_cast<std::size_t>(cause)] += count;
}

void DeviceTrack::count_block(const Poll& poll, milliseconds period) {
  const auto before = std::exchange(last_due_, poll.due_at);
  period_ = period;
  if (!before || period <= milliseconds{0}) return;  // gaps count from a device's first block on
  const std::int64_t told = sum_of(poll.missed);
  for (std::size_t cause = 0; cause < kGapCauses; ++cause) {
    add(static_cast<GapCause>(cause), poll.missed[cause], poll.first_missed, poll.last_missed);
  }
  if (poll.due_at <= *before) return;  // the clock was set back: due times repeat
  const std::int64_t between = (poll.due_at - *before) / period - 1;
  add(GapCause::overflow, between - told, *before + period, poll.due_at - period);
}

void DeviceTrack::count_downtime(Instant now, milliseconds period) {
  const bool returned = std::exchange(retired_, false) && period > milliseconds{0};
  if (!last_due_ && !returned) return;
  if (last_due_ && period_ > milliseconds{0}) {
    const Instant first = on_grid(*last_due_, period_) + period_;
    const Instant last = on_grid(now, period_);
    if (first <= last) add(GapCause::downtime, (last - first) / period_ + 1, first, last);
  }
  last_due_ = period > milliseconds{0} ? on_grid(now, period) : now;
  period_ = period;
}

std::int64_t DeviceTrack::missed_count() const { return sum_of(missed_); }

bool DeviceTrack::is_due(const Moment& now) const {
  return has_missed() && (!gap_at_ || now.monotonic - *gap_at_ >= kQuiet);
}

DeviceTrack::Missed DeviceTrack::take_missed(const Moment& now) {
  const auto most = std::max_element(missed_.begin(), missed_.end());
  const Missed taken{static_cast<GapCause>(most - missed_.begin()), sum_of(missed_), first_missed_,
                     last_missed_};
  missed_.fill(0);
  gap_at_ = now.monotonic;
  gap_wall_ = now.wall;
  boot_ = now.boot;
  return taken;
}

DeviceTrack::Event DeviceTrack::count_outcome(bool failed, const Moment& now) {
  if (!failed) {
    failed_in_row_ = 0;
    const bool say = lost_ && lost_declared_;
    lost_ = lost_declared_ = false;
    return say ? Event::back : Event::none;
  }
  if (lost_ || ++failed_in_row_ < kLostAfter) return Event::none;
  lost_ = true;
  lost_declared_ = !lost_at_ || now.monotonic - *lost_at_ >= kQuiet;
  if (!lost_declared_) return Event::none;
  lost_at_ = now.monotonic;
  lost_wall_ = now.wall;
  boot_ = now.boot;
  return Event::lost;
}

std::string DeviceTrack::text() const {
  std::string text;
  JsonWriter json{text};
  json.open_object().integer("period", period_.count());
  write_time(json, "due", last_due_);
  json.key("missed").open_array();
  for (const auto count : missed_) json.integer(count);
  json.close_array();
  json.integer("first", first_missed_.time_since_epoch().count());
  json.integer("last", last_missed_.time_since_epoch().count());
  json.text("boot", boot_);
  write_time(json, "gap_at", gap_at_);
  write_time(json, "gap_wall", gap_wall_);
  write_time(json, "lost_at", lost_at_);
  write_time(json, "lost_wall", lost_wall_);
  json.boolean("lost", lost_declared_).close_object();
  return text;
}

DeviceTrack DeviceTrack::parse(std::string_view text, const Moment& now) {
  JsonReader json{text};
  DeviceTrack track;
  std::optional<std::int64_t> times[4];
  if (!json.enter('{')) return {};
  while (const auto key = json.next_key()) {
    const auto time = std::find(std::begin(kTimes), std::end(kTimes), *key);
    if (time != std::end(kTimes)) {
      times[time - std::begin(kTimes)] = json.integer();
    } else if (*key == "period") {
      track.period_ = milliseconds{json.integer().value_or(0)};
    } else if (*key == "due") {
      if (const auto due = json.integer()) track.last_due_ = Instant{milliseconds{*due}};
    } else if (*key == "missed" && json.enter('[')) {
      for (std::size_t cause = 0; json.next_item(); ++cause) {
        const auto count = json.integer().value_or(0);
        if (cause < kGapCauses) track.missed_[cause] = count;
      }
    } else if (*key == "first") {
      track.first_missed_ = Instant{milliseconds{json.integer().value_or(0)}};
    } else if (*key == "last") {
      track.last_missed_ = Instant{milliseconds{json.integer().value_or(0)}};
    } else if (*key == "boot") {
      track.boot_ = json.text().value_or("");
    } else if (*key == "lost") {
      track.lost_ = track.lost_declared_ = json.boolean();
    } else {
      (void)json.raw();
    }
  }
  if (json.failed()) return {};
  track.retired_ = !track.last_due_;  // a text is kept from the first block on
  track.restore_times(times, std::exchange(track.boot_, now.boot), now);
  return track;
}

void DeviceTrack::restore_times(std::optional<std::int64_t> (&times)[4], const std::string& boot,
                                const Moment& now) {
  const bool same_boot = boot == now.boot;
  const auto wall = [](const std::optional<std::int64_t>& time) {
    return time ? std::optional{Instant{milliseconds{*time}}} : std::nullopt;
  };
  gap_at_ = carried(times[0], times[1], same_boot, now);
  gap_wall_ = wall(times[1]);
  lost_at_ = carried(times[2], times[3], same_boot, now);
  lost_wall_ = wall(times[3]);
}

}  // namespace effluent
