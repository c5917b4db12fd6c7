// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/measure/decimal.hpp"
#include "core/measure/time.hpp"

namespace effluent {

/// What a point shows while nothing is discharged: values at most, or at least, that.
struct DischargeSign {
  std::string point;  ///< id, of the same plant
  std::optional<Decimal> at_most;
  std::optional<Decimal> at_least;
};

/// By which signs an outlet is known to discharge nothing, and what the plant can hold back meanwhile.
struct DischargeRules {
  std::vector<DischargeSign> signs;  ///< at least two, of two instruments: one signal alone proves nothing
  std::string inflow;                ///< id of the point that measures the flow into the plant
  Decimal tank_volume_m3;            ///< what the plant can hold back in 24 h
  milliseconds flush_time{0};        ///< after a restart: what stood in the pipe is not what is discharged
  bool batches = false;              ///< each discharge between two standstills is judged as a whole, too
};

}  // namespace effluent
