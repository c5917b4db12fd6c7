// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

#include "core/measure/codec.hpp"
#include "support/exact_value.hpp"
#include "support/registers.hpp"

namespace effluent {
namespace {

using rational::Big;

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

// The fast path, the big path and plain rational arithmetic agree on every bit pattern.
RC_GTEST_PROP(CodecProperties, DecodingEqualsRationalArithmetic, ()) {
  const Register reg = any_register();
  const int digits = *rc::gen::inRange(0, 10);
  const std::uint64_t mask = reg.words == 4 ? ~0ULL : (1ULL << (16 * reg.words)) - 1;
  const std::uint64_t bits =
      *rc::gen::oneOf(rc::gen::arbitrary<std::uint64_t>(), rc::gen::inRange<std::uint64_t>(0, ~0ULL)) & mask;
  const auto decoded = decode(reg, digits, place(reg, bits));
  const auto wanted = rational::units(reg, digits, bits);
  if (!wanted) {
    RC_ASSERT(!decoded && decoded.error() == Cause::no_value);
    return;
  }
  const bool fits = *wanted >= INT64_MIN && *wanted <= INT64_MAX;
  RC_ASSERT(decoded.has_value() == fits);
  if (fits) RC_ASSERT(Big{*decoded} == *wanted);
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
