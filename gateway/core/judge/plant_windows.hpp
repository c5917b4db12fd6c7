// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/judge/plant_state.hpp"
#include "core/judge/verdict.hpp"

namespace effluent {

/// Which windows are to be closed: by data time, or all that have begun when a file ends.
struct DueWindows {
  std::optional<Instant> data_time;
  Instant last_row{};  ///< without a data time: the last row of the file
  milliseconds grace{0};
  bool with_sample_delay = false;

  [[nodiscard]] milliseconds wait(milliseconds sample_delay) const {
    return grace + (with_sample_delay ? sample_delay : milliseconds{0});
  }
  [[nodiscard]] bool holds(const WindowRow& row, milliseconds sample_delay) const;
};

/// The windows of one plant and the lines they give. `plant` outlives it.
class PlantWindows {
 public:
  using Write = std::function<void(const JudgedLine&)>;

  PlantWindows(const Plant& plant, std::size_t index, const Standards& standards)
      : state_{plant, index, standards} {}

  // ---- beginning, restart, gaps (WindowBook says what each means) ----
  void begin(Instant first);
  [[nodiscard]] bool has_begun() const { return begun_; }
  void begin_own(Instant first);
  void resume_own(const std::string& outlet, const std::string& parameter, Period period, Instant next);
  void leave_out(WindowGap gap);
  void restore_mean(std::size_t point, Instant start, milliseconds length, const Sums& sums);
  [[nodiscard]] PointWindows& point(std::size_t index) { return state_.points[index].windows; }
  [[nodiscard]] const PointWindows& point(std::size_t index) const { return state_.points[index].windows; }
  [[nodiscard]] const Point& configured(std::size_t index) const { return state_.plant.points[index]; }

  // ---- closing ----
  /// The earliest end of a window that is due.
  [[nodiscard]] std::optional<Instant> earliest_due(const DueWindows& due) const;
  /// The data time before which nothing is due; Instant::max() where nothing has begun.
  [[nodiscard]] Instant first_due(const DueWindows& due) const;
  /// No window end gives more lines than that.
  [[nodiscard]] std::size_t most_lines() const;
  /// Closes the windows that end at `end` and are due, in judge.md's order; gives the number of lines.
  std::size_t close(Instant end, const DueWindows& due, bool all_periods, const Write& write);

  [[nodiscard]] std::vector<JudgedLine> provisional(Instant data_time, bool all_periods) const;

 private:
  template <typename Do>
  void each_row(const Do& act) const;
  bool take_closed(Instant end, const DueWindows& due);
  bool take_closed_point(std::size_t index, Instant end, const DueWindows& due);
  std::size_t write_means(Instant end, const Write& write) const;

  PlantState state_;
  bool begun_ = false;
};

}  // namespace effluent
