// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/config/section.hpp"

namespace effluent {

/// `[mqtt]`. Its files are looked for as `demand` says (check_file).
void read_mqtt(Section section, MqttSettings& mqtt, Demand demand);

}  // namespace effluent
