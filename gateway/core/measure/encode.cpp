// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <boost/multiprecision/cpp_int.hpp>
#include <charconv>
#include <cmath>
#include <string>

#include "core/measure/codec.hpp"
#include "core/measure/ten_to.hpp"
#include "core/profile/check_profile.hpp"

namespace effluent {
namespace {

using Big = boost::multiprecision::cpp_int;

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
  const unsigned width = bits_of(type);
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

std::optional<std::vector<std::uint8_t>> encode(const Register& reg, const Decimal& value) {
  if (reg.scale.is_zero() || !is_decoded(reg.type)) return std::nullopt;
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
