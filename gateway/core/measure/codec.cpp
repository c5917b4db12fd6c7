// SPDX-License-Identifier: Apache-2.0
#include "core/measure/codec.hpp"

#include <algorithm>
#include <bit>
#include <boost/multiprecision/cpp_int.hpp>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

namespace effluent {
namespace {

using Big = boost::multiprecision::cpp_int;

/// mantissa × 2^exponent, exactly what a register holds.
struct Raw {
  Int128 mantissa = 0;
  int exponent = 0;
};

/// A raw float below this magnitude counts as 0, which bounds the arithmetic (record.md). The double 1e-18
/// lies just above 10^-18, so that `<` decides exactly.
constexpr double kSmallestFloat = 1e-18;

Raw exact(double value) {
  if (std::fabs(value) < kSmallestFloat) return {};
  int exponent = 0;
  const double fraction = std::frexp(value, &exponent);
  Raw raw{static_cast<std::int64_t>(std::ldexp(fraction, 53)), exponent - 53};
  while (raw.mantissa % 2 == 0) {
    raw.mantissa /= 2;
    ++raw.exponent;
  }
  return raw;
}

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

int bit_width(Int128 value) {
  int width = 0;
  for (; value != 0; value /= 2) ++width;
  return width;
}
/// No fewer bits than 10^exponent takes.
int bits_of_ten(int exponent) { return exponent * 10 / 3 + 1; }

template <class Integer>
Integer ten_to(int exponent) {
  Integer power{1};
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

/// raw × scale + offset = (a + b) / d in units of 10^-digits, over a common denominator 2^twos × 10^tens.
struct Sum {
  Raw raw;
  const Decimal& scale;
  const Decimal& offset;
  int digits = 0;

  [[nodiscard]] int common() const { return std::max({scale.digits(), offset.digits(), 0}); }
  [[nodiscard]] int raw_tens() const { return common() - scale.digits(); }
  [[nodiscard]] int offset_tens() const { return common() - offset.digits(); }
  [[nodiscard]] int up_tens() const { return std::max(digits - common(), 0); }
  [[nodiscard]] int down_tens() const { return std::max(common() - digits, 0); }
  [[nodiscard]] int up_twos() const { return std::max(raw.exponent, 0); }
  [[nodiscard]] int down_twos() const { return std::max(-raw.exponent, 0); }

  /// Everything, doubled for rounding, stays within 126 bits.
  [[nodiscard]] bool fits_128_bits() const {
    const int left = bit_width(raw.mantissa) + bit_width(scale.units()) + up_twos() + bits_of_ten(raw_tens());
    const int right = bit_width(offset.units()) + down_twos() + bits_of_ten(offset_tens());
    const int denominator = down_twos() + bits_of_ten(down_tens());
    return std::max(std::max(left, right) + 1 + bits_of_ten(up_tens()), denominator) + 3 <= 126;
  }

  template <class Integer>
  [[nodiscard]] std::optional<std::int64_t> rounded() const {
    const Integer left = Integer(raw.mantissa) * Integer(scale.units()) * (Integer(1) << up_twos()) *
                         ten_to<Integer>(raw_tens());
    const Integer right =
        Integer(offset.units()) * (Integer(1) << down_twos()) * ten_to<Integer>(offset_tens());
    const Integer numerator = (left + right) * ten_to<Integer>(up_tens());
    const Integer denominator = (Integer(1) << down_twos()) * ten_to<Integer>(down_tens());
    const bool negative = numerator < 0;
    const Integer magnitude = negative ? Integer(-numerator) : numerator;
    const Integer units = (2 * magnitude + denominator) / (2 * denominator);
    const Integer most = Integer(std::numeric_limits<std::int64_t>::max()) + (negative ? 1 : 0);
    if (units > most) return std::nullopt;
    return static_cast<std::int64_t>(negative ? Integer(-units) : units);
  }
};

int bits_in(ValueType type) {
  switch (type) {
    case ValueType::bit:
      return 1;
    case ValueType::u16:
    case ValueType::s16:
      return 16;
    case ValueType::u32:
    case ValueType::s32:
    case ValueType::float32:
      return 32;
    default:
      return 64;
  }
}

bool is_signed(ValueType type) {
  return type == ValueType::s16 || type == ValueType::s32 || type == ValueType::s64;
}

/// (value - offset) / scale as a fraction.
struct Quotient {
  Big numerator;
  Big denominator;  // > 0
};

Quotient raw_for(const Register& reg, const Decimal& value) {
  const int common = std::max({value.digits(), reg.offset.digits(), 0});
  Quotient raw;
  raw.numerator = Big(value.units()) * ten_to<Big>(common - value.digits()) -
                  Big(reg.offset.units()) * ten_to<Big>(common - reg.offset.digits());
  raw.denominator = Big(reg.scale.units());
  const int tens = reg.scale.digits() - common;
  (tens > 0 ? raw.numerator : raw.denominator) *= ten_to<Big>(std::abs(tens));
  if (raw.denominator < 0) {
    raw.numerator = -raw.numerator;
    raw.denominator = -raw.denominator;
  }
  return raw;
}

std::optional<std::uint64_t> integer_bits(ValueType type, const Quotient& raw) {
  const Big magnitude = (2 * abs(raw.numerator) + raw.denominator) / (2 * raw.denominator);
  const Big rounded = raw.numerator < 0 ? Big(-magnitude) : magnitude;
  const int width = bits_in(type);
  const Big lowest = is_signed(type) ? Big(-(Big(1) << (width - 1))) : Big(0);
  const Big highest = (Big(1) << (is_signed(type) ? width - 1 : width)) - 1;
  if (rounded < lowest || rounded > highest) return std::nullopt;
  if (rounded < 0) return static_cast<std::uint64_t>(static_cast<std::int64_t>(rounded));
  return static_cast<std::uint64_t>(rounded);
}

/// Digits behind the point on the way to a float.
constexpr int kPlaces = 40;

/// Through a decimal of 40 digits behind the point and the library's correctly rounded reading of it: exact
/// where the quotient is a decimal that short, else off by less than any float shows.
template <class Float>
std::optional<Float> float_for(const Quotient& raw) {
  const Big scaled = abs(raw.numerator) * ten_to<Big>(kPlaces) / raw.denominator;
  const std::string text = (raw.numerator < 0 ? "-" : "") + scaled.str() + "e-" + std::to_string(kPlaces);
  Float value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace

bool is_numeric(ValueType type) { return type <= ValueType::float64; }

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
  const Sum sum{number ? exact(*number) : Raw{integer_of(reg.type, bits), 0}, reg.scale, reg.offset, digits};
  const auto units = sum.fits_128_bits() ? sum.rounded<Int128>() : sum.rounded<Big>();
  if (!units) return tl::unexpected{Cause::unrepresentable};
  return *units;
}

std::optional<std::vector<std::uint8_t>> encode(const Register& reg, const Decimal& value) {
  if (reg.scale.is_zero() || !is_numeric(reg.type)) return std::nullopt;
  const Quotient raw = raw_for(reg, value);
  std::optional<std::uint64_t> bits;
  if (reg.type == ValueType::float32) {
    const auto number = float_for<float>(raw);
    if (number) bits = std::bit_cast<std::uint32_t>(*number);
  } else if (reg.type == ValueType::float64) {
    const auto number = float_for<double>(raw);
    if (number) bits = std::bit_cast<std::uint64_t>(*number);
  } else {
    bits = integer_bits(reg.type, raw);
  }
  if (!bits) return std::nullopt;
  return place(reg, *bits);
}

}  // namespace effluent
