// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/config/library.hpp"

namespace effluent {

/// Reads `standard`, `column` and `flow_band` of a permit or shadow and checks them against the table; null
/// where there is none to check against.
const Standard* read_rule(Section& section, Library& library, Shadow& rule);

}  // namespace effluent
