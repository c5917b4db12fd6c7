// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>

// What is fuzzed: each takes any bytes and aborts where a promise is broken. Entry of the fuzz targets
// (clang) and of the test that feeds random bytes (any compiler).
namespace effluent::fuzz {

/// A question and bytes that came as its answer: judged the same in whatever pieces they come, never more
/// taken than came, nothing accepted that isn't the answer to this question.
void judge_reply(std::span<const std::uint8_t> bytes);

/// A register of any type, order, scale and offset: decoded as rational arithmetic says.
void decode_register(std::span<const std::uint8_t> bytes);

/// Polls over a link that does what the bytes say: the machine ends, keeps to its deeds, and credits no
/// question with anything but its own answer.
void drive_bus_machine(std::span<const std::uint8_t> bytes);

/// A signed note or a key: read whole or not at all, and signed by nobody whose signature does not verify.
void read_note(std::span<const std::uint8_t> bytes);

}  // namespace effluent::fuzz
