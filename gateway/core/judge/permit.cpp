// SPDX-License-Identifier: Apache-2.0
#include "core/judge/permit.hpp"

namespace effluent {

milliseconds length_of(Period period) {
  switch (period) {
    case Period::five_minutes:
      return std::chrono::minutes{5};
    case Period::hour:
      return std::chrono::hours{1};
    case Period::day:
      return std::chrono::hours{24};
  }
  return {};
}

std::string_view name_of(Period period) {
  switch (period) {
    case Period::five_minutes:
      return "5min";
    case Period::hour:
      return "1h";
    case Period::day:
      return "24h";
  }
  return {};
}

std::optional<Period> parse_period(std::string_view text) {
  for (const auto period : kPeriods) {
    if (name_of(period) == text) return period;
  }
  return std::nullopt;
}

Period Permit::judged_period(const std::string& parameter) const {
  if (const auto written = averaging_of.find(parameter); written != averaging_of.end())
    return written->second;
  // A daily mean hides acid and alkaline dumps (design.md 5).
  return parameter == "ph" ? Period::hour : averaging;
}

bool Permit::in_force(Day day) const {
  return (!valid_from || *valid_from <= day) && (!valid_to || day <= *valid_to);
}

}  // namespace effluent
