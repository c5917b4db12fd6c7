// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>

#include "core/judge/plant_evidence.hpp"

namespace effluent {

/// The facts of a verdict that rests on more than one point (CompositionPlan): a standby that stands in where
/// the primary instrument has no reading, an outlet that discharges at times, a mean weighted by flow. Made
/// of the closed windows of the shortest period and, with `now`, of those open then. [start, end): a window
/// of the verdict; with `now`: its part up to then.
[[nodiscard]] VerdictFacts composed_facts(const PlantState& state, const VerdictPlan& verdict,
                                          const Permit& permit, Instant start, std::optional<Instant> now);
/// Of a batch [start, end), whose parts are closed: of the base windows that lie wholly inside it.
[[nodiscard]] VerdictFacts batch_facts(const PlantState& state, const VerdictPlan& verdict,
                                       const Permit& permit, Instant start, Instant end);

}  // namespace effluent
