// SPDX-License-Identifier: Apache-2.0
#include "core/judge/plant_windows.hpp"

#include <algorithm>

#include "core/judge/lines.hpp"
#include "core/judge/outlook.hpp"

namespace effluent {

WindowSums window_sums(const Sums& sums, milliseconds length, const Point& point) {
  WindowSums with_slots;
  static_cast<Sums&>(with_slots) = sums;
  with_slots.due = length / point.step();
  with_slots.slots = sums.covered / point.step();
  return with_slots;
}

bool DueWindows::holds(const WindowRow& row, milliseconds sample_delay) const {
  if (!row.has_begun()) return false;
  if (!data_time) return row.next() <= last_row;
  return row.next_end() + wait(sample_delay) <= *data_time;
}

PlantWindows::PlantWindows(const Plant& plant, std::size_t index, const Standards& standards)
    : plant_{plant}, index_{index}, plan_{plan_of(plant, standards)} {
  for (const auto& point : plant.points) points_.emplace_back(point);
  for (const auto& one : plan_.pointless) pointless_.emplace_back(one.period);
  months_.resize(points_.size());
  closed_.resize(points_.size());
  pointless_closed_.resize(pointless_.size());
  ranged_.resize(plan_.ranged.size());
}

void PlantWindows::begin(Instant first) {
  begun_ = true;
  for (auto& point : points_) point.begin(first);
  begin_pointless(first);
}

void PlantWindows::renew_ranged() {
  for (std::size_t i = 0; i < ranged_.size(); ++i) {
    const RangedPlan& plan = plan_.ranged[i];
    const WindowRow& row = points_[plan.point].rows()[plan.row];
    if (row.has_begun() && ranged_[i].start != row.next()) {
      ranged_[i] = {row.next(), OutsideRange{plan.basis}};
    }
  }
}

void PlantWindows::add_ranged(std::size_t point, Instant start, milliseconds length, const Sums& sums) {
  for (std::size_t i = 0; i < ranged_.size(); ++i) {
    const RangedPlan& plan = plan_.ranged[i];
    if (plan.point != point || !plan.permit->in_force(day_of(start))) continue;
    const auto of_window = points_[point].rows()[plan.row].length();
    const bool inside = start >= ranged_[i].start && start + length <= ranged_[i].start + of_window;
    if (inside) ranged_[i].outside.add(start, length, sums);
  }
}

void PlantWindows::begin_pointless(Instant first) {
  for (auto& row : pointless_) row.begin(first);
}

void PlantWindows::resume_pointless(const std::string& outlet, const std::string& parameter, Period period,
                                    Instant next) {
  for (std::size_t i = 0; i < pointless_.size(); ++i) {
    const PointlessPlan& one = plan_.pointless[i];
    if (one.outlet == outlet && one.parameter == parameter && one.period == period)
      pointless_[i].resume(next);
  }
}

void PlantWindows::restore_mean(std::size_t point, Instant start, milliseconds length, const Sums& sums) {
  const auto day = points_[point].index_of(Period::day);
  // That of an open day comes when the day closes.
  if (day && start < points_[point].rows()[*day].next()) months_[point].add(start, excluded_time(sums));
  renew_ranged();
  add_ranged(point, start, length, sums);
  points_[point].restore(start, length, sums);
}

void PlantWindows::leave_out(WindowGap gap) {
  gap_ = gap;
  for (auto& point : points_) point.leave_out(gap);
  for (auto& row : pointless_) row.leave_out(gap);
}

template <typename Do>
void PlantWindows::each_row(const Do& act) const {
  for (std::size_t i = 0; i < points_.size(); ++i) {
    for (const auto& row : points_[i].rows()) act(row, plant_.points[i].sample_delay);
  }
  for (const auto& row : pointless_) act(row, milliseconds{0});
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
  std::size_t lines = plan_.means.size();
  for (const auto& outlet : plan_.outlets) {
    std::size_t verdicts = 0;
    for (const auto& permit : outlet.permits) verdicts = std::max(verdicts, permit.verdicts.size());
    lines += verdicts;
  }
  return lines;
}

std::size_t PlantWindows::close(Instant end, const DueWindows& due, bool all_periods, const Write& write) {
  if (!take_closed(end, due)) return 0;
  return write_means(end, write) + write_verdicts(end, all_periods, write);
}

bool PlantWindows::take_closed(Instant end, const DueWindows& due) {
  bool any = false;
  renew_ranged();  // those written before; what closes now stays until its lines are written
  for (std::size_t i = 0; i < points_.size(); ++i) {
    for (std::size_t row = 0; row < points_[i].rows().size(); ++row) {
      const WindowRow& next = points_[i].rows()[row];
      closed_[i][row].reset();
      if (!due.holds(next, plant_.points[i].sample_delay) || next.next_end() != end) continue;
      closed_[i][row] = points_[i].close(row, gap_);
      if (row == 0) add_ranged(i, end - next.length(), next.length(), *closed_[i][row]);
      if (next.period() == Period::day) {
        months_[i].add(end - next.length(), excluded_time(*closed_[i][row]));
      }
      any = true;
    }
  }
  for (std::size_t i = 0; i < pointless_.size(); ++i) {
    WindowRow& row = pointless_[i];
    const bool closes = due.holds(row, milliseconds{0}) && row.next_end() == end;
    pointless_closed_[i] = closes ? 1 : 0;
    if (!closes) continue;
    row.advance();
    row.leave_out(gap_);
    any = true;
  }
  return any;
}

std::size_t PlantWindows::write_means(Instant end, const Write& write) const {
  std::size_t written = 0;
  JudgedLine line;
  line.kind = JudgedLine::Kind::mean;
  line.plant = index_;
  for (const auto& mean : plan_.means) {
    const auto& sums = closed_[mean.point][mean.row];
    if (!sums) continue;
    const Point& point = plant_.points[mean.point];
    const WindowRow& row = points_[mean.point].rows()[mean.row];
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

/// None where the verdict's window does not close now.
std::optional<Evidence> PlantWindows::closed_evidence(const VerdictPlan& verdict, Instant end) const {
  if (!verdict.point) {
    if (pointless_closed_[verdict.row] == 0) return std::nullopt;
    return Evidence{};
  }
  const auto& sums = closed_[*verdict.point][verdict.row];
  if (!sums) return std::nullopt;
  const auto length = length_of(verdict.period);
  return Evidence{true, *sums, length, excluded(*verdict.point, *sums, end - length, end)};
}

/// Of a window [start, end) and, where it has any, of its day and month up to its end.
ExcludedTime PlantWindows::excluded(std::size_t point, const Sums& window, Instant start, Instant end) const {
  ExcludedTime time{excluded_time(window), {}, {}};
  const auto row = points_[point].index_of(Period::day);
  if (time.window == milliseconds{0} || !row) return time;
  const WindowRow& days = points_[point].rows()[*row];
  const Instant today = window_start(start, days.length());
  if (today < days.next()) time.day = excluded_time(*closed_[point][*row]);  // closes with this window
  time.month = months_[point].total(start);
  for (Instant day = days.next(); day <= today; day += days.length()) {
    const auto so_far = excluded_time(points_[point].so_far(*row, day, end));
    if (day == today) time.day = so_far;
    if (ExclusionMonth::month_of(day) == ExclusionMonth::month_of(today)) time.month += so_far;
  }
  return time;
}

/// All windows that end together began on the same day at +07:00, so one permit an outlet judges them.
std::size_t PlantWindows::write_verdicts(Instant end, bool all_periods, const Write& write) const {
  const Day day = day_of(end - milliseconds{1});
  std::size_t written = 0;
  JudgedLine line;
  for (const auto& outlet : plan_.outlets) {
    const PermitPlan* permit = outlet.in_force(day);
    if (permit == nullptr) continue;
    for (const auto& verdict : permit->verdicts) {
      if (!verdict.judged_period && !all_periods) continue;
      const auto evidence = closed_evidence(verdict, end);
      if (!evidence) continue;
      fill_verdict(line, verdict, *permit->permit, *evidence, end - length_of(verdict.period));
      write(line);
      ++written;
    }
  }
  return written;
}

Decision PlantWindows::fill_verdict(JudgedLine& line, const VerdictPlan& verdict, const Permit& permit,
                                    const Evidence& evidence, Instant start) const {
  const Decision decision = decide(verdict.basis, day_of(start), evidence, permit);
  line.kind = JudgedLine::Kind::verdict;
  line.plant = index_;
  line.point = verdict.point;
  line.outlet = verdict.outlet;
  line.parameter = verdict.parameter;
  line.period = verdict.period;
  line.start = start;
  line.end = start + length_of(verdict.period);
  line.verdict = decision.verdict;
  line.binding = verdict.binding;
  line.standard = verdict.basis.standard;
  line.column = verdict.basis.column;
  line.flow_band = verdict.basis.flow_band;
  line.sums = {};
  int digits = 0;
  auto surrogate = SurrogateStanding::not_a_surrogate;
  if (verdict.point) {
    const Point& point = plant_.points[*verdict.point];
    digits = point.digits;
    surrogate = point.surrogate_on(day_of(start));
    line.sums = window_sums(evidence.sums, length_of(verdict.period), point);
  }
  write_verdict(line.body, verdict.head, start,
                {verdict.basis, decision, evidence, permit.exclusion_cap, outside_of(verdict, start),
                 verdict.binding, digits, surrogate});
  return decision;
}

std::vector<JudgedLine> PlantWindows::provisional(Instant data_time, bool all_periods) const {
  std::vector<JudgedLine> lines;
  for (const auto& outlet : plan_.outlets) {
    for (const auto& permit : outlet.permits) {
      for (const auto& verdict : permit.verdicts) {
        if (verdict.judged_period || all_periods) add_provisional(lines, *permit.permit, verdict, data_time);
      }
    }
  }
  // Made in the order of one window end (permits of an outlet never share a day), so only the ends are left.
  std::stable_sort(lines.begin(), lines.end(), [](const auto& l, const auto& r) { return l.end < r.end; });
  return lines;
}

/// A line for each window of one verdict that has begun and is not closed.
void PlantWindows::add_provisional(std::vector<JudgedLine>& lines, const Permit& permit,
                                   const VerdictPlan& verdict, Instant data_time) const {
  const WindowRow& row =
      verdict.point ? points_[*verdict.point].rows()[verdict.row] : pointless_[verdict.row];
  if (!row.has_begun()) return;
  const auto now = verdict.point ? data_time - plant_.points[*verdict.point].sample_delay : data_time;
  for (Instant start = row.next(); start <= now; start += row.length()) {
    const bool left_out = start > gap_.from && start + row.length() <= gap_.until;
    if (left_out || !permit.in_force(day_of(start))) continue;
    Evidence evidence;
    if (verdict.point) {
      const PointWindows& point = points_[*verdict.point];
      const auto ended = std::min((now - start) / point.step(), row.length() / point.step());
      evidence = {true, point.so_far(verdict.row, start, now), ended * point.step(), {}};
      evidence.excluded = excluded(*verdict.point, evidence.sums, start, now);
    }
    JudgedLine& line = lines.emplace_back();
    const Decision decision = fill_verdict(line, verdict, permit, evidence, start);
    Outlook outlook{now - start, row.length(), 0, 0};
    int digits = 0;
    if (verdict.point) {
      const Point& point = plant_.points[*verdict.point];
      digits = point.digits;
      outlook.covered = evidence.sums.covered / point.step();
      outlook.rest = (row.length() - evidence.whole) / point.step();
    }
    line.more =
        outlook_members(outlook, decision, verdict.basis, evidence, outside_of(verdict, start), digits);
  }
}

/// None where the verdict is not told so, or nothing of that window is known yet.
const OutsideRange* PlantWindows::outside_of(const VerdictPlan& verdict, Instant start) const {
  static const OutsideRange none;
  if (!verdict.ranged) return nullptr;
  const Ranged& ranged = ranged_[*verdict.ranged];
  return ranged.start == start ? &ranged.outside : &none;
}

}  // namespace effluent
