// SPDX-License-Identifier: Apache-2.0
#include "core/measure/codec.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/measure/scale.hpp"

namespace effluent {
namespace {

bool is_listed(const Register& reg, std::uint64_t bits) {
  return std::find(reg.no_value.begin(), reg.no_value.end(), bits) != reg.no_value.end();
}

std::optional<double> float_of(ValueType type, std::uint64_t bits) {
  if (type == ValueType::float32) return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
  if (type == ValueType::float64) return std::bit_cast<double>(bits);
  return std::nullopt;
}

Int128 integer_of(ValueType type, std::uint64_t bits) {
  switch (type) {
    case ValueType::s16:
      return static_cast<std::int16_t>(bits);
    case ValueType::s32:
      return static_cast<std::int32_t>(bits);
    case ValueType::s64:
      return static_cast<std::int64_t>(bits);
    default:
      return bits;
  }
}

}  // namespace

std::uint64_t assemble(const Register& reg, std::span<const std::uint8_t> bytes) {
  if (reg.type == ValueType::bit) return !bytes.empty() && bytes[0] != 0 ? 1 : 0;
  const std::size_t words = std::min<std::size_t>(bytes.size() / 2, 4);
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < words; ++i) {
    const std::size_t at = 2 * (reg.word_order == Order::big ? i : words - 1 - i);
    const bool little = reg.byte_order == Order::little;
    const std::uint64_t high = bytes[at + (little ? 1 : 0)];
    const std::uint64_t low = bytes[at + (little ? 0 : 1)];
    bits = bits << 16 | high << 8 | low;
  }
  return bits;
}

std::vector<std::uint8_t> place(const Register& reg, std::uint64_t bits) {
  if (reg.type == ValueType::bit) return {static_cast<std::uint8_t>(bits & 1)};
  const std::size_t words = std::min<std::size_t>(reg.words, 4);
  std::vector<std::uint8_t> bytes(words * 2);
  for (std::size_t i = 0; i < words; ++i) {
    const std::size_t shift = 16 * (reg.word_order == Order::big ? words - 1 - i : i);
    const auto high = static_cast<std::uint8_t>(bits >> (shift + 8));
    const auto low = static_cast<std::uint8_t>(bits >> shift);
    const bool little = reg.byte_order == Order::little;
    bytes[2 * i] = little ? low : high;
    bytes[2 * i + 1] = little ? high : low;
  }
  return bytes;
}

tl::expected<std::int64_t, Cause> decode(const Register& reg, int digits,
                                         std::span<const std::uint8_t> bytes) {
  const std::uint64_t bits = assemble(reg, bytes);
  if (is_listed(reg, bits)) return tl::unexpected{Cause::no_value};
  const auto number = float_of(reg.type, bits);
  if (number && !std::isfinite(*number)) return tl::unexpected{Cause::no_value};
  const Raw raw = number ? exact(*number) : Raw{integer_of(reg.type, bits), 0};
  const auto units = scaled(raw, reg.scale, reg.offset, digits);
  if (!units) return tl::unexpected{Cause::unrepresentable};
  return *units;
}

}  // namespace effluent
