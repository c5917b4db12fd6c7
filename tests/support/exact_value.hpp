// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <bit>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>

#include "core/measure/decimal.hpp"
#include "core/profile/profile.hpp"

/// What a register's bits mean, by plain rational arithmetic: slow, short, and nothing of the codec's.
namespace effluent::rational {

using Big = boost::multiprecision::cpp_int;
using Fraction = boost::multiprecision::cpp_rational;

inline Fraction power(int base, int exponent) {
  const Big whole = boost::multiprecision::pow(Big{base}, static_cast<unsigned>(std::abs(exponent)));
  return exponent < 0 ? Fraction{1, whole} : Fraction{whole};
}

inline Fraction fraction(const Decimal& number) {
  return Fraction{Big{number.units()}} * power(10, -number.digits());
}

/// The exact value of the bits; none for NaN and infinity.
inline std::optional<Fraction> raw_of(ValueType type, std::uint64_t bits) {
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

/// raw × scale + offset in units of 10^-digits, half away from zero, however large; none for NaN and
/// infinity.
inline std::optional<Big> units(const Register& reg, int digits, std::uint64_t bits) {
  const auto raw = raw_of(reg.type, bits);
  if (!raw) return std::nullopt;
  const Fraction wanted = (*raw * fraction(reg.scale) + fraction(reg.offset)) * power(10, digits);
  const Fraction up = abs(wanted) + Fraction{1, 2};
  return Big{numerator(up) / denominator(up)} * (wanted < 0 ? -1 : 1);
}

}  // namespace effluent::rational
