// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/config/draft.hpp"
#include "app/config/library.hpp"

namespace effluent {

/// Every `[[plant]]` with its outlets and points.
[[nodiscard]] std::vector<PlantDraft> read_plants(Section& root, Library& library, Demand demand);
/// One `[[plant.outlet.permit]]`, checked against its standard.
[[nodiscard]] PermitDraft read_permit(Section section, Library& library);
/// The key names a parameter; else an error at `line` with what is near.
bool check_parameter(const Section& section, int line, const std::string& key, const Library& library);
/// The shortest period that a step is not longer than and does not divide: such a step is refused (judge.md).
[[nodiscard]] std::optional<Period> undivided_period(milliseconds step);
/// Every `[[bus]]` and `[[device]]`.
void read_wiring(Section& root, Draft& draft, Demand demand);

}  // namespace effluent
