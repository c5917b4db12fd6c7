// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "core/measure/time.hpp"

namespace effluent::golden {

/// No scenario of the simulator's: nothing comes from KCN Mẫu 2, not even that it failed.
inline constexpr const char* kNoPower = "no-power";

/// A scenario of simulators/scenarios, laid at a date.
struct Occurrence {
  std::string scenario;  ///< file name without `.toml`, or `kNoPower`
  Instant from;          ///< the scenario's own beginning
  Instant to;
  /// How many times longer its happenings last here than its file says: what is shortened there so that a
  /// person can watch it takes hours or days on site.
  double stretch = 1;
};

/// Every scenario at least once between 1 January and 31 December of `year`, at the same dates in each; some
/// near a month's end, some at once where they are about different plants.
[[nodiscard]] std::vector<Occurrence> calendar_of(int year);

}  // namespace effluent::golden
