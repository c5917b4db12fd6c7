// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/measure/decimal.hpp"
#include "core/measure/time.hpp"

namespace effluent {

/// The lengths of printed and judged windows.
enum class Period { five_minutes, hour, day };
inline constexpr std::array<Period, 3> kPeriods{Period::five_minutes, Period::hour, Period::day};
[[nodiscard]] milliseconds length_of(Period period);
[[nodiscard]] std::string_view name_of(Period period);  ///< "5min", "1h", "24h"
[[nodiscard]] std::optional<Period> parse_period(std::string_view text);

/// A limit the permit itself sets; it replaces the standard's whole row, Kq and Kf don't apply to it.
struct OwnLimit {
  std::optional<Decimal> min;
  std::optional<Decimal> max;
  std::string source;
};

/// How long calibration and maintenance together may take a parameter's readings out of its means. The
/// defaults are design: no rule was found (regulation.md, section 0).
struct ExclusionCap {
  milliseconds day = std::chrono::minutes{60};
  milliseconds month = std::chrono::hours{10};
};

struct LaboratoryDuty {
  std::string parameter;
  milliseconds every{0};
};

/// A standard judged beside the binding one, never binding.
struct Shadow {
  std::string standard;
  std::string column;
  std::string flow_band;  ///< empty: none
};

/// An environmental permit of one outlet: which rules hold from when to when.
struct Permit {
  std::string number;
  std::optional<Day> valid_from;  ///< included; none: open
  std::optional<Day> valid_to;    ///< included; none: open
  std::optional<std::string> ignore_standard_dates;
  std::string standard;
  std::string column;
  std::string flow_band;  ///< empty: none
  std::optional<Decimal> kq;
  std::optional<Decimal> kf;
  Decimal minimum_coverage_percent{80, 0};
  ExclusionCap exclusion_cap;
  Period averaging = Period::day;
  std::map<std::string, Period> averaging_of;  ///< as written, without defaults
  std::set<std::string> flow_weighted;         ///< parameters whose mean is weighted by the outlet's flow
  std::vector<std::string> automatic;
  std::vector<LaboratoryDuty> laboratory;
  std::vector<Shadow> shadows;
  std::map<std::string, OwnLimit> limits;

  /// The period a parameter is judged by: `averaging_of`, else 1 h for pH, else `averaging`.
  [[nodiscard]] Period judged_period(const std::string& parameter) const;
  [[nodiscard]] bool in_force(Day day) const;
};

}  // namespace effluent
