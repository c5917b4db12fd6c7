// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>

namespace effluent {

/// What an instrument was doing when it was read (record.md; Circular 10/2021 knows the same three).
enum class State : std::uint8_t { measuring, calibrating, fault };

/// Why a reading is not plain; one a point, the topmost of record.md's table that holds.
enum class Cause : std::uint8_t {
  none,
  link_lost,
  timeout,
  bad_reply,
  exception,
  no_value,
  unrepresentable,
  device_fault,
  maintenance,
  calibrating,
  over_range,
  under_range,
  assumed,
  not_polled,  ///< only in `live`: no poll yet
};

[[nodiscard]] std::string_view name_of(State state);
/// Empty for `none`.
[[nodiscard]] std::string_view name_of(Cause cause);

}  // namespace effluent
