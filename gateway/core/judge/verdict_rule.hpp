// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <vector>

#include "core/judge/basis.hpp"
#include "core/judge/point_windows.hpp"
#include "core/judge/verdict.hpp"

namespace effluent {

/// What one window of one parameter holds to be judged.
struct Evidence {
  bool has_point = false;  ///< a point measures the parameter; without one all else is meaningless
  Sums sums;
  milliseconds whole{0};  ///< what `sums.covered` is a part of; 0: nothing has ended yet, coverage 0

  [[nodiscard]] std::string coverage_text() const;
  [[nodiscard]] Mean mean() const { return {sums.sum, sums.digits, sums.n}; }  ///< where sums.n > 0
};

struct Decision {
  Verdict verdict = Verdict::no_limit;
  std::vector<std::string_view> reasons;
  bool dates_lifted = false;  ///< `ignore_standard_dates` made the difference on this day
};

/// Whether a basis gives a limit on a day, and why not.
struct LimitState {
  std::vector<std::string_view> reasons;  ///< for `no_limit`: every one that holds
  bool dates_lifted = false;              ///< `ignore_standard_dates` made the difference on this day
};
[[nodiscard]] LimitState limit_state(const Basis& basis, Day day);

/// The rule of judge.md, "Verdict, in this order". `day`: of the window's start at +07:00.
[[nodiscard]] Decision decide(const Basis& basis, Day day, const Evidence& evidence,
                              const Decimal& minimum_coverage_percent);

}  // namespace effluent
