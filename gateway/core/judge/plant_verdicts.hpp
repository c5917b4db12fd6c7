// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <vector>

#include "core/judge/plant_evidence.hpp"
#include "core/judge/plant_state.hpp"
#include "core/judge/verdict.hpp"

namespace effluent {

/// A verdict's line. `head`: VerdictPlan::head, or batch_head. The window is the period's that begins at
/// `start`.
void fill_verdict(JudgedLine& line, const PlantState& state, const VerdictPlan& verdict, const Permit& permit,
                  const VerdictFacts& facts, const Decision& decision, Instant start,
                  const std::string& head);

/// The verdict lines of the windows that close at `end`, in judge.md's order; how many.
std::size_t write_verdicts(const PlantState& state, Instant end, bool all_periods,
                           const std::function<void(const JudgedLine&)>& write);

/// The verdict lines of the batches whose end is known by the part of 5 min that closes at `end`; how many.
std::size_t write_batches(const PlantState& state, Instant end,
                          const std::function<void(const JudgedLine&)>& write);

/// A verdict line for each window that has begun at `data_time` and is not closed (WindowBook::provisional).
[[nodiscard]] std::vector<JudgedLine> provisional_verdicts(const PlantState& state, Instant data_time,
                                                           bool all_periods);

/// With the numbers of slots that the record prints.
[[nodiscard]] WindowSums window_sums(const Sums& sums, milliseconds length, const Point& point);

}  // namespace effluent
