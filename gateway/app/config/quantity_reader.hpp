// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/config/draft.hpp"

namespace effluent {

/// `counter` of a point: where a totaliser's register wraps.
void read_counter(Section& section, Point& point);
/// `flow` and `totaliser` of an outlet name points from which a volume follows (that there is such a flow:
/// check_flow).
void check_quantities(const PlantDraft& plant, const OutletDraft& outlet);

}  // namespace effluent
