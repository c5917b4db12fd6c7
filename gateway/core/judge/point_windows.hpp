// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/judge/base_shelf.hpp"
#include "core/judge/permit.hpp"
#include "core/judge/sums.hpp"
#include "core/measure/grade.hpp"
#include "core/measure/point.hpp"

namespace effluent {

/// Windows wholly inside (they start after `from` and end at or before `until`) are not written.
struct WindowGap {
  Instant from = Instant::min();
  Instant until = Instant::min();
};

/// A row of windows of one length, written one after the other without a hole.
class WindowRow {
 public:
  explicit WindowRow(Period period) : period_{period}, length_{length_of(period)} {}

  [[nodiscard]] Period period() const { return period_; }
  [[nodiscard]] milliseconds length() const { return length_; }
  [[nodiscard]] bool has_begun() const { return begun_; }
  /// Start and end of the first window not written yet; only once it has begun.
  [[nodiscard]] Instant next() const { return next_; }
  [[nodiscard]] Instant next_end() const { return next_ + length_; }

  void begin(Instant first);  ///< with the window that holds `first`; does nothing if it has begun
  void resume(Instant next);  ///< with the window that starts at `next`
  void advance() { next_ += length_; }
  void leave_out(WindowGap gap);  ///< jumps over the windows inside the gap if the next one is one of them

 private:
  Period period_;
  milliseconds length_;
  bool begun_ = false;
  Instant next_{};
};

/// The open windows of one point in every period it forms. Readings go to the windows of the shortest period;
/// longer ones add up what those held when they closed. Memory: one byte a slot and open window.
class PointWindows {
 public:
  explicit PointWindows(const Point& point);

  /// Periods formed (their length is a multiple of the step), shortest first; windows are named by their
  /// index here.
  [[nodiscard]] const std::vector<WindowRow>& rows() const { return rows_; }
  [[nodiscard]] std::optional<std::size_t> index_of(Period period) const;
  [[nodiscard]] milliseconds step() const { return step_; }

  void begin(Instant first);
  void resume(Period period, Instant next);
  /// Sums of a written window of `length` that starts at `start`, to be added to the longer windows still
  /// open.
  void restore(Instant start, milliseconds length, const Sums& sums);
  void leave_out(WindowGap gap);

  enum class Added : std::uint8_t { yes, before_beginning, late };
  /// A reading, entering or not. Allocates only when it opens a window.
  Added add(Instant time, const WindowReading& reading);

  /// Closes the next window of a period and gives what it held. Shorter periods that end with it go first.
  Sums close(std::size_t index, WindowGap gap);
  /// What the window of a period that starts at `start` (not before its next) holds so far; `covered` and
  /// `missing` count the slots that have ended at `now`.
  [[nodiscard]] Sums so_far(std::size_t index, Instant start, Instant now) const;
  /// What the windows of the shortest period that are open hold, by the slots that have ended at `now`.
  [[nodiscard]] std::vector<BaseWindow> open_base(Instant now) const;
  /// Time of the latest reading.
  [[nodiscard]] std::optional<Instant> latest() const { return latest_; }

 private:
  struct OpenWindow {
    Instant start{};
    Instant end{};
    Sums sums;                        ///< but for covered and missing
    std::vector<std::uint8_t> slots;  ///< each: entered, or the topmost cause why not, or empty
  };
  OpenWindow& open_window(Instant time);
  [[nodiscard]] Sums sums_of(const OpenWindow& window, std::int64_t slots_ended) const;
  void drop_before_next();
  void count(Sums& sums, Instant time, const WindowReading& reading) const;
  /// Nothing yet, at the point's digits.
  [[nodiscard]] Sums nothing() const;

  milliseconds step_;
  int digits_;
  Grader grader_;
  bool is_counter_;
  std::optional<CounterRule> counter_rule_;
  std::vector<WindowRow> rows_;
  std::vector<Sums> carried_;     ///< a period's next window: from shorter ones that are closed
  std::vector<OpenWindow> open_;  ///< of the shortest period, in order of their start
  std::size_t current_ = 0;       ///< where the last reading went
  std::vector<std::uint8_t> spare_;
  Instant first_{};
  std::optional<Instant> latest_;
};

}  // namespace effluent
