// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <string>

namespace effluent {

/// Standard base64 with padding (RFC 4648, section 4).
[[nodiscard]] std::string base64_text(std::span<const std::uint8_t> bytes);

}  // namespace effluent
