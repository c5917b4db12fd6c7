// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/measure/time.hpp"

namespace effluent {

class LineMembers;

/// What the members behind a verdict's basis say of it (docs/formats/entries.md), as the entry prints it:
/// empty texts and none where the entry says null, or is of before the member.

/// The part of a window that was not measured.
struct ToldMissing {
  std::string percent;
  std::vector<std::pair<std::string, std::string>> causes;  ///< cause and its percent, the greatest first
  friend bool operator==(const ToldMissing&, const ToldMissing&) = default;
};

/// Readings that have a value and did not enter.
struct ToldExcluded {
  std::int64_t n = 0;
  std::string min;
  std::string max;
  friend bool operator==(const ToldExcluded&, const ToldExcluded&) = default;
};

/// Time lost to calibration and maintenance, in seconds, and the permit's caps.
struct ToldCap {
  std::string day;
  std::string day_cap;
  std::string month;
  std::string month_cap;
};

/// Of pH, temperature and whatever has two limits: seconds outside, and the worst hour.
struct ToldOutside {
  std::string below;
  std::string above;
  std::optional<Instant> worst_hour;
  std::string worst_value;
};

/// How much of a window one of two instruments gave.
struct ToldShare {
  std::string point;
  std::string measured;  ///< seconds
  std::int64_t n = 0;
};

/// What the signs of an outlet that discharges at times say: seconds and m3.
struct ToldDischarge {
  std::string idle;
  std::string flush;
  std::string contradictory;
  std::string inflow;  ///< empty: not known well enough
  std::string tank;
  bool explained = false;
};

/// The error that a rule permits the instrument, at the mean of an exceedance.
struct ToldError {
  std::string plus_minus;
  bool covers = false;  ///< the limit lies within it
  std::string certainty;
  std::string document;
};

/// A mean weighted by flow.
struct ToldWeighting {
  std::string point;         ///< of the flow
  std::string volume;        ///< m3
  std::string without_flow;  ///< seconds
};

struct ToldDetails {
  std::optional<ToldMissing> missing;
  std::optional<ToldExcluded> excluded;
  std::string mean_with_excluded;
  std::optional<ToldCap> cap;
  std::string deviation;
  std::optional<ToldOutside> outside;
  std::vector<ToldShare> instruments;  ///< primary and standby; empty: one instrument
  std::optional<ToldDischarge> discharge;
  std::optional<ToldError> error;
  std::optional<ToldWeighting> weighting;
};
/// The verdict rests on other readings than the mean line of its point: a standby's too, or only those of the
/// time in which water was discharged.
[[nodiscard]] bool is_composed(const ToldDetails& details);
/// Of a verdict's entry.
[[nodiscard]] ToldDetails read_details(const LineMembers& json);

}  // namespace effluent
