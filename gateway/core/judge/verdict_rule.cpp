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

bool outside_limit(const Basis& basis, const Mean& mean) {
  return (basis.limit_max && std::is_gt(compare(mean, *basis.limit_max))) ||
         (basis.limit_min && std::is_lt(compare(mean, *basis.limit_min)));
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

Decision decide(const Basis& basis, Day day, const Evidence& evidence,
                const Decimal& minimum_coverage_percent) {
  Decision decision;
  auto [reasons, dates_lifted] = limit_state(basis, day);
  decision.reasons = std::move(reasons);
  decision.dates_lifted = dates_lifted;
  if (!decision.reasons.empty()) return decision;

  if (!evidence.has_point || evidence.sums.n == 0 || !covers_enough(evidence, minimum_coverage_percent)) {
    decision.verdict = Verdict::not_enough_data;
    decision.reasons.emplace_back(evidence.has_point ? "coverage" : "no_point");
    return decision;
  }
  decision.verdict = outside_limit(basis, evidence.mean()) ? Verdict::exceeding : Verdict::within_limit;
  return decision;
}

}  // namespace effluent
