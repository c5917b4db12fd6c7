// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "core/quantity/joint_windows.hpp"
#include "core/quantity/quantity_line.hpp"
#include "core/quantity/rolling_day.hpp"

namespace effluent {

/// Days, rolling 30 days and months of one point, made of the windows of its shortest period and of those of
/// its outlet's flow. Each day is finished once, when all of it is closed. `plant` outlives it.
///
/// Memory: the sums of 32 days and one sum for each window of 24 h; with a flow also the windows that wait
/// for one another (JointWindows).
class PointQuantities {
 public:
  /// The calendar at +07:00, no moment.
  using Number = std::chrono::sys_days;
  struct Line {
    Number day;  ///< that it ends with
    Span span = Span::day;
    std::string body;
  };
  using Write = std::function<void(Line)>;

  PointQuantities(const Plant& plant, std::size_t point);

  /// Index in the plant's points of its outlet's flow.
  [[nodiscard]] std::optional<std::size_t> flow() const { return flow_; }
  /// Restart: its windows began at `first`; days before `next` are finished already.
  void resume(Instant first, std::optional<Day> next);
  /// A closed window of its own; in order of time. One that is not behind the newest is left out.
  void own(const BaseWindow& window);
  void flow(const BaseWindow& window);
  /// The days that are closed by now: 24h and 30d of each that had a window, and the month that ends with it.
  void finish(const Write& write);
  /// The readings are over: the last day and the month that holds it, against their full length.
  void end(const Write& write);

 private:
  void take(const JointUnit& unit);
  void note_highest(const BaseWindow& window, Quantities& day) const;
  void finish_day(Number day, bool month_ends, const Write& write);
  void write_span(Span span, Number first, Number last, Number end, const Write& write) const;
  [[nodiscard]] Instant closed() const;

  const Plant& plant_;
  const Point& point_;
  const Outlet* outlet_;
  std::optional<std::size_t> flow_;
  QuantitySubject subject_;

  std::optional<Instant> begin_;
  std::optional<Number> next_;  ///< the first day that is not finished
  Instant own_until_ = Instant::min();
  Instant flow_until_ = Instant::min();
  milliseconds window_{0};  ///< length of the newest of its own
  RollingDay rolling_;
  JointWindows joint_;
  struct Held {
    Quantities quantities;
    bool has_windows = false;
  };
  std::map<Number, Held> days_;
};

}  // namespace effluent
