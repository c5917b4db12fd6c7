// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <functional>
#include <vector>

#include "core/modbus/bus_machine.hpp"
#include "core/modbus/schedule.hpp"
#include "core/site/site.hpp"
#include "ports/clock.hpp"
#include "ports/link.hpp"
#include "work/poller/exchange.hpp"

namespace effluent {

/// Takes a finished poll, at once; false where there is no room (`stall_buffer`): the poll is then dropped
/// and declared as overflow in the device's next one. Called by the poller's thread.
using PollSink = std::function<bool(Poll)>;

/// Polls the devices of one bus, in turn, each on its own grid; one thread owns it and calls `step`:
///
///     while (!poller.stopped()) sleep_until(poller.step());   // sleep cut short by request_stop
///
/// Devices without points are not polled. Only `request_stop` may be called from another thread.
class Poller {
 public:
  /// Longest time between two looks at the clocks: `step` never asks to be called later than this.
  static constexpr milliseconds kLongestPause{1000};
  /// A poll that has not ended this long after the stop was requested is given up (record.md, "Program").
  static constexpr milliseconds kPatienceAtStop{3000};

  /// All that is referred to outlives the poller. `started`: the `time` of the epoch's `start` entry; the
  /// first polls are due at the first multiples after it. `link` belongs to this bus alone.
  Poller(const Site& site, std::size_t bus, Link& link, const Clock& clock, PollSink sink, RandomId random_id,
         Instant started);

  /// Makes at most one poll, blocking for its time-outs at most, and says when to be called again: the time
  /// now where another device is due.
  [[nodiscard]] Monotonic step();

  /// No poll begins from now on; one under way has 3 s. Thread-safe, may be called again.
  void request_stop();
  /// A stop was requested: `step` does nothing but close the link.
  [[nodiscard]] bool stopped() const { return stop_at_.load() != kNoStop; }

 private:
  struct Line {
    std::size_t device = 0;
    std::vector<Request> plan;
    PollSchedule schedule;
  };
  static constexpr std::int64_t kNoStop = INT64_MAX;

  void look();
  void poll(Line& line);
  [[nodiscard]] Monotonic patience() const;  ///< by when a poll must have ended; max: no stop was requested

  const Site& site_;
  Link& link_;
  const Clock& clock_;
  PollSink sink_;
  RandomId random_id_;
  BusMachine machine_;
  std::vector<Line> lines_;
  std::size_t turn_ = 0;  ///< whose turn it is among those due
  std::atomic<std::int64_t> stop_at_{
      kNoStop};  ///< monotonic nanoseconds by which the last poll must have ended
};

}  // namespace effluent
