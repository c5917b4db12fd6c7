// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>

#include "core/judge/plant_state.hpp"
#include "core/judge/verdict.hpp"

namespace effluent {

/// The event that a point, a primary or its standby, has come on duty.
[[nodiscard]] std::string_view what_of_duty(const Point& point);

/// An entry for each standby that takes over, or primary that is back, with the base window that ends at
/// `end` (OwnRowPlan of the pair closes now): the primary is on duty wherever it has a reading that enters,
/// the standby where only it has one; where neither has, nothing changes. Whoever is on duty follows from
/// which instrument measured, never from what it measured.
/// How many.
std::size_t write_duty_switches(const PlantState& state, Instant end,
                                const std::function<void(const JudgedLine&)>& write);

}  // namespace effluent
