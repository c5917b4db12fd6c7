// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>

#include "core/measure/codec.hpp"
#include "support/registers.hpp"

namespace effluent {
namespace {

using Big = boost::multiprecision::cpp_int;
using Fraction = boost::multiprecision::cpp_rational;

constexpr std::array kTypes{ValueType::u16, ValueType::s16, ValueType::u32,     ValueType::s32,
                            ValueType::u64, ValueType::s64, ValueType::float32, ValueType::float64};

Register any_register() {
  Register reg = make_register(*rc::gen::elementOf(kTypes));
  reg.word_order = *rc::gen::element(Order::big, Order::little);
  reg.byte_order = *rc::gen::element(Order::big, Order::little);
  reg.scale = Decimal{*rc::gen::inRange<std::int64_t>(-999'999'999'999, 1'000'000'000'000),
                      *rc::gen::inRange(-9, 13)};
  reg.offset = Decimal{*rc::gen::inRange<std::int64_t>(-999'999'999'999, 1'000'000'000'000),
                       *rc::gen::inRange(-9, 13)};
  return reg;
}

Fraction power(int base, int exponent) {
  const Big whole = boost::multiprecision::pow(Big{base}, static_cast<unsigned>(std::abs(exponent)));
  return exponent < 0 ? Fraction{1, whole} : Fraction{whole};
}
Fraction fraction(const Decimal& number) {
  return Fraction{Big{number.units()}} * power(10, -number.digits());
}

std::optional<Fraction> raw_of(ValueType type, std::uint64_t bits) {
  switch (type) {
    case ValueType::s16:
      return Fraction{static_cast<std::int16_t>(bits)};
    case ValueType::s32:
      return Fraction{static_cast<std::int32_t>(bits)};
    case ValueType::s64:
      return Fraction{static_cast<std::int64_t>(bits)};
    case ValueType::float32:
    case ValueType::float64:
      break;
    default:
      return Fraction{bits};
  }
  const double number = type == ValueType::float32 ? std::bit_cast<float>(static_cast<std::uint32_t>(bits))
                                                   : std::bit_cast<double>(bits);
  if (!std::isfinite(number)) return std::nullopt;
  int exponent = 0;
  const auto mantissa = static_cast<std::int64_t>(std::frexp(number, &exponent) * 9007199254740992.0);
  const Fraction exact = Fraction{mantissa} * power(2, exponent - 53);
  return abs(exact) < power(10, -18) ? Fraction{0} : exact;
}

// The fast path, the big path and plain rational arithmetic agree on every bit pattern.
RC_GTEST_PROP(CodecProperties, DecodingEqualsRationalArithmetic, ()) {
  const Register reg = any_register();
  const int digits = *rc::gen::inRange(0, 10);
  const std::uint64_t mask = reg.words == 4 ? ~0ULL : (1ULL << (16 * reg.words)) - 1;
  const std::uint64_t bits =
      *rc::gen::oneOf(rc::gen::arbitrary<std::uint64_t>(), rc::gen::inRange<std::uint64_t>(0, ~0ULL)) & mask;
  const auto decoded = decode(reg, digits, place(reg, bits));
  const auto raw = raw_of(reg.type, bits);
  if (!raw) {
    RC_ASSERT(!decoded && decoded.error() == Cause::no_value);
    return;
  }
  const Fraction wanted = (*raw * fraction(reg.scale) + fraction(reg.offset)) * power(10, digits);
  const Fraction up = abs(wanted) + Fraction{1, 2};
  const Big rounded = Big{numerator(up) / denominator(up)} * (wanted < 0 ? -1 : 1);
  const bool fits = rounded >= INT64_MIN && rounded <= INT64_MAX;
  RC_ASSERT(decoded.has_value() == fits);
  if (fits) RC_ASSERT(Big{*decoded} == rounded);
  if (!fits) RC_ASSERT(decoded.error() == Cause::unrepresentable);
}

RC_GTEST_PROP(CodecProperties, PlacingAndAssemblingAreInverse, (std::uint64_t bits)) {
  const Register reg = any_register();
  const std::uint64_t mask = reg.words == 4 ? ~0ULL : (1ULL << (16 * reg.words)) - 1;
  RC_ASSERT(assemble(reg, place(reg, bits)) == (bits & mask));
}

RC_GTEST_PROP(CodecProperties, WhatASimulatorEncodesIsReadBack, (std::int32_t units)) {
  Register reg = make_register(*rc::gen::element(ValueType::s32, ValueType::s64, ValueType::float64));
  reg.word_order = *rc::gen::element(Order::big, Order::little);
  reg.byte_order = *rc::gen::element(Order::big, Order::little);
  const int digits = *rc::gen::inRange(0, 4);
  if (reg.type != ValueType::float64) reg.scale = Decimal{1, digits};
  const auto bytes = encode(reg, Decimal{units, digits});
  RC_ASSERT(bytes.has_value());
  RC_ASSERT(decode(reg, digits, *bytes) == units);
}

}  // namespace
}  // namespace effluent
