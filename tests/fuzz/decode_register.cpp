// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "core/measure/codec.hpp"
#include "core/profile/check_profile.hpp"
#include "fuzz/input.hpp"
#include "fuzz/targets.hpp"
#include "support/exact_value.hpp"

namespace effluent::fuzz {
namespace {

using rational::Big;

constexpr std::array kTypes{ValueType::bit, ValueType::u16,     ValueType::s16,
                            ValueType::u32, ValueType::s32,     ValueType::u64,
                            ValueType::s64, ValueType::float32, ValueType::float64};

/// At most 12 significant digits, as the configuration allows, from 10^-22 to 10^9 of them.
Decimal any_number(Input& input) {
  const auto units = static_cast<std::int64_t>(input.number(5)) % 1'000'000'000'000;
  const bool negative = input.byte() % 2 == 1;
  return Decimal{negative ? -units : units, static_cast<int>(input.below(32)) - 9};
}

Register any_register(Input& input) {
  Register reg;
  reg.type = kTypes[input.below(kTypes.size())];
  reg.table = reg.type == ValueType::bit ? Table::coil : Table::input;
  reg.words = words_of(reg.type);
  const std::uint8_t orders = input.byte();
  reg.word_order = (orders & 1U) != 0 ? Order::little : Order::big;
  reg.byte_order = (orders & 2U) != 0 ? Order::little : Order::big;
  if ((orders & 4U) != 0) reg.scale = any_number(input);
  if ((orders & 8U) != 0) reg.offset = any_number(input);
  if ((orders & 16U) != 0) reg.no_value.push_back(input.number(std::size_t{2} * reg.words));
  return reg;
}

/// The bits, assembled a second way: word by word from the value's most significant one on.
std::uint64_t bits_of(const Register& reg, std::span<const std::uint8_t> wire) {
  if (reg.type == ValueType::bit) return wire[0];
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < wire.size(); ++i) {
    const std::size_t word = reg.word_order == Order::big ? i / 2 : wire.size() / 2 - 1 - i / 2;
    const std::size_t byte = reg.byte_order == Order::big ? i % 2 : 1 - i % 2;
    bits = bits << 8U | wire[2 * word + byte];
  }
  return bits;
}

void require_right(const Register& reg, int digits, std::uint64_t bits,
                   const tl::expected<std::int64_t, Cause>& decoded) {
  const auto wanted = rational::units(reg, digits, bits);
  if (!wanted || std::count(reg.no_value.begin(), reg.no_value.end(), bits) > 0) {
    return require(!decoded && decoded.error() == Cause::no_value);
  }
  if (*wanted < INT64_MIN || *wanted > INT64_MAX) {
    return require(!decoded && decoded.error() == Cause::unrepresentable);
  }
  require(decoded && Big{*decoded} == *wanted);
  require(round_text(fixed_text(*decoded, digits), digits) == *decoded);
}

}  // namespace

void decode_register(std::span<const std::uint8_t> bytes) {
  Input input{bytes};
  const Register reg = any_register(input);
  const int digits = static_cast<int>(input.below(10));
  std::vector<std::uint8_t> wire(reg.type == ValueType::bit ? 1 : std::size_t{2} * reg.words);
  for (auto& byte : wire) byte = input.byte();
  if (reg.type == ValueType::bit) wire[0] &= 1U;
  const std::uint64_t bits = bits_of(reg, wire);
  require(assemble(reg, wire) == bits);
  require(place(reg, bits) == wire);
  const auto decoded = decode(reg, digits, wire);
  require_right(reg, digits, bits, decoded);
  if (!decoded) return;
  const auto encoded = encode(reg, Decimal{*decoded, digits});
  require(!encoded || encoded->size() == wire.size());
}

}  // namespace effluent::fuzz
