// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/config/draft.hpp"
#include "app/config/library.hpp"

namespace effluent {

/// The permit's own limits, `[….permit.limits]`: they replace the standard's row.
void read_limits(Section& section, Permit& permit, const Library& library);
/// Every `[[….permit.shadow]]`: a standard that is judged beside the permit's.
void read_shadows(Section& section, PermitDraft& draft, Library& library);
/// `kq` and `kf`, once limits and shadows are read: required where a limit is multiplied by them.
void read_factors(Section& section, PermitDraft& draft, const Standard* standard, const Library& library);

}  // namespace effluent
