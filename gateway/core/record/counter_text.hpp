// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>

#include "core/measure/counter.hpp"
#include "core/record/json_writer.hpp"

namespace effluent {

/// The member `totaliser` of a base mean.
void write_counter(JsonWriter& json, const std::optional<CounterRun>& counter);
/// Its value read back; none where it is null. `good` becomes false where it is no such object.
[[nodiscard]] std::optional<CounterRun> read_counter(std::string_view json, bool& good);

}  // namespace effluent
