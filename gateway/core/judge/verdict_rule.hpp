// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <vector>

#include "core/judge/basis.hpp"
#include "core/judge/sums.hpp"
#include "core/judge/verdict.hpp"

namespace effluent {

/// How long calibration and maintenance kept a point's readings out, up to the end of a window.
struct ExcludedTime {
  milliseconds window{0};
  milliseconds day{0};    ///< from the start of its day at +07:00
  milliseconds month{0};  ///< from the start of its month
};
/// Of the slots of a window.
[[nodiscard]] milliseconds excluded_time(const Sums& sums);

/// What one window of one parameter holds to be judged.
struct Evidence {
  bool has_point = false;  ///< a point measures the parameter; without one all else is meaningless
  Sums sums;
  milliseconds whole{0};  ///< what `sums.covered` is a part of; 0: nothing has ended yet, coverage 0
  ExcludedTime excluded;

  [[nodiscard]] std::string coverage_text() const;
  [[nodiscard]] Mean mean() const { return {sums.sum, sums.digits, sums.n}; }  ///< where sums.n > 0
};

struct Decision {
  Verdict verdict = Verdict::no_limit;
  std::vector<std::string_view> reasons;
  bool at_least = false;      ///< the mean is a bound: the true one is at least as far outside the limit
  bool dates_lifted = false;  ///< `ignore_standard_dates` made the difference on this day
};

/// Whether a basis gives a limit on a day, and why not.
struct LimitState {
  std::vector<std::string_view> reasons;  ///< for `no_limit`: every one that holds
  bool dates_lifted = false;              ///< `ignore_standard_dates` made the difference on this day
};
[[nodiscard]] LimitState limit_state(const Basis& basis, Day day);

/// The rule of judge.md, "Verdict, in this order". `day`: of the window's start at +07:00.
[[nodiscard]] Decision decide(const Basis& basis, Day day, const Evidence& evidence, const Permit& permit);

}  // namespace effluent
