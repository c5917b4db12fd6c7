// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/modbus/poll.hpp"
#include "core/site/site.hpp"

namespace effluent {

/// Most registers, and most bits, one request may ask for (Modbus application protocol 1.1b3, 6.1 to 6.4).
inline constexpr int kMostRegisters = 125;
inline constexpr int kMostBits = 2000;

/// The requests of one poll of `device`, by function, then address; first those that tell of a result whose
/// value lies in another. Each register its points need (value,
/// status, what tells of a result; with `read = "all"` each one that is not `watch`, too) lies wholly in
/// exactly one request. No request is longer than the profile's maximum (which counts bits in coils and
/// discrete inputs); at most `max_gap` words in a row are read that nobody needs.
[[nodiscard]] std::vector<Request> read_plan(const Device& device);

/// The answer whose request covers the register; null where none does.
[[nodiscard]] const Answer* answer_for(const Register& reg, std::span<const Answer> answers);

/// The register's bytes in an answer without error that covers it, as `decode` takes them; none otherwise.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> bytes_of(const Register& reg, const Answer& answer);

}  // namespace effluent
