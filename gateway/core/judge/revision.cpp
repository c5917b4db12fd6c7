// SPDX-License-Identifier: Apache-2.0
#include "core/judge/revision.hpp"

#include <algorithm>

#include "core/judge/lines.hpp"
#include "core/judge/outside_range.hpp"
#include "core/judge/verdict_rule.hpp"

namespace effluent {
namespace {

constexpr std::string_view kDepends = "depends_on_exclusion";

/// What a base mean holds where none of its readings speaks of the discharge. Slots that had nothing to enter
/// keep their own cause, so caps on calibration and maintenance stay what they were.
Sums left_out(const Sums& sums) {
  Sums rest;
  rest.digits = sums.digits;
  rest.excluded = sums.excluded;
  if (sums.n > 0) rest.excluded.add(Tally{sums.n, sums.sum, sums.min, sums.max});
  rest.missing = sums.missing;
  rest.missing.at(static_cast<std::size_t>(Cause::explained)) += sums.covered;
  return rest;
}

bool is_same(const VerdictPlan& plan, const VerdictKey& key, const Plant& plant) {
  const Basis& basis = plan.basis;
  return plan.judged_period && plan.point && plant.points[*plan.point].id == key.point &&
         plan.outlet == key.outlet && plan.parameter == key.parameter && plan.binding == key.binding &&
         basis.standard == key.standard && basis.column == key.column && basis.flow_band == key.flow_band;
}

}  // namespace

bool Exclusion::touches(const std::string& of_plant, const std::string& point, Instant start,
                        Instant end) const {
  return plant == of_plant && start < until && from < end &&
         std::find(points.begin(), points.end(), point) != points.end();
}

Reviser::Reviser(const Plant& plant, std::size_t index, const Standards& standards)
    : plant_{plant}, index_{index}, plan_{plan_of(plant, standards)} {}

void Reviser::add(const StoredMean& mean) {
  if (mean.sums.due <= 0) return;
  const auto length = length_of(mean.period);
  Sums sums = mean.sums;
  sums.covered = mean.sums.slots * (length / mean.sums.due);
  means_[mean.point].insert_or_assign(Place{mean.start, length}, std::move(sums));
}

std::pair<const Permit*, const VerdictPlan*> Reviser::plan_for(const StoredVerdict& old) const {
  for (const auto& outlet : plan_.outlets) {
    const PermitPlan* permit = outlet.in_force(day_of(old.start));
    if (permit == nullptr) continue;
    for (const auto& verdict : permit->verdicts) {
      if (verdict.period == old.period && is_same(verdict, old.key, plant_))
        return {permit->permit, &verdict};
    }
  }
  return {nullptr, nullptr};
}

/// Where a change of the step made a longer period the shortest within it, its line holds what those before
/// held.
bool Reviser::is_held_by_a_longer(const Means& means, const Place& place) {
  return std::any_of(kPeriods.begin(), kPeriods.end(), [&](Period period) {
    const auto length = length_of(period);
    return length > place.second && means.count({window_start(place.first, length), length}) > 0;
  });
}

std::optional<JudgedLine> Reviser::revise(const StoredVerdict& old,
                                          std::span<const Exclusion> exclusions) const {
  const auto [permit, plan] = plan_for(old);
  const auto means = means_.find(old.key.point);
  if (plan == nullptr || means == means_.end()) return std::nullopt;
  const Point& point = plant_.points[*plan->point];
  const auto length = length_of(old.period);
  Evidence evidence{true, {}, length, old.excluded};
  evidence.sums.digits = point.digits;
  Evidence whole = evidence;  // as if nothing were left out
  OutsideRange outside{plan->basis};
  for (auto at = means->second.lower_bound({old.start, milliseconds{0}}); at != means->second.end(); ++at) {
    const auto& [start, base] = at->first;
    if (start >= old.start + length) break;
    if (start + base > old.start + length || is_held_by_a_longer(means->second, at->first)) continue;
    const bool touched = std::any_of(exclusions.begin(), exclusions.end(), [&](const Exclusion& one) {
      return one.touches(old.key.plant, old.key.point, at->first.first, at->first.first + at->first.second);
    });
    whole.sums.add(at->second);
    evidence.sums.add(touched ? left_out(at->second) : at->second);
    if (!touched) outside.add(start, base, at->second);
  }
  evidence.excluded.window = whole.excluded.window = excluded_time(evidence.sums);
  const Day day = day_of(old.start);
  Decision decision = decide(plan->basis, day, evidence, *permit);
  const bool depends = decision.verdict == Verdict::within_limit && decision.reasons.empty() &&
                       decide(plan->basis, day, whole, *permit).verdict != Verdict::within_limit;
  if (depends) decision.reasons.emplace_back(kDepends);
  JudgedLine line;
  line.kind = JudgedLine::Kind::verdict;
  line.plant = index_;
  line.point = plan->point;
  line.outlet = plan->outlet;
  line.parameter = plan->parameter;
  line.period = old.period;
  line.start = old.start;
  line.end = old.start + length;
  line.verdict = decision.verdict;
  line.binding = plan->binding;
  line.standard = plan->basis.standard;
  line.column = plan->basis.column;
  line.flow_band = plan->basis.flow_band;
  write_verdict(line.body, plan->head, old.start,
                {plan->basis, decision, evidence, permit->exclusion_cap, plan->ranged ? &outside : nullptr,
                 plan->binding, point.digits, point.surrogate_on(day)});
  return line;
}

}  // namespace effluent
