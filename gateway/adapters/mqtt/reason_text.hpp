// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

namespace effluent {

/// What a CONNACK's reason code (MQTT 5) or return code (MQTT 3.1.1) means and what to do about it.
[[nodiscard]] std::string connack_text(int code, bool mqtt5);

}  // namespace effluent
