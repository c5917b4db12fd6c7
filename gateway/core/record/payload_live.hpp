// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/measure/state.hpp"
#include "core/measure/time.hpp"
#include "core/site/site.hpp"

namespace effluent {

/// The newest recorded reading of one point; as it stands here: not polled yet.
struct LiveValue {
  std::optional<std::int64_t> value;  ///< units × 10^-digits of the point
  State state = State::fault;
  Cause cause = Cause::not_polled;
  std::optional<Instant> time;  ///< the block's `polled_at`; `result_at` for cycle points
};

/// Indices of the plant's points in the order of payloads (judge.md): outlet, then point, by bytes; points
/// without an outlet last.
[[nodiscard]] std::vector<std::size_t> points_in_order(const Plant& plant);

/// How long a live payload holds: time + 3 × the plant's longest poll + 10 s (record.md, MQTT).
[[nodiscard]] Instant live_valid_until(const Site& site, std::size_t plant, Instant time);

/// The text of `live/<plant>`. `values`: one for each of the plant's points, by their index.
[[nodiscard]] std::string live_payload(const Site& site, std::size_t plant, Instant time, Instant valid_until,
                                       std::span<const LiveValue> values);

}  // namespace effluent
