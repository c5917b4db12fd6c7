// SPDX-License-Identifier: Apache-2.0
#include "core/measure/decimal.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

namespace effluent {
namespace {

Decimal number(const std::string& text) { return Decimal::parse(text).value(); }

TEST(Decimals, PrintExactlyWithoutTrailingZerosExponentOrSignedZero) {
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{{"60.00", "60"},
                                                                                 {"0.050", "0.05"},
                                                                                 {"-0.0", "0"},
                                                                                 {"1e3", "1000"},
                                                                                 {"1.5E-7", "0.00000015"},
                                                                                 {"5000", "5000"},
                                                                                 {"-1.10", "-1.1"},
                                                                                 {"007", "7"}}) {
    EXPECT_EQ(number(from).text(), to) << from;
  }
}

TEST(Decimals, AnyOtherTextIsNoNumber) {
  for (const auto* bad : {"", "-", "+1", ".5", "1.", "1e", "1e+-2", "0x1", "nan", "1 ", "1e999", "1,5"}) {
    EXPECT_FALSE(Decimal::parse(bad).has_value()) << bad;
  }
  EXPECT_FALSE(Decimal::parse("1234567890123456789012345678901234567").has_value());
}

TEST(Decimals, AFloatOfTheConfigurationIsItsShortestDecimal) {
  EXPECT_EQ(Decimal::shortest(0.1)->text(), "0.1");
  EXPECT_EQ(Decimal::shortest(0.9 * 48)->text(), "43.2");
  EXPECT_EQ(Decimal::shortest(1e21)->text(), "1000000000000000000000");
  EXPECT_FALSE(Decimal::shortest(std::numeric_limits<double>::quiet_NaN()).has_value());
}

TEST(Decimals, ProductsOfThreeWrittenNumbersAreExact) {
  const auto product = number("48") * number("0.9") * number("1.0");
  EXPECT_EQ(product.text(), "43.2");
  EXPECT_EQ(product, number("43.2"));
  EXPECT_EQ((number("999999999999") * number("999999999999") * number("999999999999")).text(),
            "999999999997000000000002999999999999");
}

TEST(Decimals, CompareExactlyAcrossScales) {
  EXPECT_LT(number("43.1999999999"), number("43.2"));
  EXPECT_GT(number("1e30"), number("1e-30"));
  EXPECT_LT(number("-1e30"), number("0"));
}

TEST(Means, AreComparedAsSumAgainstLimitTimesN) {
  EXPECT_EQ(compare(Mean{1296, 1, 3}, number("43.2")), std::strong_ordering::equal);
  EXPECT_EQ(compare(Mean{1297, 1, 3}, number("43.2")), std::strong_ordering::greater);
  EXPECT_EQ(compare(Mean{-1, 9, 1'000'000}, number("0")), std::strong_ordering::less);
}

TEST(Means, PrintHalfAwayFromZeroAndZeroHasNoSign) {
  EXPECT_EQ(mean_text(Mean{1, 0, 8}, 2), "0.13");
  EXPECT_EQ(mean_text(Mean{-1, 0, 8}, 2), "-0.13");
  EXPECT_EQ(mean_text(Mean{-1, 0, 1000}, 2), "0.00");
  EXPECT_EQ(mean_text(Mean{2, 0, 3}, 0), "1");
  EXPECT_EQ(ratio_text(Mean{43'200'001, 6, 1}, number("43.2"), 4), "1.0000");
  EXPECT_EQ(ratio_text(Mean{5, 1, 1}, number("-2"), 4), "-0.2500");
}

TEST(Percents, AreTruncated) {
  EXPECT_EQ(percent_text(79'999, 100'000), "79.99");
  EXPECT_EQ(percent_text(2, 3), "66.66");
  EXPECT_EQ(percent_text(0, 7), "0.00");
  EXPECT_EQ(percent_text(7, 7), "100.00");
}

TEST(Rounding, OfTextsIsHalfAwayFromZeroOnce) {
  EXPECT_EQ(round_text("1.25", 1), 13);
  EXPECT_EQ(round_text("-1.25", 1), -13);
  EXPECT_EQ(round_text("1.2499999", 1), 12);
  EXPECT_EQ(round_text("-0.04", 1), 0);
  EXPECT_EQ(round_text("9.99", 1), 100);
  EXPECT_EQ(round_text("9223372036854775807", 0), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(round_text("-9223372036854775808", 0), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(round_text("9223372036854775807.5", 0), std::nullopt);
  EXPECT_EQ(round_text("1e2", 1), std::nullopt);
}

RC_GTEST_PROP(Rounding, OfATextAgreesWithThatOfItsDecimal, (std::int32_t units, std::uint8_t places)) {
  const int digits = places % 8;
  const auto text = fixed_text(units, digits);
  for (int to = 0; to <= 9; ++to) RC_ASSERT(round_text(text, to) == round_to(number(text), to));
}

RC_GTEST_PROP(Decimals, ATextReadsBackAsTheSameNumber, (std::int64_t units, std::uint8_t places)) {
  const Decimal one{units, places % 12};
  RC_ASSERT(number(one.text()) == one);
}

RC_GTEST_PROP(Means, ComparisonAgreesWithPrintedDigitsWhereTheyDiffer,
              (std::int32_t sum, std::uint16_t count)) {
  const Mean mean{sum, 2, std::int64_t{count} + 1};
  const Decimal printed = number(mean_text(mean, 12));
  const auto order = compare(mean, number("1.5"));
  if (printed != number("1.5")) RC_ASSERT(order == (printed <=> number("1.5")));
}

}  // namespace
}  // namespace effluent
