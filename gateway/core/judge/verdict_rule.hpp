// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
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
/// `covered` is at least that part of `whole`; nothing is of nothing.
[[nodiscard]] bool covers(milliseconds covered, milliseconds whole, const Decimal& minimum_percent);
/// Of the slots of a window.
[[nodiscard]] milliseconds excluded_time(const Sums& sums);

/// How much of a window one of two instruments gave (primary first).
struct InstrumentShare {
  std::string_view point;  ///< id
  milliseconds time{0};    ///< length of its slots with an entering reading
  std::int64_t n = 0;
};

/// What the signs of an outlet say of a window (DischargeRules).
struct DischargeTimes {
  milliseconds idle{0};
  milliseconds flush{0};          ///< after a restart
  milliseconds contradictory{0};  ///< one sign of a standstill, and one against it
  std::optional<Mean> inflow_m3;  ///< what the plant took in while idle in 24 h; none: not known well enough
  Decimal tank_volume_m3;
  bool explained = false;           ///< the inflow is known and fits into the tank
  bool contradiction = false;       ///< what the signs say can't be believed, or is doubtful for too long
  bool nothing_discharged = false;  ///< the whole window, explained
};

/// A mean weighted by what was discharged: sum of mean x flow over sum of flow, of the base windows as their
/// lines print them.
struct FlowWeighting {
  std::string_view point;        ///< id of the flow's
  Mean volume_m3;                ///< discharged in the windows that entered
  milliseconds without_flow{0};  ///< windows with a mean, and without a flow to weigh it by
  Mean mean;                     ///< n = 0: nothing could be weighed
  Mean mean_with_excluded;       ///< likewise
};

/// What one window of one parameter holds to be judged.
struct Evidence {
  bool has_point = false;  ///< a point measures the parameter; without one all else is meaningless
  Sums sums;
  milliseconds whole{0};  ///< what `sums.covered` is a part of; 0: nothing has ended yet, coverage 0
  ExcludedTime excluded;
  milliseconds set_aside{0};                               ///< of the window, in which nothing was discharged
  std::vector<InstrumentShare> instruments = {};           ///< where a standby may stand in
  std::optional<DischargeTimes> discharge = std::nullopt;  ///< where the outlet has signs of a standstill

  std::optional<FlowWeighting> weighting = std::nullopt;  ///< where the permit weights by flow

  [[nodiscard]] std::string coverage_text() const;
  [[nodiscard]] bool has_value() const { return weighting ? weighting->mean.n > 0 : sums.n > 0; }
  [[nodiscard]] Mean mean() const {
    return weighting ? weighting->mean : sums.mean();
  }  ///< where has_value()
  /// Of all readings that have a value; none where all of them entered.
  [[nodiscard]] std::optional<Mean> mean_with_excluded() const;
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
