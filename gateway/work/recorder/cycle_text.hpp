// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/measure/cycle_memory.hpp"
#include "core/site/site.hpp"

namespace effluent {

/// Names of the registers that a cycle point's memory speaks of.
struct CycleSource {
  std::string_view value;
  std::string_view result;  ///< that alone tells of a new result; empty: value and status do
};
/// `device` outlives it.
[[nodiscard]] CycleSource cycle_source(const Device& device, const Channel& channel);

/// The text a cycle point's memory is kept by.
[[nodiscard]] std::string cycle_text(const CycleMemory& memory, const CycleSource& source);
/// None where the text is of other registers (the point was wired anew, its profile changed) or of another
/// shape.
[[nodiscard]] std::optional<CycleMemory> parse_cycle(std::string_view text, const CycleSource& source);

}  // namespace effluent
