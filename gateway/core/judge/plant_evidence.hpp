// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>

#include "core/judge/outside_range.hpp"
#include "core/judge/plant_state.hpp"
#include "core/judge/verdict_rule.hpp"

namespace effluent {

/// What a verdict is reached by, and what it tells beside.
struct VerdictFacts {
  Evidence evidence;
  std::optional<OutsideRange> outside;  ///< none: not told by how long and how far
};

/// The row of windows of a verdict.
[[nodiscard]] const WindowRow& row_of(const PlantState& state, const VerdictPlan& verdict);

/// Times outside in a window of one point, by its closed base windows; none where the verdict is not told so.
[[nodiscard]] std::optional<OutsideRange> outside_of(const PointState& point, const VerdictPlan& verdict,
                                                     Instant start);

/// Of the window that closes at `end`; none where the verdict's window does not close now.
[[nodiscard]] std::optional<VerdictFacts> closed_facts(const PlantState& state, const VerdictPlan& verdict,
                                                       const Permit& permit, Instant end);
/// Of a window that is open at `now`, by the slots that have ended.
[[nodiscard]] VerdictFacts open_facts(const PlantState& state, const VerdictPlan& verdict,
                                      const Permit& permit, Instant start, Instant now);

}  // namespace effluent
