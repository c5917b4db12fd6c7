// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "files/fields.hpp"
#include "instrument/settings.hpp"

namespace effluent::simulator {

/// What an [[event]] says of a device: `fault` and what that one needs; `event` has the device's id. Mistakes
/// go to the report of `fields`, with line and remedy; a device that is in no plant is left to the caller.
void read_fault(Fields& fields, const std::vector<PlantSettings>& plants, Event& event);

}  // namespace effluent::simulator
