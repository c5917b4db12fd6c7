// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/config/draft.hpp"

namespace effluent {

/// `[plant.outlet.discharge]`: by which signs an outlet is known to stand still. What it says of points is
/// checked by check_discharge, once all of the plant are read.
[[nodiscard]] std::optional<DischargeDraft> read_discharge(Section& outlet);

/// The outlet's `flow` is a flow that it measures; a permit that weights by it needs one.
void check_flow(const PlantDraft& plant, const OutletDraft& outlet);

/// The signs are points of the plant, of two instruments at least; the inflow is a flow.
void check_discharge(const PlantDraft& plant, const OutletDraft& outlet);

/// A standby measures what its primary measures, there and as often.
void check_standbys(const PlantDraft& plant);

}  // namespace effluent
