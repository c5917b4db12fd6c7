// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <tl/expected.hpp>
#include <vector>

#include "core/measure/decimal.hpp"
#include "core/measure/state.hpp"
#include "core/profile/profile.hpp"

namespace effluent {

// Register bytes <-> numbers (record.md, "From registers to values"). Bytes are those of the wire: two a
// register, in the order of the reply; for a coil or discrete input one byte, 0 or 1.

/// The value's bits with byte and word order taken out, most significant first. At most 8 bytes.
[[nodiscard]] std::uint64_t assemble(const Register& reg, std::span<const std::uint8_t> bytes);
/// The inverse: the low bits of `bits` as the wire carries them, `2 * reg.words` bytes (one byte for a bit).
[[nodiscard]] std::vector<std::uint8_t> place(const Register& reg, std::uint64_t bits);

/// raw × scale + offset, exactly, rounded once to `digits` (0 to 9), half away from zero: units × 10^-digits.
/// Expects `bytes` of the register's full size and a type that is_decoded. Errors: `Cause::no_value` (a
/// pattern, NaN, infinity) and `Cause::unrepresentable` (beyond 64 bits).
[[nodiscard]] tl::expected<std::int64_t, Cause> decode(const Register& reg, int digits,
                                                       std::span<const std::uint8_t> bytes);

/// What an instrument would hold to mean `value`: (value - offset) / scale, rounded to the nearest integer
/// (half away from zero) or the nearest float; wire bytes as `place`. None where it does not fit the type,
/// the scale is 0 or the type is not decoded (is_decoded). `no_value` patterns are not avoided.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> encode(const Register& reg, const Decimal& value);

}  // namespace effluent
