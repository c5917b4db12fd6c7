// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <functional>
#include <optional>
#include <vector>

#include "core/judge/exclusion_month.hpp"
#include "core/judge/line_plan.hpp"
#include "core/judge/outside_range.hpp"
#include "core/judge/point_windows.hpp"
#include "core/judge/verdict.hpp"
#include "core/judge/verdict_rule.hpp"

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

  PlantWindows(const Plant& plant, std::size_t index, const Standards& standards);

  // ---- beginning, restart, gaps (WindowBook says what each means) ----
  void begin(Instant first);
  [[nodiscard]] bool has_begun() const { return begun_; }
  void begin_pointless(Instant first);
  void resume_pointless(const std::string& outlet, const std::string& parameter, Period period, Instant next);
  void leave_out(WindowGap gap);
  void restore_mean(std::size_t point, Instant start, milliseconds length, const Sums& sums);
  [[nodiscard]] PointWindows& point(std::size_t index) { return points_[index]; }
  [[nodiscard]] const PointWindows& point(std::size_t index) const { return points_[index]; }
  [[nodiscard]] const Point& configured(std::size_t index) const { return plant_.points[index]; }

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
  void add_ranged(std::size_t point, Instant start, milliseconds length, const Sums& sums);
  /// Where the next window of such a series is another one by now, it begins anew.
  void renew_ranged();
  [[nodiscard]] const OutsideRange* outside_of(const VerdictPlan& verdict, Instant start) const;
  template <typename Do>
  void each_row(const Do& act) const;
  bool take_closed(Instant end, const DueWindows& due);
  std::size_t write_means(Instant end, const Write& write) const;
  std::size_t write_verdicts(Instant end, bool all_periods, const Write& write) const;
  [[nodiscard]] std::optional<Evidence> closed_evidence(const VerdictPlan& verdict, Instant end) const;
  [[nodiscard]] ExcludedTime excluded(std::size_t point, const Sums& window, Instant start,
                                      Instant end) const;
  Decision fill_verdict(JudgedLine& line, const VerdictPlan& verdict, const Permit& permit,
                        const Evidence& evidence, Instant start) const;
  void add_provisional(std::vector<JudgedLine>& lines, const Permit& permit, const VerdictPlan& verdict,
                       Instant data_time) const;

  const Plant& plant_;
  std::size_t index_;  // in Site::plants
  PlantPlan plan_;
  std::vector<PointWindows> points_;
  std::vector<ExclusionMonth> months_;  // as points_: of their closed days
  std::vector<WindowRow> pointless_;    // as PlantPlan::pointless
  bool begun_ = false;
  WindowGap gap_;
  struct Ranged {
    Instant start{};  ///< of the window
    OutsideRange outside;
  };
  std::vector<Ranged> ranged_;  // as PlantPlan::ranged
  // What closes at the window end being written: per point and row, and per pointless row.
  std::vector<std::array<std::optional<Sums>, kPeriods.size()>> closed_;
  std::vector<char> pointless_closed_;
};

/// With the numbers of slots that the record prints.
[[nodiscard]] WindowSums window_sums(const Sums& sums, milliseconds length, const Point& point);

}  // namespace effluent
