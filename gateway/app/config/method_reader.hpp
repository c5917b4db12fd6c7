// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/config/draft.hpp"
#include "app/config/library.hpp"

namespace effluent {

/// `method` and `[….correlation]` of a point: whether the method is a surrogate of the parameter is said by
/// methods.csv. The correlation as it is written, none where it is left out.
[[nodiscard]] std::optional<Section> read_method(Section& section, Point& point, const Library& library);
/// Warns of correlations that are not in force on `now`: running goes on, the verdicts say it.
void check_correlations(const Draft& draft, Day now);

}  // namespace effluent
