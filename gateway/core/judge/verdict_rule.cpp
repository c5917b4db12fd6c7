// SPDX-License-Identifier: Apache-2.0
#include "core/judge/verdict_rule.hpp"

#include <compare>
#include <utility>

namespace effluent {
namespace {

bool is_above(const Basis& basis, const Mean& mean) {
  return basis.limit_max && std::is_gt(compare(mean, *basis.limit_max));
}
bool is_below(const Basis& basis, const Mean& mean) {
  return basis.limit_min && std::is_lt(compare(mean, *basis.limit_min));
}
bool is_outside(const Basis& basis, const Mean& mean) {
  return is_above(basis, mean) || is_below(basis, mean);
}

/// Why there is not enough to judge by, whatever was read.
std::vector<std::string_view> lacks(const Evidence& evidence, const Permit& permit) {
  if (!evidence.has_point) return {"no_point"};
  std::vector<std::string_view> reasons;
  const bool covered = covers(evidence.sums.covered, evidence.whole, permit.minimum_coverage_percent);
  if (!evidence.has_value() || !covered) {
    reasons.emplace_back("coverage");
    const bool weighed = !evidence.weighting || evidence.weighting->without_flow == milliseconds{0};
    if (!weighed) reasons.emplace_back("flow_missing");
  }
  const ExcludedTime& excluded = evidence.excluded;
  const ExclusionCap& cap = permit.exclusion_cap;
  if (excluded.window > milliseconds{0} && (excluded.day > cap.day || excluded.month > cap.month)) {
    reasons.emplace_back("exclusion_cap");
  }
  return reasons;
}

/// By a mean in which values beyond the range count as its end: with ones over it the true mean is at least
/// that, with ones under it at most. It may prove that a limit is exceeded, and never that it is kept, unless
/// the bound points the other way.
void judge(Decision& decision, const Basis& basis, const Evidence& evidence) {
  const Mean mean = evidence.mean();
  const bool over = evidence.sums.count(Cause::over_range) > 0;
  const bool under = evidence.sums.count(Cause::under_range) > 0;
  const bool above = is_above(basis, mean);
  const bool below = is_below(basis, mean);
  if ((above && !under) || (below && !over)) {
    decision.verdict = Verdict::exceeding;
    decision.at_least = above ? over : under;
    return;
  }
  if (over && (basis.limit_max || below)) decision.reasons.emplace_back("over_range");
  if (under && (basis.limit_min || above)) decision.reasons.emplace_back("under_range");
  if (evidence.discharge && evidence.discharge->contradiction) {
    decision.reasons.emplace_back("flow_contradiction");
  }
  if (!decision.reasons.empty()) {
    decision.verdict = Verdict::not_enough_data;
    return;
  }
  decision.verdict = Verdict::within_limit;
  const auto with_excluded = evidence.mean_with_excluded();
  if (with_excluded && is_outside(basis, *with_excluded)) {
    decision.reasons.emplace_back("depends_on_exclusion");
  }
}

}  // namespace

bool covers(milliseconds covered, milliseconds whole, const Decimal& minimum_percent) {
  const auto part = whole.count() > 0 ? covered.count() : 0;
  const auto of = whole.count() > 0 ? whole.count() : 1;
  return !(Decimal{Int128{part} * 100, 0} < minimum_percent * Decimal{of, 0});
}

std::string Evidence::coverage_text() const {
  return whole.count() > 0 ? percent_text(sums.covered.count(), whole.count()) : percent_text(0, 1);
}

std::optional<Mean> Evidence::mean_with_excluded() const {
  if (sums.excluded.n == 0) return std::nullopt;
  if (!weighting) return sums.mean_with_excluded();
  return weighting->mean_with_excluded.n > 0 ? std::optional{weighting->mean_with_excluded} : std::nullopt;
}

LimitState limit_state(const Basis& basis, Day day) {
  LimitState state;
  const bool outside_dates = !basis.inside_dates(day);
  state.dates_lifted = outside_dates && basis.ignore_dates.has_value();
  if (outside_dates && !state.dates_lifted) state.reasons.emplace_back("outside_standard_dates");
  if (basis.unverified) state.reasons.emplace_back("limit_unverified");
  if (basis.blank) state.reasons.emplace_back("limit_blank");
  return state;
}

milliseconds excluded_time(const Sums& sums) {
  return sums.missing_by(Cause::calibrating) + sums.missing_by(Cause::maintenance);
}

Decision decide(const Basis& basis, Day day, const Evidence& evidence, const Permit& permit) {
  Decision decision;
  auto [reasons, dates_lifted] = limit_state(basis, day);
  decision.reasons = std::move(reasons);
  decision.dates_lifted = dates_lifted;
  if (!decision.reasons.empty()) return decision;

  if (evidence.discharge && evidence.discharge->nothing_discharged) {
    decision.verdict = Verdict::not_discharging;
    return decision;
  }
  decision.reasons = lacks(evidence, permit);
  if (decision.reasons.empty()) {
    judge(decision, basis, evidence);
  } else {
    decision.verdict = Verdict::not_enough_data;
  }
  return decision;
}

}  // namespace effluent
