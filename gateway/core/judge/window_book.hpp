// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/judge/verdict.hpp"
#include "core/site/site.hpp"

namespace effluent {

/// How long after its end a window of a running gateway closes (beside the point's `sample_delay`).
inline constexpr milliseconds kGrace{30'000};

/// The open windows of all points of all plants, and the verdicts that follow when they close (judge.md).
/// The same book serves `effluent judge` (grace none) and the running gateway (30 s + sample_delay).
/// Pure; one owner. `site` outlives it.
///
/// Memory is one byte a slot and one sum a point and period, however long it runs.
class WindowBook {
 public:
  /// How long after a window's end it closes, beyond data time: `grace` + (with_sample_delay ? point's delay
  /// : 0).
  struct Closing {
    milliseconds grace{0};
    bool with_sample_delay = false;
  };
  WindowBook(const Site& site, Closing closing);
  ~WindowBook();
  WindowBook(const WindowBook&) = delete;
  WindowBook& operator=(const WindowBook&) = delete;

  // ---- beginning and restart
  // -------------------------------------------------------------------------------
  /// The plant's windows begin with those that hold `first` (its first row or first block). Does nothing for
  /// points and parameters that have begun.
  void begin_plant(std::size_t plant, Instant first);
  [[nodiscard]] bool has_begun(std::size_t plant) const;
  /// One point begins (restart; a point new in the configuration) with the windows that hold `first`.
  void begin_point(std::size_t plant, std::size_t point, Instant first);
  /// Likewise the windows of verdicts that close by a time of their own (OwnRowPlan).
  void begin_own(std::size_t plant, Instant first);
  /// Restart: windows of the point that start before `next` in that period are written already.
  void resume_point(std::size_t plant, std::size_t point, Period period, Instant next);
  void resume_own(std::size_t plant, const std::string& outlet, const std::string& parameter, Period period,
                  Instant next);
  /// Restart: a written mean of the point's shortest period, to be added to the longer windows still open.
  /// Sums of other digits than the point's stay exact. `period`: the mean's own, where another is the point's
  /// shortest by now. Means of the whole present month, oldest first, so that caps on exclusions hold.
  void restore_mean(std::size_t plant, std::size_t point, Instant start, const WindowSums& sums,
                    std::optional<Period> period = std::nullopt);
  /// A gap of more than 24 h: windows wholly inside it (they start after `from`, end at or before `until`)
  /// that have not been written are left out. Windows that reach over an edge of the gap stay, to be closed
  /// in their turn. One gap at a time: call it after the windows due at `from` were closed.
  void leave_out(Instant from, Instant until);
  /// Windows that end at or before `until` and have not been written are left out, also those that hold
  /// readings.
  void skip_to(Instant until);

  // ---- readings
  // --------------------------------------------------------------------------------------------
  enum class Entered : std::uint8_t { yes, no, late };
  /// A reading at its time, entering or not. `no`: it does not enter, or lies before the point's first
  /// window. `late`: its window is closed already; it is counted nowhere.
  Entered add(std::size_t plant, std::size_t point, Instant time, const WindowReading& reading);

  // ---- closing
  // ---------------------------------------------------------------------------------------------
  /// Closes every window due at `data_time`, in judge.md's order, one call of `write` a line.
  /// `most`: no more lines than that, except that those of one plant's window end are never parted. True if
  /// nothing due is left; else call it again.
  bool close(Instant data_time, const std::function<void(const JudgedLine&)>& write,
             std::size_t most = SIZE_MAX);
  /// End of a file: closes every window up to the one that holds `last`, against its full length.
  void close_to_end(Instant last, const std::function<void(const JudgedLine&)>& write);
  /// Which verdict lines are written: every formed period (`--all-periods`), or the judged ones only.
  void set_all_periods(bool all);

  /// The verdict lines of one plant for every window begun at data_time − sample_delay and not closed, as if
  /// the data ended at `data_time`; coverage = ended slots with an entering reading / ended slots.
  [[nodiscard]] std::vector<JudgedLine> provisional(std::size_t plant, Instant data_time) const;

  /// Running windows of means, for `status` and displays: the sums so far of one point and period.
  [[nodiscard]] std::optional<WindowSums> running(std::size_t plant, std::size_t point, Period period) const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace effluent
