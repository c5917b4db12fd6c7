// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace effluent {

/// Standard base64 with padding (RFC 4648, section 4).
[[nodiscard]] std::string base64_text(std::span<const std::uint8_t> bytes);
/// The bytes of such a text; none where it is none, or not the one text of its bytes (padding bits set).
[[nodiscard]] std::optional<std::vector<std::uint8_t>> base64_bytes(std::string_view text);

}  // namespace effluent
