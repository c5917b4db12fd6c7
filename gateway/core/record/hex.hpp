// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace effluent {

/// Two lower-case hex digits a byte, as hashes of files and texts are written.
[[nodiscard]] std::string hex_text(std::span<const std::uint8_t> bytes);

/// 64 lower-case hex digits.
[[nodiscard]] bool is_sha256(std::string_view text);

}  // namespace effluent
