// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/config/section.hpp"
#include "core/profile/check_profile.hpp"
#include "core/profile/profile.hpp"

namespace effluent {

/// The profile's orders, the default of its registers.
struct Orders {
  Order word = Order::big;
  Order byte = Order::big;
};

/// "little" or anything else, which is big.
[[nodiscard]] Order order_of(const std::optional<std::string>& text);
/// A whole number, decimal or 0x and hexadecimal digits; none where it is anything else or beyond 64 bits.
[[nodiscard]] std::optional<std::uint64_t> unsigned_of(std::string_view text);

/// Reads one `[[register]]`; `lines` gets where its parts stand. What is wrong is reported by the section.
[[nodiscard]] Register read_register(Section section, Orders orders, RegisterLines& lines);

}  // namespace effluent
