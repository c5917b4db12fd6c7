// SPDX-License-Identifier: Apache-2.0
#include "core/judge/revision.hpp"

#include <algorithm>

#include "core/judge/composition.hpp"
#include "core/judge/plant_verdicts.hpp"

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

/// By the shelves alone. Calibration and maintenance of day and month are as they were recorded.
VerdictFacts recorded_facts(const PlantState& state, const VerdictPlan& plan, const Permit& permit,
                            const StoredVerdict& old) {
  VerdictFacts facts;
  if (plan.composition) {
    facts = composed_facts(state, plan, permit, old.start, std::nullopt);
  } else {
    const auto length = length_of(old.period);
    facts.evidence = {true, {}, length, {}};
    facts.evidence.sums.digits = state.plant.points[*plan.point].digits;
    const PointState& point = state.points[*plan.point];
    point.shelf.each(old.start, old.start + length,
                     [&](const BaseWindow& window) { facts.evidence.sums.add(window.sums); });
    facts.outside = outside_of(point, plan, old.start);
  }
  facts.evidence.excluded = old.excluded;
  facts.evidence.excluded.window = excluded_time(facts.evidence.sums);
  return facts;
}

}  // namespace

bool Exclusion::touches(const std::string& of_plant, const std::string& point, Instant start,
                        Instant end) const {
  return plant == of_plant && start < until && from < end &&
         std::find(points.begin(), points.end(), point) != points.end();
}

void RecordedMeans::add(const StoredMean& mean) {
  if (mean.sums.due <= 0) return;
  const auto length = length_of(mean.period);
  means_[mean.point].insert_or_assign(Place{mean.start, length}, restored_sums(mean.sums, length));
}

void RecordedMeans::each(const std::string& point, const std::function<void(const BaseWindow&)>& take) const {
  const auto of_point = means_.find(point);
  if (of_point == means_.end()) return;
  for (const auto& [place, sums] : of_point->second) {
    const auto& [start, length] = place;
    // Where a change of the step made a longer period the shortest within it, its line holds what those
    // before held.
    const bool held =
        std::any_of(kPeriods.begin(), kPeriods.end(), [&, at = start, own = length](Period period) {
          const auto longer = length_of(period);
          return longer > own && of_point->second.count({window_start(at, longer), longer}) > 0;
        });
    if (!held) take({start, length, sums});
  }
}

std::vector<std::string> measuring_points(const Plant& plant, const std::string& point) {
  std::vector<std::string> all{point};
  for (const auto& other : plant.points) {
    if (other.standby_for == point) all.push_back(other.id);
  }
  return all;
}

Reviser::Reviser(const Plant& plant, std::size_t index, const Standards& standards,
                 const RecordedMeans& means, std::span<const Exclusion> exclusions)
    : left_{plant, index, standards}, whole_{plant, index, standards} {
  for (std::size_t at = 0; at < plant.points.size(); ++at) {
    const std::string& point = plant.points[at].id;
    means.each(point, [&](const BaseWindow& window) {
      const bool touched = std::any_of(exclusions.begin(), exclusions.end(), [&](const Exclusion& one) {
        return one.touches(plant.id, point, window.start, window.end());
      });
      whole_.points[at].shelf.put(window);
      left_.points[at].shelf.put(touched ? BaseWindow{window.start, window.length, left_out(window.sums)}
                                         : window);
    });
  }
}

std::pair<const Permit*, const VerdictPlan*> Reviser::plan_for(const StoredVerdict& old) const {
  for (const auto& outlet : left_.plan.outlets) {
    const PermitPlan* permit = outlet.in_force(day_of(old.start));
    if (permit == nullptr) continue;
    for (const auto& verdict : permit->verdicts) {
      if (verdict.period == old.period && is_same(verdict, old.key, left_.plant))
        return {permit->permit, &verdict};
    }
  }
  return {nullptr, nullptr};
}

std::optional<JudgedLine> Reviser::revise(const StoredVerdict& old) const {
  const auto [permit, plan] = plan_for(old);
  if (plan == nullptr) return std::nullopt;
  const VerdictFacts whole = recorded_facts(whole_, *plan, *permit, old);
  const VerdictFacts left = recorded_facts(left_, *plan, *permit, old);
  const Day day = day_of(old.start);
  Decision decision = decide(plan->basis, day, left.evidence, *permit);
  // Also where today's configuration, and not the decision, makes the difference to what was recorded.
  const bool was_within = old.verdict == Verdict::within_limit &&
                          decide(plan->basis, day, whole.evidence, *permit).verdict == Verdict::within_limit;
  const bool depends = decision.verdict == Verdict::within_limit && decision.reasons.empty() && !was_within;
  if (depends) decision.reasons.emplace_back(kDepends);
  JudgedLine line;
  fill_verdict(line, left_, *plan, *permit, left, decision, old.start, plan->head);
  return line;
}

}  // namespace effluent
