// SPDX-License-Identifier: Apache-2.0
#include "core/judge/composition.hpp"

#include <algorithm>
#include <utility>

#include "core/judge/flow_state.hpp"
#include "core/judge/lines.hpp"

namespace effluent {
namespace {

/// Of a base window, in 10^-(digits + 2) of the flow's unit x minutes: sums of two days of it stay exact.
constexpr Int128 kMostWeight = 100'000'000'000'000;

/// The base windows of a point that lie in [start, end): closed ones and, with `now`, those that are open.
std::vector<BaseWindow> base_windows(const PointState& point, Instant start, Instant end,
                                     std::optional<Instant> now) {
  std::vector<BaseWindow> windows;
  point.shelf.each(start, end, [&](const BaseWindow& window) { windows.push_back(window); });
  if (!now) return windows;
  for (BaseWindow& window : point.windows.open_base(*now)) {
    if (window.start >= start && window.end() <= end) windows.push_back(std::move(window));
  }
  return windows;
}

/// What those of some windows hold that lie inside another one.
Sums sums_inside(const std::vector<BaseWindow>& windows, const BaseWindow& whole) {
  Sums sums;
  for (const BaseWindow& window : windows) {
    if (window.start >= whole.start && window.end() <= whole.end()) sums.add(window.sums);
  }
  return sums;
}

/// What entered does not speak of what is discharged: it stands among what was excluded, counted as before.
void set_aside(Sums& sums) {
  if (sums.n > 0) {
    const Tally entered{sums.n, sums.sum, sums.min, sums.max};
    sums.excluded.add(entered);
  }
  sums.n = 0;
  sums.sum = sums.min = sums.max = 0;
  sums.squares = 0;
  sums.below_detection = {};
  sums.covered = milliseconds{0};
  sums.missing = {};
  sums.causes = {};  // a bound that is set aside bounds nothing
}

class Composer {
 public:
  Composer(const PlantState& state, const VerdictPlan& verdict, const Permit& permit, Instant start,
           Instant end, std::optional<Instant> now)
      : state_{state},
        plan_{state.plan.compositions[*verdict.composition]},
        point_{state.plant.points[plan_.primary]},
        permit_{permit},
        start_{start},
        end_{end},
        now_{now},
        weighted_{verdict.weighted && plan_.flow.has_value()} {
    if (verdict.ranged) facts_.outside.emplace(verdict.basis);
    if (plan_.discharge) watch_.emplace(state, *plan_.discharge, permit.minimum_coverage_percent);
  }

  VerdictFacts make() {
    const auto ended = now_ ? std::min(*now_, end_) - start_ : end_ - start_;
    return make(std::max(ended / point_.step(), std::int64_t{0}) * point_.step());
  }
  VerdictFacts make_batch() {
    milliseconds whole{0};
    for (const BaseWindow& window : base_windows(state_.points[plan_.primary], start_, end_, now_)) {
      whole += window.length;
    }
    return make(whole);
  }

 private:
  VerdictFacts make(milliseconds whole) {
    Evidence& evidence = facts_.evidence;
    evidence.has_point = true;
    evidence.sums.digits = point_.digits;
    evidence.whole = whole;
    if (watch_) look_at_inflow();
    if (weighted_) prepare_weighting();
    if (plan_.standby) {
      standbys_ = base_windows(state_.points[*plan_.standby], start_, end_, now_);
      evidence.instruments = {{point_.id, milliseconds{0}, 0},
                              {state_.plant.points[*plan_.standby].id, milliseconds{0}, 0}};
    }
    for (BaseWindow& window : base_windows(state_.points[plan_.primary], start_, end_, now_)) {
      add(window);
    }
    if (watch_) conclude_discharge();
    evidence.excluded = excluded();
    return std::move(facts_);
  }

  void look_at_inflow() {
    auto& discharge = facts_.evidence.discharge.emplace();
    discharge.tank_volume_m3 = plan_.discharge->tank_volume_m3;
    discharge.inflow_m3 = watch_->held_back(now_ ? std::min(*now_, end_) : end_);
    discharge.explained =
        discharge.inflow_m3 && !std::is_gt(compare(*discharge.inflow_m3, discharge.tank_volume_m3));
  }

  /// The primary's window or, where it has no reading, what the standby measured meanwhile.
  void add(BaseWindow& window) {
    std::size_t on_duty = 0;
    if (plan_.standby && window.sums.n == 0) {
      const Sums standby = sums_inside(standbys_, window);
      // What either read and did not enter is told, whoever is on duty.
      Sums left_out;
      left_out.digits = standby.n > 0 ? window.sums.digits : standby.digits;
      left_out.excluded = standby.n > 0 ? window.sums.excluded : standby.excluded;
      if (standby.n > 0) {
        window.sums = standby;
        on_duty = 1;
      }
      window.sums.add(left_out);
    }
    if (watch_) look_at_flow(window);
    Evidence& evidence = facts_.evidence;
    if (plan_.standby && window.sums.n > 0) {
      evidence.instruments[on_duty].time += window.sums.covered;
      evidence.instruments[on_duty].n += window.sums.n;
    }
    if (weighted_) weigh(window);
    if (facts_.outside) facts_.outside->add(window.start, window.length, window.sums);
    evidence.sums.add(window.sums);
  }

  void look_at_flow(BaseWindow& window) {
    DischargeTimes& times = *facts_.evidence.discharge;
    const FlowState flow = watch_->of(window.start, window.length);
    if (flow == FlowState::contradictory) times.contradictory += window.length;
    if (flow == FlowState::idle) times.idle += window.length;
    if (flow == FlowState::flush) times.flush += window.length;
    const bool stands = flow == FlowState::idle || flow == FlowState::flush;
    if (!stands || !times.explained) return;  // a standstill that is not explained hides nothing
    set_aside(window.sums);
    const bool over = !now_ || window.end() <= *now_;
    if (over) {
      facts_.evidence.whole -= std::min(window.length, facts_.evidence.whole);
      facts_.evidence.set_aside += window.length;
    }
  }

  void prepare_weighting() {
    const Point& flow = state_.plant.points[*plan_.flow];
    auto& weighting = facts_.evidence.weighting.emplace();
    weighting.point = flow.id;
    weighting.volume_m3 = {0, flow.digits + kMeanPlaces, flow.unit_of_time() / std::chrono::minutes{1}};
    weighting.mean = weighting.mean_with_excluded = {0, point_.digits + kMeanPlaces, 0};
    flows_ = base_windows(state_.points[*plan_.flow], start_, end_, now_);
  }

  /// The flow as its lines print it x minutes; none without a flow, or with one that no river carries.
  [[nodiscard]] std::optional<std::int64_t> weight_of(const Sums& flow, milliseconds length) const {
    if (flow.n == 0) return std::nullopt;
    const int digits = facts_.evidence.weighting->volume_m3.digits;
    const Int128 units = std::max<Int128>(rounded_units(flow.mean(), digits), 0);
    const Int128 weight = units * (length / std::chrono::minutes{1});
    if (units > kMostWeight || weight > kMostWeight) return std::nullopt;
    return static_cast<std::int64_t>(weight);
  }

  /// By means as their lines print them, so that a person can reckon it again. A flow backwards weighs
  /// nothing.
  void weigh(BaseWindow& window) {
    FlowWeighting& weighting = *facts_.evidence.weighting;
    const auto with_excluded = window.sums.mean_with_excluded();
    if (!with_excluded) return;
    const auto weight = weight_of(sums_inside(flows_, window), window.length);
    if (!weight) weighting.without_flow += window.length;
    // Where nothing flowed nothing was weighed: one signal alone covers no time.
    if (weight.value_or(0) == 0) window.sums.covered = milliseconds{0};
    if (!weight) return;
    const auto add = [weight = *weight](Mean& to, const Mean& mean) {
      to.sum += rounded_units(mean, to.digits) * weight;
      to.n += weight;
    };
    add(weighting.mean_with_excluded, *with_excluded);
    if (window.sums.n == 0) return;
    add(weighting.mean, window.sums.mean());
    weighting.volume_m3.sum += *weight;
  }

  void conclude_discharge() {
    DischargeTimes& times = *facts_.evidence.discharge;
    const milliseconds whole = facts_.evidence.whole;
    const bool unexplained = !times.explained && times.idle > milliseconds{0};
    const bool doubtful =
        times.contradictory > milliseconds{0} &&
        !covers(whole - std::min(times.contradictory, whole), whole, permit_.minimum_coverage_percent);
    times.contradiction = unexplained || doubtful;
    // What went past in flush time was discharged.
    times.nothing_discharged = times.explained && times.idle > milliseconds{0} &&
                               times.flush == milliseconds{0} && whole == milliseconds{0};
  }

  /// Of the primary instrument; the window's own time is what no standby stood in for.
  [[nodiscard]] ExcludedTime excluded() const {
    ExcludedTime time{excluded_time(facts_.evidence.sums), {}, {}};
    if (time.window == milliseconds{0}) return time;
    const PointState& primary = state_.points[plan_.primary];
    const Instant day = window_start(start_, length_of(Period::day));
    for (const BaseWindow& window : base_windows(primary, day, day + length_of(Period::day), now_)) {
      if (window.start < end_) time.day += excluded_time(window.sums);
    }
    time.month = primary.month.total(start_);
    const auto row = primary.windows.index_of(Period::day);
    const bool closed = row && day < primary.windows.rows()[*row].next();
    if (!closed) time.month += time.day;
    return time;
  }

  const PlantState& state_;
  const CompositionPlan& plan_;
  const Point& point_;
  const Permit& permit_;
  Instant start_;
  Instant end_;
  std::optional<Instant> now_;
  bool weighted_;
  std::optional<FlowWatch> watch_;
  std::vector<BaseWindow> flows_;
  std::vector<BaseWindow> standbys_;
  VerdictFacts facts_;
};

}  // namespace

VerdictFacts composed_facts(const PlantState& state, const VerdictPlan& verdict, const Permit& permit,
                            Instant start, std::optional<Instant> now) {
  return Composer{state, verdict, permit, start, start + length_of(verdict.period), now}.make();
}

VerdictFacts batch_facts(const PlantState& state, const VerdictPlan& verdict, const Permit& permit,
                         Instant start, Instant end) {
  return Composer{state, verdict, permit, start, end, std::nullopt}.make_batch();
}

}  // namespace effluent
