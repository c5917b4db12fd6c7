// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <compare>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/explain/day_record.hpp"
#include "core/judge/final_verdict.hpp"

namespace effluent {

/// A day's verdicts of one key: what one paragraph of an explanation speaks of.
struct Series {
  VerdictKey key;
  Period period = Period::day;
  std::vector<const ToldVerdict*> windows;  ///< by start; at least one

  [[nodiscard]] std::size_t expected() const;  ///< windows of a whole day
  [[nodiscard]] std::size_t missing() const;   ///< of them without a verdict in the record
  [[nodiscard]] std::vector<const ToldVerdict*> with(Verdict verdict) const;
  /// Every window that discharged at all is within the limit, and there is one.
  [[nodiscard]] bool all_within() const;
  [[nodiscard]] bool all_idle() const;  ///< nothing was discharged the whole day
  /// As the verdicts say it, the worst of them (a configuration may have changed within the day); empty: none
  /// does.
  [[nodiscard]] std::string surrogate() const;
};
/// In the order of judge.md: outlet, point, parameter, period, binding before shadows. `record` outlives it.
[[nodiscard]] std::vector<Series> series_of(const DayRecord& record);

/// How far a printed mean lies outside printed limits.
struct Deviation {
  bool above = false;
  std::string by;  ///< exact difference of the two printed numbers
};
/// None where the number lies inside, or there is no such number or limit.
[[nodiscard]] std::optional<Deviation> deviation_of(const std::string& value, const std::string& minimum,
                                                    const std::string& maximum);

/// Time out of range by the recorded means of a point's shortest period.
struct MinutesOutside {
  Period period = Period::five_minutes;
  std::size_t windows = 0;  ///< with a value
  std::int64_t below = 0;   ///< minutes
  std::int64_t above = 0;
};
/// None where no such mean of the day has a value.
[[nodiscard]] std::optional<MinutesOutside> minutes_outside(const DayRecord& record,
                                                            const ToldVerdict& verdict);

/// Time out of range as verdicts of pH, temperature and whatever has two limits tell it.
struct SecondsOutside {
  milliseconds below{0};
  milliseconds above{0};
};
/// None (both 0) where the verdict does not say.
[[nodiscard]] SecondsOutside seconds_outside(const ToldVerdict& verdict);
/// Of all windows of a day.
struct DayOutside : SecondsOutside {
  const ToldVerdict* most = nullptr;  ///< the first of those longest outside; null: none is
};
/// None where the series is of another parameter, or a verdict that has two limits does not say.
[[nodiscard]] std::optional<DayOutside> seconds_outside(const Series& series);
/// Seconds as an entry prints them.
[[nodiscard]] std::string seconds_text(milliseconds time);

/// Whether the first of two printed decimals is the smaller.
[[nodiscard]] bool less_number(const std::string& left, const std::string& right);

}  // namespace effluent
