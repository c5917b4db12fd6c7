// SPDX-License-Identifier: Apache-2.0
#include "work/poller/poller.hpp"

#include <algorithm>
#include <utility>

#include "core/modbus/read_plan.hpp"

namespace effluent {
namespace {

/// What a whole poll counts as: `none` if any request was answered without error, else how it went wrong.
Failure outcome_of(const Poll& poll) {
  if (!poll.failed() || poll.answers.empty()) return Failure::none;
  const auto link_failed = [](const Answer& answer) {
    return answer.failure == Failure::link_lost || answer.failure == Failure::timeout;
  };
  const bool only_link = std::all_of(poll.answers.begin(), poll.answers.end(), link_failed);
  return only_link ? poll.answers.front().failure : Failure::bad_reply;
}

}  // namespace

Poller::Poller(const Site& site, std::size_t bus, Link& link, const Clock& clock, PollSink sink,
               RandomId random_id, Instant started)
    : site_{site},
      link_{link},
      clock_{clock},
      sink_{std::move(sink)},
      random_id_{std::move(random_id)},
      machine_{site.buses[bus].timeout} {
  // Between `started` and now the clock runs as it does ever after: late polls of that time count as overrun.
  const Instant wall = clock.wall();
  const Monotonic then = clock.monotonic() - std::max(wall - started, milliseconds{0});
  for (std::size_t i = 0; i < site.devices.size(); ++i) {
    const Device& device = site.devices[i];
    if (device.bus != bus || device.channels.empty()) continue;
    lines_.push_back({i, read_plan(device), PollSchedule{device.poll, started, then}});
  }
}

Monotonic Poller::step() {
  if (stopped()) {
    link_.close();
    return clock_.monotonic();
  }
  look();
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    Line& line = lines_[(turn_ + i) % lines_.size()];
    if (!line.schedule.is_due()) continue;
    turn_ = (turn_ + i + 1) % lines_.size();
    poll(line);
    look();
    break;
  }
  const Monotonic now = clock_.monotonic();
  Monotonic next = now + kLongestPause;
  for (const Line& line : lines_) next = std::min(next, line.schedule.due());
  return std::max(next, now);
}

void Poller::request_stop() {
  std::int64_t none = kNoStop;
  stop_at_.compare_exchange_strong(none, (clock_.monotonic() + kPatienceAtStop).time_since_epoch().count());
}

Monotonic Poller::patience() const { return Monotonic{MonotonicClock::duration{stop_at_.load()}}; }

void Poller::look() {
  const Instant wall = clock_.wall();
  const Monotonic now = clock_.monotonic();
  for (Line& line : lines_) line.schedule.look(wall, now);
}

void Poller::poll(Line& line) {
  const Device& device = site_.devices[line.device];
  Poll made;
  made.device = line.device;
  made.polled_at = line.schedule.looked_at();
  made.due_at = line.schedule.begin();
  made.monotonic = clock_.monotonic();
  made.clock_synchronised = clock_.synchronised();
  machine_.begin(device.unit_id, line.plan, link_.is_open());
  auto answers = exchange(machine_, link_, clock_, random_id_, [this] { return patience(); });
  if (!answers) return;
  made.answers = std::move(*answers);
  line.schedule.end(outcome_of(made), clock_.monotonic());
  const Missed missed = line.schedule.take_missed();
  made.missed = missed.counts;
  made.first_missed = missed.first;
  made.last_missed = missed.last;
  const Instant due_at = made.due_at;
  if (!sink_(std::move(made))) line.schedule.give_back(missed, GapCause::overflow, due_at);
}

}  // namespace effluent
