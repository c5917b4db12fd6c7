// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "core/judge/permit.hpp"
#include "core/judge/standard.hpp"

namespace effluent {

/// What one parameter is judged by, whatever the day: the permit's own limit, or the standard's row.
struct Basis {
  bool from_permit = false;  ///< the permit's own limit replaces the row
  std::string standard;
  std::string column;
  std::string flow_band;  ///< empty: null
  std::optional<Decimal> limit_min;
  std::optional<Decimal> limit_max;
  std::optional<Decimal> c;   ///< of a two-sided row its maximum
  std::optional<Decimal> kq;  ///< only where it enters
  std::optional<Decimal> kf;
  std::string document;              ///< empty: null
  std::string certainty;             ///< the row's cell; empty: null
  bool unverified = false;           ///< known from memory only
  bool blank = false;                ///< no value, or no row
  std::optional<Day> in_force_from;  ///< none: the standard is not loaded, so never in force
  std::optional<Day> in_force_to;
  std::optional<std::string> ignore_dates;  ///< why the standard's dates don't bind

  [[nodiscard]] bool inside_dates(Day day) const;
};

/// By the permit's own standard or, where `shadow` is given, by that one.
[[nodiscard]] Basis basis_of(const Permit& permit, const Shadow* shadow, const std::string& parameter,
                             const Standards& standards);

}  // namespace effluent
