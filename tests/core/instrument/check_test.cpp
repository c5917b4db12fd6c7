// SPDX-License-Identifier: Apache-2.0
#include "core/instrument/check.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "core/instrument/instrument_site.hpp"

namespace effluent {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const Instant kNow = *parse_time("2026-11-24T09:00:00+07:00");

InstrumentCheck span() {
  return {"p1", "cod", "span", "50.0", "mg/L", "L-7", "2026-11-24", "50.5", "", "0.5", "Lê Văn An", ""};
}

std::vector<std::string> faults(const InstrumentCheck& check) {
  return faults_of(check, testing_instrument::site(), kNow);
}

InstrumentCheck with(std::string InstrumentCheck::*member, std::string text) {
  auto check = span();
  check.*member = std::move(text);
  return check;
}

TEST(InstrumentCheck, ExactlyAtThePermittedDeviationPassesAndOneDigitMoreDoesNot) {
  EXPECT_THAT(faults(span()), IsEmpty());
  EXPECT_TRUE(outcome_of(span(), kNow).passed());
  EXPECT_TRUE(outcome_of(with(&InstrumentCheck::before, "49.5"), kNow).passed());
  EXPECT_FALSE(outcome_of(with(&InstrumentCheck::before, "50.500000001"), kNow).passed());
  EXPECT_FALSE(outcome_of(with(&InstrumentCheck::before, "49.499"), kNow).passed());
  EXPECT_EQ(outcome_of(with(&InstrumentCheck::before, "49.4990"), kNow).deviation.text(), "-0.501");
}

TEST(InstrumentCheck, NumbersThatADoubleGetsWrongAreExact) {
  auto check = with(&InstrumentCheck::before, "0.3");
  check.standard_value = "0.1";
  check.limit = "0.2";
  EXPECT_TRUE(outcome_of(check, kNow).passed());  // 0.3 - 0.1 > 0.2 in binary
  EXPECT_EQ(outcome_of(check, kNow).deviation.text(), "0.2");
}

RC_GTEST_PROP(InstrumentCheck, DeviationIsTheDifferenceOfWhatWasWritten, ()) {
  const auto before = *rc::gen::inRange<std::int64_t>(-999'999'999'999, 1'000'000'000'000);
  const auto standard = *rc::gen::inRange<std::int64_t>(-999'999'999'999, 1'000'000'000'000);
  const int digits = *rc::gen::inRange(0, 13);
  auto check = span();
  check.before = fixed_text(before, digits);
  check.standard_value = fixed_text(standard, digits);
  RC_ASSERT(faults(check).empty());
  RC_ASSERT(outcome_of(check, kNow).deviation == Decimal(before - standard, digits));
}

TEST(InstrumentCheck, AStandardIsGoodThroughItsLastDayAndProvesNothingGoodBehindIt) {
  EXPECT_FALSE(outcome_of(span(), kNow).standard_expired);
  const auto outcome = outcome_of(with(&InstrumentCheck::expiry, "2026-11-23"), kNow);
  EXPECT_TRUE(outcome.standard_expired);
  EXPECT_TRUE(outcome.within_limit);
  EXPECT_FALSE(outcome.passed());
  EXPECT_THAT(faults(with(&InstrumentCheck::expiry, "2026-11-23")), IsEmpty()) << "recorded all the same";
}

TEST(InstrumentCheck, OnlyALaboratoryComparisonHasNoExpiry) {
  auto check = with(&InstrumentCheck::expiry, "");
  EXPECT_THAT(faults(check), ElementsAre(HasSubstr("expiry is missing")));
  check.what = "laboratory_comparison";
  EXPECT_THAT(faults(check), IsEmpty());
  EXPECT_TRUE(outcome_of(check, kNow).passed());
}

TEST(InstrumentCheck, AbsurdInputIsRefusedWithTheReason) {
  for (const char* text : {"", "about 50", "50,5", "5e1", "0x5", "-", "1.", "007", "1234567890123", "nan"}) {
    EXPECT_THAT(faults(with(&InstrumentCheck::before, text)), ElementsAre(HasSubstr("before"))) << text;
    EXPECT_THAT(faults(with(&InstrumentCheck::standard_value, text)), SizeIs(1)) << text;
    EXPECT_THAT(faults(with(&InstrumentCheck::limit, text)), SizeIs(1)) << text;
  }
  EXPECT_THAT(faults(with(&InstrumentCheck::after, "50,1")), ElementsAre(HasSubstr("after")));
  EXPECT_THAT(faults(with(&InstrumentCheck::limit, "-0.5")), ElementsAre(HasSubstr("below 0")));
  EXPECT_THAT(faults(with(&InstrumentCheck::unit, "")), ElementsAre(HasSubstr("not the point's: \"mg/L\"")));
  EXPECT_THAT(faults(with(&InstrumentCheck::unit, "ug/L")), SizeIs(1));
  EXPECT_THAT(faults(with(&InstrumentCheck::point, "bod")),
              ElementsAre(HasSubstr("not in the configuration")));
  EXPECT_THAT(faults(with(&InstrumentCheck::point, "hand")), ElementsAre(HasSubstr("no instrument")));
  EXPECT_THAT(faults(with(&InstrumentCheck::what, "look")), ElementsAre(HasSubstr("none of zero, span")));
  EXPECT_THAT(faults(with(&InstrumentCheck::expiry, "1970-01-01")), ElementsAre(HasSubstr("before 2000")));
  EXPECT_THAT(faults(with(&InstrumentCheck::expiry, "2999-01-01")), ElementsAre(HasSubstr("20 years ahead")));
  EXPECT_THAT(faults(with(&InstrumentCheck::expiry, "2027-02-29")), ElementsAre(HasSubstr("no day")));
  EXPECT_THAT(faults(with(&InstrumentCheck::lot, "  ")), ElementsAre(HasSubstr("lot is missing")));
  EXPECT_THAT(faults(with(&InstrumentCheck::note, std::string(201, 'x'))),
              ElementsAre(HasSubstr("201 bytes")));
}

TEST(InstrumentCheck, EveryFaultIsSaidAtOnce) { EXPECT_THAT(faults({}), SizeIs(8)); }

}  // namespace
}  // namespace effluent
