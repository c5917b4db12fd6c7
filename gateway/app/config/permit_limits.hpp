// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/config/draft.hpp"
#include "app/config/library.hpp"

namespace effluent {

/// The permit's own limits, `[….permit.limits]`: they replace the standard's row.
void read_limits(Section& section, PermitDraft& draft, const Library& library);
/// Every `[[….permit.shadow]]`: a standard that is judged beside the permit's.
void read_shadows(Section& section, PermitDraft& draft, Library& library);
/// `kq` and `kf`, once limits and shadows are read: required where a limit is multiplied by them.
void read_factors(Section& section, PermitDraft& draft, const Standard* standard, const Library& library);
/// Which standard or shadow multiplies a limit that is judged automatically by Kq and Kf; empty: none does.
[[nodiscard]] std::string factors_asked_by(const Permit& permit, const Standard* standard,
                                           const Library& library);
/// Warns where a permit that was read says what contradicts its standard or itself, or has no effect.
void warn_of_contradictions(const PermitDraft& draft, const Standard* standard, const Library& library);

}  // namespace effluent
