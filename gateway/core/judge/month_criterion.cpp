// SPDX-License-Identifier: Apache-2.0
#include "core/judge/month_criterion.hpp"

namespace effluent {

std::string_view name_of(MonthCriterion criterion) {
  return criterion == MonthCriterion::all_days_within ? "all_days_within" : "no_day_exceeding";
}

std::optional<MonthCriterion> parse_month_criterion(std::string_view name) {
  for (const auto criterion : kMonthCriteria) {
    if (name_of(criterion) == name) return criterion;
  }
  return std::nullopt;
}

std::optional<bool> meets(MonthCriterion criterion, const DayTally& month, bool laboratory_exceeds) {
  const auto days = [&month](Verdict verdict) { return month.at(static_cast<std::size_t>(verdict)); };
  const auto undecided = days(Verdict::not_enough_data) + days(Verdict::no_limit);
  if (laboratory_exceeds || days(Verdict::exceeding) > 0) return false;
  if (days(Verdict::within_limit) == 0) return undecided > 0 ? std::optional{false} : std::nullopt;
  return criterion == MonthCriterion::no_day_exceeding || undecided == 0;
}

}  // namespace effluent
