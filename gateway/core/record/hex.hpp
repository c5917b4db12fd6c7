// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <string>

namespace effluent {

/// Two lower-case hex digits a byte, as hashes of files and texts are written.
[[nodiscard]] std::string hex_text(std::span<const std::uint8_t> bytes);

}  // namespace effluent
