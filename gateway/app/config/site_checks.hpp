// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/config/draft.hpp"
#include "app/config/library.hpp"

namespace effluent {

/// Ties points to devices, devices to buses and profiles, fills in what follows from that (`poll`, `unit_id`,
/// channels) and reports what doesn't fit. `judge` may leave the devices out altogether, and no
/// profile is read for it.
void check_wiring(Draft& draft, Library& library, Demand demand);
/// What a permit asks of the points of its outlet: units, periods; and of its neighbours: no overlap, no day
/// between them; one holds on `now`, where that is given.
void check_permits(const Draft& draft, const Library& library, std::optional<Day> now);
/// The site of a draft without errors.
[[nodiscard]] Site build_site(Draft& draft, const Library& library, Site base);

}  // namespace effluent
