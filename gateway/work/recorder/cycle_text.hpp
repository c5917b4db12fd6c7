// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/measure/interpreter.hpp"

namespace effluent {

/// The text a cycle point's memory is kept by; `register_name`: where its words come from.
[[nodiscard]] std::string cycle_text(const CycleMemory& memory, std::string_view register_name);
/// None where the text is of another register (the point was wired anew) or of another shape.
[[nodiscard]] std::optional<CycleMemory> parse_cycle(std::string_view text, std::string_view register_name);

}  // namespace effluent
