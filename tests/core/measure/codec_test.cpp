// SPDX-License-Identifier: Apache-2.0
#include "core/measure/codec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <limits>

#include "support/registers.hpp"

namespace effluent {
namespace {

using Bytes = std::vector<std::uint8_t>;
using testing::ElementsAre;

Register scaled(ValueType type, const char* scale, const char* offset = "0") {
  Register reg = make_register(type);
  reg.scale = *Decimal::parse(scale);
  reg.offset = *Decimal::parse(offset);
  return reg;
}

std::int64_t value_of(const Register& reg, int digits, const Bytes& bytes) {
  const auto value = decode(reg, digits, bytes);
  EXPECT_TRUE(value.has_value());
  return value.value_or(-999'999);
}
Cause cause_of(const Register& reg, int digits, const Bytes& bytes) {
  const auto value = decode(reg, digits, bytes);
  return value ? Cause::none : value.error();
}
Bytes float_bytes(const Register& reg, float value) {
  return place(reg, std::bit_cast<std::uint32_t>(value));
}
Bytes float_bytes(const Register& reg, double value) {
  return place(reg, std::bit_cast<std::uint64_t>(value));
}

TEST(Codec, ReadsEveryIntegerTypeWithItsSign) {
  EXPECT_EQ(value_of(make_register(ValueType::u16), 0, {0xFF, 0xFE}), 65534);
  EXPECT_EQ(value_of(make_register(ValueType::s16), 0, {0xFF, 0xFE}), -2);
  EXPECT_EQ(value_of(make_register(ValueType::u32), 0, {0xFF, 0xFF, 0xFF, 0xFE}), 4294967294);
  EXPECT_EQ(value_of(make_register(ValueType::s32), 0, {0xFF, 0xFF, 0xFF, 0xFE}), -2);
  EXPECT_EQ(value_of(make_register(ValueType::u64), 0, {0, 0, 0, 1, 0, 0, 0, 2}), 4294967298);
  EXPECT_EQ(value_of(make_register(ValueType::s64), 0, Bytes(8, 0xFF)), -1);
  EXPECT_EQ(value_of(make_register(ValueType::bit), 0, {1}), 1);
  EXPECT_EQ(value_of(make_register(ValueType::bit), 1, {0}), 0);
}

// 123456.0 as a float is 47F1 2000: the four orders of ABCD, CDAB, BADC, DCBA.
TEST(Codec, TakesWordAndByteOrderOutIndependently) {
  Register reg = make_register(ValueType::float32);
  EXPECT_EQ(value_of(reg, 0, {0x47, 0xF1, 0x20, 0x00}), 123456);
  reg.word_order = Order::little;
  EXPECT_EQ(value_of(reg, 0, {0x20, 0x00, 0x47, 0xF1}), 123456);
  reg.byte_order = Order::little;
  EXPECT_EQ(value_of(reg, 0, {0x00, 0x20, 0xF1, 0x47}), 123456);
  reg.word_order = Order::big;
  EXPECT_EQ(value_of(reg, 0, {0xF1, 0x47, 0x00, 0x20}), 123456);
}

TEST(Codec, ReversesAllFourWordsOf64BitsAndSwapsBytesOf16Bits) {
  Register wide = make_register(ValueType::u64);
  wide.word_order = Order::little;
  EXPECT_EQ(assemble(wide, Bytes{0, 4, 0, 3, 0, 2, 0, 1}), 0x0001'0002'0003'0004U);
  Register narrow = make_register(ValueType::u16);
  narrow.byte_order = Order::little;
  EXPECT_EQ(assemble(narrow, Bytes{0x34, 0x12}), 0x1234U);
  narrow.word_order = Order::little;
  EXPECT_EQ(assemble(narrow, Bytes{0x34, 0x12}), 0x1234U);
}

TEST(Codec, ScalesExactlyAndRoundsOnceHalfAwayFromZero) {
  EXPECT_EQ(value_of(scaled(ValueType::s16, "0.1"), 1, {0x01, 0x2C}), 300);
  EXPECT_EQ(value_of(scaled(ValueType::s16, "0.01"), 1, {0, 25}), 3);        // 0.25 -> 0.3
  EXPECT_EQ(value_of(scaled(ValueType::s16, "0.01"), 1, {0xFF, 0xE7}), -3);  // -0.25 -> -0.3
  EXPECT_EQ(value_of(scaled(ValueType::s16, "0.01", "0.001"), 1, {0xFF, 0xE7}), -2);
  EXPECT_EQ(value_of(scaled(ValueType::u16, "-0.5", "100"), 0, {0, 1}), 100);  // 99.5
  EXPECT_EQ(value_of(scaled(ValueType::u16, "1e3"), 0, {0, 7}), 7000);
}

TEST(Codec, TakesAFloatByItsExactBinaryValue) {
  // 0.15 as a float is 0.1500000059…, as a double 0.1499999999…: the digit decides by what the register
  // holds.
  EXPECT_EQ(
      value_of(make_register(ValueType::float32), 1, float_bytes(make_register(ValueType::float32), 0.15F)),
      2);
  EXPECT_EQ(
      value_of(make_register(ValueType::float64), 1, float_bytes(make_register(ValueType::float64), 0.15)),
      1);
  EXPECT_EQ(
      value_of(make_register(ValueType::float32), 1, float_bytes(make_register(ValueType::float32), -0.25F)),
      -3);
  EXPECT_EQ(
      value_of(make_register(ValueType::float32), 9, float_bytes(make_register(ValueType::float32), 0.1F)),
      100000001);
}

TEST(Codec, AFloatBelowTenToMinus18CountsAsZero) {
  const Register reg = scaled(ValueType::float64, "1e18", "0.5");
  EXPECT_EQ(value_of(reg, 0, float_bytes(reg, std::nextafter(1e-18, 0.0))), 1);  // 0 + 0.5
  EXPECT_EQ(value_of(reg, 1, float_bytes(reg, std::nextafter(1e-18, 0.0))), 5);
  EXPECT_EQ(value_of(reg, 1, float_bytes(reg, 1e-18)), 15);
  EXPECT_EQ(value_of(reg, 1, float_bytes(reg, -std::numeric_limits<double>::denorm_min())), 5);
  const Register plain = make_register(ValueType::float32);
  EXPECT_EQ(value_of(plain, 0, float_bytes(plain, -0.0F)), 0);
}

TEST(Codec, NanInfinityAndPatternsAreNoValue) {
  Register reg = make_register(ValueType::float32);
  EXPECT_EQ(cause_of(reg, 0, float_bytes(reg, std::numeric_limits<float>::quiet_NaN())), Cause::no_value);
  EXPECT_EQ(cause_of(reg, 0, float_bytes(reg, -std::numeric_limits<float>::infinity())), Cause::no_value);
  reg.no_value = {std::bit_cast<std::uint32_t>(-999.0F)};
  EXPECT_EQ(cause_of(reg, 0, float_bytes(reg, -999.0F)), Cause::no_value);
  EXPECT_EQ(value_of(reg, 0, float_bytes(reg, -998.0F)), -998);
}

// Patterns are compared with the assembled bits, unsigned, before the sign is taken.
TEST(Codec, ComparesPatternsWithTheAssembledBitsUnsigned) {
  Register reg = make_register(ValueType::s16);
  reg.byte_order = Order::little;
  reg.no_value = {0x8001};
  EXPECT_EQ(cause_of(reg, 0, {0x01, 0x80}), Cause::no_value);
  EXPECT_EQ(value_of(reg, 0, {0x80, 0x01}), 0x0180);
  Register wide = make_register(ValueType::s64);
  wide.no_value = {0xFFFF'FFFF'FFFF'FFFF};
  EXPECT_EQ(cause_of(wide, 0, Bytes(8, 0xFF)), Cause::no_value);
}

TEST(Codec, WhatDoesNotFit64BitsIsUnrepresentable) {
  const Register u64 = make_register(ValueType::u64);
  EXPECT_EQ(value_of(u64, 0, place(u64, INT64_MAX)), INT64_MAX);
  EXPECT_EQ(cause_of(u64, 0, place(u64, static_cast<std::uint64_t>(INT64_MAX) + 1)), Cause::unrepresentable);
  const Register s64 = make_register(ValueType::s64);
  EXPECT_EQ(value_of(s64, 0, place(s64, 1ULL << 63)), INT64_MIN);
  EXPECT_EQ(cause_of(s64, 1, place(s64, 1ULL << 63)), Cause::unrepresentable);
  const Register huge = make_register(ValueType::float64);
  EXPECT_EQ(cause_of(huge, 9, float_bytes(huge, std::numeric_limits<double>::max())), Cause::unrepresentable);
  const Register small = scaled(ValueType::u64, "1e-19");
  EXPECT_EQ(value_of(small, 0, Bytes(8, 0xFF)), 2);  // 1.844… from 64 full bits
}

std::optional<Bytes> there(const Register& reg, const char* text) {
  return encode(reg, *Decimal::parse(text));
}

TEST(Codec, EncodesWhatItDecodes) {
  EXPECT_THAT(there(scaled(ValueType::u16, "0.1"), "30.04").value(), ElementsAre(0x01, 0x2C));
  EXPECT_THAT(there(scaled(ValueType::s16, "0.01", "1"), "0.975").value(), ElementsAre(0xFF, 0xFD));  // -2.5
  EXPECT_THAT(there(make_register(ValueType::bit), "1").value(), ElementsAre(1));
  Register reg = make_register(ValueType::float32);
  reg.word_order = Order::little;
  EXPECT_THAT(there(reg, "123456").value(), ElementsAre(0x20, 0x00, 0x47, 0xF1));
}

TEST(Codec, EncodesNothingThatDoesNotFit) {
  EXPECT_FALSE(there(make_register(ValueType::u16), "-1").has_value());
  EXPECT_FALSE(there(make_register(ValueType::u16), "65535.5").has_value());
  EXPECT_FALSE(there(make_register(ValueType::float32), "1e39").has_value());
  EXPECT_FALSE(there(scaled(ValueType::u16, "0"), "1").has_value());
}

}  // namespace
}  // namespace effluent
