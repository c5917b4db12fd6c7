// SPDX-License-Identifier: Apache-2.0
// What a verdict makes of readings that did not enter, or only as a bound: design.md 5 "Judging", promise 4.
#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "core/judge/judge_support.hpp"

namespace effluent::testing_judge {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::string row(int minute, const std::string& value, const std::string& state = "measuring",
                const std::string& point = "cod") {
  const Instant start = parse_time("2026-11-24T09:00:00+07:00").value();
  return time_text(start + minutes{minute}) + ",p1," + point + "," + value + "," + state;
}

/// One a minute from 09:00 on; those of `odd` have other states.
std::vector<std::string> rows(const std::vector<std::string>& values,
                              const std::map<int, std::string>& odd = {}, const std::string& point = "cod") {
  std::vector<std::string> made;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto minute = static_cast<int>(i);
    made.push_back(row(minute, values[i], odd.count(minute) > 0 ? odd.at(minute) : "measuring", point));
  }
  return made;
}

/// The verdict of the 5 minutes from 09:00, limit 43.2.
std::string cod_verdict(Point cod, const std::vector<std::string>& readings, Permit held = permit({"cod"})) {
  const auto lines =
      with(judge_rows(site({std::move(cod)}, {std::move(held)}), readings).lines, "\"verdict\",");
  return lines.empty() ? "" : lines.front();
}

Point cod() { return point("cod", "cod", minutes{1}); }
Point cod_to_100() {
  Point made = cod();
  made.range = Range{number("5"), number("100")};
  return made;
}
Permit lenient(const char* percent = "60") {
  Permit made = permit({"cod"});
  made.minimum_coverage_percent = number(percent);
  made.exclusion_cap.day = std::chrono::hours{24};
  made.exclusion_cap.month = std::chrono::hours{744};
  return made;
}

TEST(Exclusion, ThatMakesTheDifferenceIsSaidInTheVerdict) {
  const auto line = cod_verdict(cod(), rows({"40", "40", "40", "40", "90"}, {{4, "fault"}}), lenient());
  EXPECT_THAT(line, HasSubstr(R"("verdict":"within_limit","reasons":["depends_on_exclusion"],)"));
  EXPECT_THAT(line, HasSubstr(R"("value":40.000,)"));
  EXPECT_THAT(line, HasSubstr(R"("not_measured":{"percent":20.00,"causes":{"device_fault":20.00}},)"
                              R"("excluded":{"n":1,"sum":90.0,"min":90.0,"max":90.0},)"
                              R"("mean_with_excluded":50.000,)"));
}

TEST(Exclusion, ThatMakesNoDifferenceGivesNoReason) {
  const auto line = cod_verdict(cod(), rows({"40", "40", "40", "40", "50"}, {{4, "fault"}}), lenient());
  EXPECT_THAT(line, HasSubstr(R"("verdict":"within_limit","reasons":[],)"));
  EXPECT_THAT(line, HasSubstr(R"("mean_with_excluded":42.000,)"));
}

TEST(Exclusion, OfLowReadingsNeverHidesThatTheOthersExceed) {
  const auto line = cod_verdict(cod(), rows({"50", "50", "50", "50", "0"}, {{4, "calibrating"}}), lenient());
  EXPECT_THAT(line, HasSubstr(R"("verdict":"exceeding","reasons":[],)"));
  EXPECT_THAT(line, HasSubstr(R"("mean_with_excluded":40.000,)"));
}

TEST(Exclusion, OfReadingsBelowWhatCanBeIsOfTheSameKind) {
  Point ph = point("ph", "ph", minutes{1});
  ph.possible = Range{number("0"), number("14")};
  Permit held = permit({"ph"});
  held.averaging_of["ph"] = Period::five_minutes;
  held.minimum_coverage_percent = number("60");
  const auto lines =
      with(judge_rows(site({ph}, {held}), rows({"7", "7", "7", "7", "-9"}, {}, "ph")).lines, "\"verdict\",");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_THAT(lines[0], HasSubstr(R"("verdict":"within_limit","reasons":["depends_on_exclusion"],)"));
  EXPECT_THAT(lines[0], HasSubstr(R"("causes":{"impossible":20.00})"));
}

TEST(ExclusionCap, OfTheDayIsReachedByCalibrationAndMaintenanceTogetherAndNotAtItsEnd) {
  Permit held = lenient("0");
  held.averaging = Period::hour;
  held.exclusion_cap.day = minutes{30};
  std::vector<std::string> readings;
  for (int minute = 0; minute < 180; ++minute) {
    const bool out = minute % 60 < 15 || minute == 140;  // 15 in each hour, and one more in the third
    readings.push_back(row(minute, "40", out ? "calibrating" : "measuring"));
  }
  const auto lines = with(judge_rows(site({cod()}, {held}), readings).lines, "\"verdict\",");
  ASSERT_THAT(lines, SizeIs(3));
  EXPECT_THAT(lines[0], HasSubstr(R"("within_limit","reasons":[])"));
  EXPECT_THAT(lines[1], HasSubstr(R"("within_limit","reasons":[])"));  // 30 min: at the cap
  EXPECT_THAT(lines[1], HasSubstr(R"("exclusion_cap":{"window_s":900,"day_s":1800,"day_cap_s":1800,)"));
  EXPECT_THAT(lines[2], HasSubstr(R"("not_enough_data","reasons":["exclusion_cap"])"));
  EXPECT_THAT(lines[2], HasSubstr(R"("window_s":960,"day_s":2760,)"));
}

TEST(ExclusionCap, LeavesWindowsAloneThatWereMeasuredWhole) {
  Permit held = lenient("0");
  held.averaging = Period::hour;
  held.exclusion_cap.day = minutes{5};
  std::vector<std::string> readings;
  for (int minute = 0; minute < 120; ++minute) {
    readings.push_back(row(minute, "40", minute < 10 ? "calibrating" : "measuring"));
  }
  const auto lines = with(judge_rows(site({cod()}, {held}), readings).lines, "\"verdict\",");
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_THAT(lines[0], HasSubstr(R"("not_enough_data","reasons":["exclusion_cap"])"));
  EXPECT_THAT(lines[1], HasSubstr(R"("within_limit","reasons":[])"));
}

TEST(ExclusionCap, OfTheMonthCountsTheDaysBeforeAndBeginsAnewWithTheNext) {
  Permit held = lenient("0");
  held.averaging = Period::day;
  held.exclusion_cap.month = std::chrono::hours{2};
  Point slow = point("cod", "cod", std::chrono::hours{1});
  std::vector<std::string> readings;
  Instant now = parse_time("2026-11-28T00:00:00+07:00").value();
  for (int hour = 0; hour < 24 * 4; ++hour, now += std::chrono::hours{1}) {
    readings.push_back(time_text(now) + ",p1,cod,40," + (hour % 24 == 3 ? "calibrating" : "measuring"));
  }
  const auto lines = with(judge_rows(site({slow}, {held}), readings).lines, "\"verdict\",");
  ASSERT_THAT(lines, SizeIs(4));
  EXPECT_THAT(lines[1], HasSubstr(R"("within_limit")"));                                 // 29/11: 2 h
  EXPECT_THAT(lines[2], HasSubstr(R"("not_enough_data","reasons":["exclusion_cap"])"));  // 30/11: 3 h
  EXPECT_THAT(lines[3], HasSubstr(R"("within_limit")"));                                 // 1/12: 1 h
  EXPECT_THAT(lines[3], HasSubstr(R"("month_s":3600,"month_cap_s":7200)"));
}

TEST(OverRange, IsALowerBoundThatMayProveAnExceedance) {
  const auto line = cod_verdict(cod_to_100(), rows({"40", "40", "40", "40", "999"}));
  EXPECT_THAT(line, HasSubstr(R"("verdict":"exceeding","reasons":[],"at_least":true,"value":52.000,)"));
}

TEST(OverRange, NeverProvesThatTheLimitIsKept) {
  const auto line = cod_verdict(cod_to_100(), rows({"20", "20", "20", "20", "999"}));
  EXPECT_THAT(line, HasSubstr(R"("verdict":"not_enough_data","reasons":["over_range"],"at_least":false,)"));
  EXPECT_THAT(line, HasSubstr(R"("value":36.000,)"));
}

TEST(UnderRange, IsAnUpperBoundThatMayProveThatAMaximumIsKept) {
  const auto kept = cod_verdict(cod_to_100(), rows({"1", "2", "3", "4", "4"}));
  EXPECT_THAT(kept, HasSubstr(R"("verdict":"within_limit","reasons":[],"at_least":false,"value":5.000,)"));
  const auto doubtful = cod_verdict(cod_to_100(), rows({"1", "60", "60", "60", "60"}));
  EXPECT_THAT(doubtful, HasSubstr(R"("not_enough_data","reasons":["under_range"])"));
}

TEST(UnderRange, ProvesWithAMinimumThatItIsNotKept) {
  Point ph = point("ph", "ph", minutes{1});
  ph.range = Range{number("2"), number("12")};
  Permit held = permit({"ph"});
  held.averaging_of["ph"] = Period::five_minutes;
  const auto verdict = [&](const std::vector<std::string>& values) {
    return with(judge_rows(site({ph}, {held}), rows(values, {}, "ph")).lines, "\"verdict\",").at(0);
  };
  EXPECT_THAT(verdict({"1", "1", "1", "1", "4"}), HasSubstr(R"("exceeding","reasons":[],"at_least":true,)"));
  EXPECT_THAT(verdict({"7", "7", "7", "7", "1"}),
              HasSubstr(R"("not_enough_data","reasons":["under_range"])"));
  EXPECT_THAT(verdict({"13", "1", "7", "7", "7"}),
              HasSubstr(R"("not_enough_data","reasons":["over_range","under_range"])"));
}

TEST(BelowDetection, GivesTwoMeansAboveATenthOfTheReadings) {
  Point fine = cod();
  fine.lod = number("5");
  const auto mean = [&](const std::vector<std::string>& values) {
    return with(judge_rows(site({fine}, {permit({"cod"})}), rows(values)).lines, "\"5min\"").at(0);
  };
  EXPECT_THAT(mean({"10", "10", "10", "4", "10"}),
              HasSubstr(R"("below_detection":{"n":1,"sum":4.0,"min":4.0,"max":4.0},)"
                        R"("mean_lower":8.000,"mean_upper":9.000)"));
  EXPECT_THAT(mean({"10", "10", "10", "5", "10"}), HasSubstr(R"("mean_lower":null,"mean_upper":null)"));
}

TEST(Spread, IsThatOfTheWholePopulationHalfAwayFromZero) {
  const auto mean = [&](const std::vector<std::string>& values) {
    return with(judge_rows(site({cod()}, {permit({"cod"})}), rows(values)).lines, "\"5min\"").at(0);
  };
  EXPECT_THAT(mean({"2", "4", "4", "6", "4"}), HasSubstr(R"("std_dev":1.265)"));  // sqrt(8/5) = 1.26491
  EXPECT_THAT(mean({"-1", "1"}), HasSubstr(R"("std_dev":1.000)"));
  EXPECT_THAT(mean({"7"}), HasSubstr(R"("std_dev":0.000)"));
}

// Promise 4: whatever is taken out of a window by a state, `exceeding` never becomes a plain `within_limit`.
RC_GTEST_PROP(PromiseFour, NoStateTurnsExceedingIntoAPlainWithinLimit, ()) {
  const auto values = *rc::gen::container<std::vector<int>>(5, rc::gen::inRange(0, 120));
  const auto out = *rc::gen::container<std::vector<bool>>(5, rc::gen::arbitrary<bool>());
  const bool bounded = *rc::gen::arbitrary<bool>();
  std::vector<std::string> texts;
  std::map<int, std::string> odd;
  for (std::size_t i = 0; i < 5; ++i) {
    texts.push_back(std::to_string(values[i]));
    if (out[i]) odd[static_cast<int>(i)] = i % 2 == 0 ? "fault" : "calibrating";
  }
  const Point measured = bounded ? cod_to_100() : cod();
  const auto all = cod_verdict(measured, rows(texts), lenient("0"));
  const auto some = cod_verdict(measured, rows(texts, odd), lenient("0"));
  if (all.find("\"exceeding\"") == std::string::npos) return;
  RC_ASSERT(some.find(R"("within_limit","reasons":[])") == std::string::npos);
}

}  // namespace
}  // namespace effluent::testing_judge
