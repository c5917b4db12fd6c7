// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "ports/records.hpp"

namespace effluent {

/// Stands for a cursor that has no place of its own: the readings count as passed up to the newest block.
inline constexpr std::string_view kFollows = "{\"follows\":true}";

/// The text a lane's cursor is kept by.
[[nodiscard]] std::string cursor_text(const Position& position);
/// None where the text is no cursor (empty: none was stored yet).
[[nodiscard]] std::optional<Position> parse_cursor(std::string_view text);

}  // namespace effluent
