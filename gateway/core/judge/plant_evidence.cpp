// SPDX-License-Identifier: Apache-2.0
#include "core/judge/plant_evidence.hpp"

#include <algorithm>

#include "core/judge/composition.hpp"

namespace effluent {
namespace {

/// Of a window [start, end) and, where it has any, of its day and month up to its end.
ExcludedTime excluded(const PointState& point, const Sums& window, Instant start, Instant end) {
  ExcludedTime time{excluded_time(window), {}, {}};
  const auto row = point.windows.index_of(Period::day);
  if (time.window == milliseconds{0} || !row) return time;
  const WindowRow& days = point.windows.rows()[*row];
  const Instant today = window_start(start, days.length());
  if (today < days.next()) time.day = excluded_time(*point.closed[*row]);  // closes with this window
  time.month = point.month.total(start);
  for (Instant day = days.next(); day <= today; day += days.length()) {
    const auto so_far = excluded_time(point.windows.so_far(*row, day, end));
    if (day == today) time.day = so_far;
    if (ExclusionMonth::month_of(day) == ExclusionMonth::month_of(today)) time.month += so_far;
  }
  return time;
}

}  // namespace

std::optional<OutsideRange> outside_of(const PointState& point, const VerdictPlan& verdict, Instant start) {
  if (!verdict.ranged) return std::nullopt;
  OutsideRange range{verdict.basis};
  point.shelf.each(start, start + length_of(verdict.period),
                   [&](const BaseWindow& window) { range.add(window.start, window.length, window.sums); });
  return range;
}

const WindowRow& row_of(const PlantState& state, const VerdictPlan& verdict) {
  if (verdict.own_row) return state.own[*verdict.own_row].row;
  return state.points[*verdict.point].windows.rows()[verdict.row];
}

std::optional<VerdictFacts> closed_facts(const PlantState& state, const VerdictPlan& verdict,
                                         const Permit& permit, Instant end) {
  if (verdict.own_row) {
    if (!state.own[*verdict.own_row].closes) return std::nullopt;
    if (!verdict.composition) return VerdictFacts{};
    return composed_facts(state, verdict, permit, end - length_of(verdict.period), std::nullopt);
  }
  const PointState& point = state.points[*verdict.point];
  const auto& sums = point.closed[verdict.row];
  if (!sums) return std::nullopt;
  const auto length = length_of(verdict.period);
  const Instant start = end - length;
  return VerdictFacts{{true, *sums, length, excluded(point, *sums, start, end)},
                      outside_of(point, verdict, start)};
}

VerdictFacts open_facts(const PlantState& state, const VerdictPlan& verdict, const Permit& permit,
                        Instant start, Instant now) {
  if (verdict.composition) return composed_facts(state, verdict, permit, start, now);
  if (!verdict.point) return {};
  const PointState& point = state.points[*verdict.point];
  const auto step = point.windows.step();
  const auto ended = std::min((now - start) / step, length_of(verdict.period) / step);
  VerdictFacts facts;
  facts.evidence = {true, point.windows.so_far(verdict.row, start, now), ended * step, {}};
  facts.evidence.excluded = excluded(point, facts.evidence.sums, start, now);
  facts.outside = outside_of(point, verdict, start);
  return facts;
}

}  // namespace effluent
