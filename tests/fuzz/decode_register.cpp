// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <bit>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>

#include "core/measure/codec.hpp"
#include "fuzz/input.hpp"
#include "fuzz/targets.hpp"

namespace effluent::fuzz {
namespace {

using Big = boost::multiprecision::cpp_int;
using Fraction = boost::multiprecision::cpp_rational;

constexpr std::array kTypes{ValueType::bit, ValueType::u16,     ValueType::s16,
                            ValueType::u32, ValueType::s32,     ValueType::u64,
                            ValueType::s64, ValueType::float32, ValueType::float64};

std::uint16_t words_of(ValueType type) {
  if (type <= ValueType::s16) return 1;
  const bool two = type == ValueType::u32 || type == ValueType::s32 || type == ValueType::float32;
  return two ? 2 : 4;
}

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

Fraction power(int base, int exponent) {
  const Big whole = boost::multiprecision::pow(Big{base}, static_cast<unsigned>(std::abs(exponent)));
  return exponent < 0 ? Fraction{1, whole} : Fraction{whole};
}

Fraction fraction(const Decimal& number) {
  return Fraction{Big{number.units()}} * power(10, -number.digits());
}

/// The exact value of the bits; none for NaN and infinity.
std::optional<Fraction> raw_of(ValueType type, std::uint64_t bits) {
  if (type == ValueType::s16) return Fraction{static_cast<std::int16_t>(bits)};
  if (type == ValueType::s32) return Fraction{static_cast<std::int32_t>(bits)};
  if (type == ValueType::s64) return Fraction{static_cast<std::int64_t>(bits)};
  if (type != ValueType::float32 && type != ValueType::float64) return Fraction{bits};
  const double number = type == ValueType::float32 ? std::bit_cast<float>(static_cast<std::uint32_t>(bits))
                                                   : std::bit_cast<double>(bits);
  if (!std::isfinite(number)) return std::nullopt;
  int exponent = 0;
  const auto mantissa = static_cast<std::int64_t>(std::ldexp(std::frexp(number, &exponent), 53));
  const Fraction exact = Fraction{mantissa} * power(2, exponent - 53);
  return abs(exact) < power(10, -18) ? Fraction{0} : exact;
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
  const auto raw = raw_of(reg.type, bits);
  if (!raw || std::count(reg.no_value.begin(), reg.no_value.end(), bits) > 0) {
    return require(!decoded && decoded.error() == Cause::no_value);
  }
  const Fraction wanted = (*raw * fraction(reg.scale) + fraction(reg.offset)) * power(10, digits);
  const Fraction up = abs(wanted) + Fraction{1, 2};
  const Big rounded = Big{numerator(up) / denominator(up)} * (wanted < 0 ? -1 : 1);
  if (rounded < INT64_MIN || rounded > INT64_MAX) {
    return require(!decoded && decoded.error() == Cause::unrepresentable);
  }
  require(decoded && Big{*decoded} == rounded);
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
