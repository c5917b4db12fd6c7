// SPDX-License-Identifier: Apache-2.0
#include "core/judge/plant_windows.hpp"

#include <algorithm>

#include "core/judge/duty.hpp"
#include "core/judge/lines.hpp"
#include "core/judge/plant_verdicts.hpp"
#include "core/judge/verdict_rule.hpp"

namespace effluent {

bool DueWindows::holds(const WindowRow& row, milliseconds sample_delay) const {
  if (!row.has_begun()) return false;
  if (!data_time) return row.next() <= last_row;
  return row.next_end() + wait(sample_delay) <= *data_time;
}

PlantState::PlantState(const Plant& described, std::size_t its_index, const Standards& standards)
    : plant{described},
      index{its_index},
      plan{plan_of(described, standards)},
      points(described.points.begin(), described.points.end()),
      own(plan.own_rows.begin(), plan.own_rows.end()) {}

void PlantWindows::begin(Instant first) {
  begun_ = true;
  for (auto& point : state_.points) point.windows.begin(first);
  begin_own(first);
}

void PlantWindows::begin_own(Instant first) {
  for (auto& own : state_.own) own.row.begin(first);
}

void PlantWindows::resume_own(const std::string& outlet, const std::string& parameter, Period period,
                              Instant next) {
  for (std::size_t i = 0; i < state_.own.size(); ++i) {
    const OwnRowPlan& one = state_.plan.own_rows[i];
    if (one.outlet == outlet && one.parameter == parameter && one.period == period)
      state_.own[i].row.resume(next);
  }
}

void PlantWindows::restore_mean(std::size_t point, Instant start, milliseconds length, const Sums& sums) {
  PointState& restored = state_.points[point];
  const auto day = restored.windows.index_of(Period::day);
  // That of an open day comes when the day closes.
  if (day && start < restored.windows.rows()[*day].next()) restored.month.add(start, excluded_time(sums));
  if (state_.plan.shelved[point]) restored.shelf.put({start, length, sums});
  restored.windows.restore(start, length, sums);
}

void PlantWindows::leave_out(WindowGap gap) {
  state_.gap = gap;
  for (auto& point : state_.points) point.windows.leave_out(gap);
  for (auto& own : state_.own) own.row.leave_out(gap);
}

template <typename Do>
void PlantWindows::each_row(const Do& act) const {
  for (std::size_t i = 0; i < state_.points.size(); ++i) {
    for (const auto& row : state_.points[i].windows.rows()) act(row, state_.plant.points[i].sample_delay);
  }
  for (const auto& own : state_.own) act(own.row, own.delay);
}

std::optional<Instant> PlantWindows::earliest_due(const DueWindows& due) const {
  std::optional<Instant> earliest;
  each_row([&](const WindowRow& row, milliseconds delay) {
    if (due.holds(row, delay) && (!earliest || row.next_end() < *earliest)) earliest = row.next_end();
  });
  return earliest;
}

Instant PlantWindows::first_due(const DueWindows& due) const {
  Instant first = Instant::max();
  each_row([&](const WindowRow& row, milliseconds delay) {
    if (row.has_begun()) first = std::min(first, row.next_end() + due.wait(delay));
  });
  return first;
}

std::size_t PlantWindows::most_lines() const {
  std::size_t lines = state_.plan.means.size();
  for (const auto& outlet : state_.plan.outlets) {
    std::size_t verdicts = 0;
    for (const auto& permit : outlet.permits) verdicts = std::max(verdicts, permit.verdicts.size());
    lines += state_.plan.batches.empty() ? verdicts : 2 * verdicts;
  }
  return lines + state_.plan.standbys.size();
}

std::size_t PlantWindows::close(Instant end, const DueWindows& due, bool all_periods, const Write& write) {
  if (!take_closed(end, due)) return 0;
  const auto windows = write_means(end, write) + write_verdicts(state_, end, all_periods, write);
  const auto batches = write_batches(state_, end, write);
  return windows + batches + write_duty_switches(state_, end, write);
}

bool PlantWindows::take_closed(Instant end, const DueWindows& due) {
  bool any = false;
  for (std::size_t i = 0; i < state_.points.size(); ++i) any = take_closed_point(i, end, due) || any;
  for (auto& [row, delay, closes] : state_.own) {
    closes = due.holds(row, delay) && row.next_end() == end;
    if (!closes) continue;
    row.advance();
    row.leave_out(state_.gap);
    any = true;
  }
  return any;
}

bool PlantWindows::take_closed_point(std::size_t index, Instant end, const DueWindows& due) {
  bool any = false;
  PointState& point = state_.points[index];
  for (std::size_t row = 0; row < point.windows.rows().size(); ++row) {
    const WindowRow& next = point.windows.rows()[row];
    auto& closed = point.closed.at(row);
    closed.reset();
    if (!due.holds(next, state_.plant.points[index].sample_delay) || next.next_end() != end) continue;
    closed = point.windows.close(row, state_.gap);
    const Instant start = end - next.length();
    if (row == 0 && state_.plan.shelved[index]) point.shelf.put({start, next.length(), *closed});
    if (next.period() == Period::day) point.month.add(start, excluded_time(*closed));
    any = true;
  }
  return any;
}

std::size_t PlantWindows::write_means(Instant end, const Write& write) const {
  std::size_t written = 0;
  JudgedLine line;
  line.kind = JudgedLine::Kind::mean;
  line.plant = state_.index;
  for (const auto& mean : state_.plan.means) {
    const PointState& state = state_.points[mean.point];
    const auto& sums = state.closed.at(mean.row);
    if (!sums) continue;
    const Point& point = state_.plant.points[mean.point];
    const WindowRow& row = state.windows.rows()[mean.row];
    line.point = mean.point;
    line.outlet = point.outlet;
    line.parameter = point.parameter;
    line.period = row.period();
    line.start = end - row.length();
    line.end = end;
    line.shortest = mean.row == 0;
    line.sums = window_sums(*sums, row.length(), point);
    write_mean(line, mean.head, point);
    write(line);
    ++written;
  }
  return written;
}

std::vector<JudgedLine> PlantWindows::provisional(Instant data_time, bool all_periods) const {
  return provisional_verdicts(state_, data_time, all_periods);
}

}  // namespace effluent
