// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "core/measure/time.hpp"

namespace effluent {

/// What `state` says of the gateway. `kept_epoch` and `kept_seq` are null until receipts come [evidence].
struct GatewayState {
  std::string gateway;
  Instant time{};
  bool online = false;
  std::string version;                   ///< of the program
  std::string epoch;                     ///< empty: null
  std::optional<std::int64_t> last_seq;  ///< newest committed entry of the epoch
};

[[nodiscard]] std::string state_payload(const GatewayState& state);

}  // namespace effluent
