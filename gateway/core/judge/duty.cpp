// SPDX-License-Identifier: Apache-2.0
#include "core/judge/duty.hpp"

#include "core/record/json_writer.hpp"

namespace effluent {
namespace {

/// Without a reading of either for longer than this the primary is on duty again.
constexpr std::chrono::hours kRemembered{24};

/// After the base windows that end at or before `end`.
std::size_t on_duty(const PlantState& state, const StandbyPlan& pair, Instant end) {
  Instant newest_primary = Instant::min();
  Instant newest_standby = Instant::min();
  const auto newest = [&](std::size_t point, Instant& found) {
    state.points[point].shelf.each(end - kRemembered, end, [&](const BaseWindow& window) {
      if (window.sums.n > 0) found = window.end();
    });
  };
  newest(pair.primary, newest_primary);
  newest(pair.standby, newest_standby);
  // The primary's window may be longer than the standby's: at the end of both it is the primary that counts.
  return newest_standby > newest_primary ? pair.standby : pair.primary;
}

/// Why a point had no reading that enters in the window that ends at `end`.
std::string_view cause_of(const PointState& point, Instant end, milliseconds length) {
  std::string_view cause = "no_reading";
  point.shelf.each(end - length, end, [&](const BaseWindow& window) {
    for (const CauseRule& rule : cause_rules()) {
      if (rule.cause == Cause::none || window.sums.missing_by(rule.cause) == milliseconds{0}) continue;
      cause = rule.name;
      return;
    }
  });
  return cause;
}

}  // namespace

std::string_view what_of_duty(const Point& point) {
  return point.standby_for.empty() ? "primary_on_duty" : "standby_on_duty";
}

std::size_t write_duty_switches(const PlantState& state, Instant end,
                                const std::function<void(const JudgedLine&)>& write) {
  std::size_t written = 0;
  for (const StandbyPlan& pair : state.plan.standbys) {
    const OwnRow& row = state.own[pair.own_row];
    if (!row.closes) continue;
    const milliseconds length = row.row.length();
    const std::size_t now = on_duty(state, pair, end);
    if (now == on_duty(state, pair, end - length)) continue;
    const Point& point = state.plant.points[now];
    JudgedLine line;
    line.kind = JudgedLine::Kind::duty;
    line.plant = state.index;
    line.point = now;
    line.outlet = point.outlet;
    line.parameter = point.parameter;
    line.period = row.row.period();
    line.start = end - length;
    line.end = end;
    JsonWriter out{line.body};
    out.text("kind", "event").text("plant", state.plant.id).text_or_null("device", point.device);
    out.text("what", what_of_duty(point));
    out.text_or_null("cause", now == pair.standby ? cause_of(state.points[pair.primary], end, length)
                                                  : std::string_view{});
    out.text("outlet", point.outlet).text("parameter", point.parameter).text("point", point.id);
    out.text("since", time_text(line.start));
    write(line);
    ++written;
  }
  return written;
}

}  // namespace effluent
