// SPDX-License-Identifier: Apache-2.0
#include "core/measure/time.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace effluent {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

Instant at(const std::string& text) { return parse_time(text).value(); }

TEST(Times, PrintInMillisecondsAtPlusSeven) {
  EXPECT_EQ(time_text(at("2026-11-24T02:14:40.0009Z")), "2026-11-24T09:14:40.000+07:00");
  EXPECT_EQ(time_text(at("1969-12-31T23:59:59.999z")), "1970-01-01T06:59:59.999+07:00");
  EXPECT_EQ(time_text(at("2027-12-31t20:00:00-04:30")), "2028-01-01T07:30:00.000+07:00");
}

TEST(Times, AnythingElseIsNoTime) {
  for (const auto* bad :
       {"2026-11-24", "2026-11-24T02:14:40", "2026-11-24T02:14:60Z", "2026-11-24T24:00:00Z",
        "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-11-24T02:14:40.Z", "2026-11-24T02:14:40+07",
        "2026-11-24T02:14:40+24:00", "2026-11-24T02:14:40+07:60", "2026-11-24 02:14:40Z",
        "2026-11-24T02:14:40Zx", "2026-11-24T02:14:40,5Z", "+026-11-24T02:14:40Z"}) {
    EXPECT_FALSE(parse_time(bad).has_value()) << bad;
  }
}

TEST(Times, AreThoseThatFourDigitsOfTheYearCanWriteAtPlusSeven) {
  EXPECT_EQ(time_text(at("9999-12-31T16:59:59.999Z")), "9999-12-31T23:59:59.999+07:00");
  EXPECT_FALSE(parse_time("9999-12-31T17:00:00Z").has_value());
  EXPECT_EQ(time_text(at("0000-01-01T00:00:00+07:00")), "0000-01-01T00:00:00.000+07:00");
  EXPECT_FALSE(parse_time("0000-01-01T00:00:00+07:01").has_value());
}

TEST(Times, WindowsAreCutAtPlusSevenBeforeAndAfter1970) {
  EXPECT_EQ(time_text(window_start(at("2026-11-24T16:59:59.999Z"), hours{24})),
            "2026-11-24T00:00:00.000+07:00");
  EXPECT_EQ(time_text(window_start(at("2026-11-24T17:00:00Z"), hours{24})), "2026-11-25T00:00:00.000+07:00");
  EXPECT_EQ(time_text(window_start(at("1969-06-01T09:07:00+07:00"), minutes{5})),
            "1969-06-01T09:05:00.000+07:00");
}

TEST(Times, DaysAreThoseAtPlusSeven) {
  EXPECT_EQ(day_text(day_of(at("2031-12-31T16:59:59Z"))), "2031-12-31");
  EXPECT_EQ(day_text(day_of(at("2031-12-31T17:00:00Z"))), "2032-01-01");
  EXPECT_EQ(time_text(start_of(parse_day("2028-02-29").value())), "2028-02-29T00:00:00.000+07:00");
  EXPECT_FALSE(parse_day("2027-02-29").has_value());
}

TEST(Times, AMonthBeginsWithItsFirstDay) {
  EXPECT_EQ(first_of_month(*parse_day("2028-02-29")), *parse_day("2028-02-01"));
  EXPECT_EQ(first_of_month(*parse_day("2027-01-01")), *parse_day("2027-01-01"));
  EXPECT_EQ(first_of_month(day_of(*parse_time("2026-12-31T17:00:00Z"))), *parse_day("2027-01-01"))
      << "the month is that at +07:00";
  EXPECT_EQ(first_of_month(*parse_day("2026-12-31")), *parse_day("2026-12-01"));
}

TEST(Durations, AreAnIntegerAndAUnit) {
  EXPECT_EQ(parse_duration("5min"), minutes{5});
  EXPECT_EQ(parse_duration("90d"), hours{24 * 90});
  EXPECT_EQ(parse_duration("0ms"), milliseconds{0});
  for (const auto* bad : {"", "5", "min", "-5s", "1.5h", "5 s", "5S", "99999999999999d", "40000d"}) {
    EXPECT_FALSE(parse_duration(bad).has_value()) << bad;
  }
}

RC_GTEST_PROP(Times, ATextReadsBackAsTheSameInstant, ()) {
  const Instant instant{
      milliseconds{*rc::gen::inRange<std::int64_t>(-62'000'000'000'000, 253'000'000'000'000)}};
  RC_ASSERT(parse_time(time_text(instant)) == instant);
}

RC_GTEST_PROP(Times, AWindowHoldsItsInstant, ()) {
  const Instant instant{milliseconds{*rc::gen::inRange<std::int64_t>(-9'000'000'000'000, 9'000'000'000'000)}};
  const milliseconds length = *rc::gen::element<milliseconds>(minutes{5}, hours{1}, hours{24});
  const auto start = window_start(instant, length);
  RC_ASSERT(start <= instant);
  RC_ASSERT(instant < start + length);
  RC_ASSERT((start + kZoneOffset).time_since_epoch() % length == milliseconds{0});
}

RC_GTEST_PROP(Durations, ATextReadsBack, ()) {
  const milliseconds duration{*rc::gen::inRange<std::int64_t>(0, 3'000'000'000'000)};
  RC_ASSERT(parse_duration(duration_text(duration)) == duration);
}

}  // namespace
}  // namespace effluent
