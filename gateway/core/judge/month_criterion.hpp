// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/judge/verdict.hpp"

namespace effluent {

/// Days by verdict, by index of Verdict.
using DayTally = std::array<std::int64_t, kVerdicts>;

/// When a plant's month counts as one that meets. No rule was found that says it: a choice, printed beside
/// the figure. Days on which nothing was discharged are neither for nor against it.
enum class MonthCriterion : std::uint8_t {
  all_days_within,  ///< every day within_limit: days without a limit or without enough data count against it
  no_day_exceeding  ///< no day exceeding and at least one within_limit: such days are left out
};
inline constexpr std::array<MonthCriterion, 2> kMonthCriteria{MonthCriterion::all_days_within,
                                                              MonthCriterion::no_day_exceeding};
[[nodiscard]] std::string_view name_of(MonthCriterion criterion);
[[nodiscard]] std::optional<MonthCriterion> parse_month_criterion(std::string_view name);

/// Whether a month of such days meets; none: there is no day yet that speaks for or against it. One sample of
/// a laboratory that exceeds outranks every day.
[[nodiscard]] std::optional<bool> meets(MonthCriterion criterion, const DayTally& month,
                                        bool laboratory_exceeds);

}  // namespace effluent
