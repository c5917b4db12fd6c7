// SPDX-License-Identifier: Apache-2.0
#include "core/judge/verdict_rule.hpp"

#include <compare>
#include <utility>

namespace effluent {
namespace {

bool covers_enough(const Evidence& evidence, const Decimal& minimum_percent) {
  const auto covered = evidence.whole.count() > 0 ? evidence.sums.covered.count() : 0;
  const auto whole = evidence.whole.count() > 0 ? evidence.whole.count() : 1;
  return !(Decimal{Int128{covered} * 100, 0} < minimum_percent * Decimal{whole, 0});
}

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
  if (evidence.sums.n == 0 || !covers_enough(evidence, permit.minimum_coverage_percent)) {
    reasons.emplace_back("coverage");
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
  if (!decision.reasons.empty()) {
    decision.verdict = Verdict::not_enough_data;
    return;
  }
  decision.verdict = Verdict::within_limit;
  if (evidence.sums.excluded.n > 0 && is_outside(basis, *evidence.sums.mean_with_excluded())) {
    decision.reasons.emplace_back("depends_on_exclusion");
  }
}

}  // namespace

std::string Evidence::coverage_text() const {
  return whole.count() > 0 ? percent_text(sums.covered.count(), whole.count()) : percent_text(0, 1);
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

  decision.reasons = lacks(evidence, permit);
  if (decision.reasons.empty()) {
    judge(decision, basis, evidence);
  } else {
    decision.verdict = Verdict::not_enough_data;
  }
  return decision;
}

}  // namespace effluent
