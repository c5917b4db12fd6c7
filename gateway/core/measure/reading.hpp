// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "core/measure/state.hpp"
#include "core/measure/time.hpp"

namespace effluent {

/// One point of one block: its value (units × 10^-digits of the point), what it is worth and since when.
struct Reading {
  std::size_t point = 0;  ///< index in the plant's points
  std::optional<std::int64_t> value;
  State state = State::fault;
  Cause cause = Cause::none;
  std::optional<Instant> result_at;  ///< `cycle` points: `polled_at` of the poll that saw the result
  bool fresh = false;                ///< `cycle` points: this poll saw it (counts once); others: always true

  /// Enters means: measuring, with a value, counted the first time.
  [[nodiscard]] bool enters() const { return state == State::measuring && value.has_value() && fresh; }
};

}  // namespace effluent
