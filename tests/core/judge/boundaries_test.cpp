// SPDX-License-Identifier: Apache-2.0
// Where a verdict turns: days at the edge of a number, a share or an hour, each with its neighbour.
#include <gmock/gmock.h>

#include "core/judge/judge_support.hpp"

namespace effluent::testing_judge {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::SizeIs;

/// Rows of one day, `step` apart from midnight on; what `row_of` gives of each number, empty for none.
template <class RowOf>
std::vector<std::string> day_of_rows(milliseconds step, RowOf row_of) {
  const Instant start = parse_time("2026-11-24T00:00:00+07:00").value();
  std::vector<std::string> rows;
  for (int i = 0; i * step < hours{24}; ++i) {
    const std::string made = row_of(i);
    if (!made.empty()) rows.push_back(time_text(start + i * step) + ",p1," + made);
  }
  return rows;
}

std::vector<std::string> verdicts(const Site& of, const std::vector<std::string>& rows) {
  return with(judge_rows(of, rows).lines, "\"verdict\",");
}

// The limit is 48 x 0.9 = 43.2, which no double is; the day's mean of 1,000 readings tells a thousandth of a
// digit.
TEST(Boundary, TheDaysMeanAtTheLimitIsWithinItAndOneDigitInAThousandReadingsOverIsNot) {
  const milliseconds step{86'400};
  const auto s = site({point("cod", "cod", step)}, {permit({"cod"}, Period::day)});
  const auto at = [](int) { return std::string{"cod,43.2,measuring"}; };
  const auto over = [](int i) { return std::string{i == 500 ? "cod,43.3,measuring" : "cod,43.2,measuring"}; };
  const auto under = [](int i) {
    return std::string{i == 500 ? "cod,43.1,measuring" : "cod,43.2,measuring"};
  };
  EXPECT_THAT(verdicts(s, day_of_rows(step, at)).at(0),
              HasSubstr(R"("within_limit","reasons":[],"at_least":false,"value":43.200,)"));
  EXPECT_THAT(verdicts(s, day_of_rows(step, over)).at(0),
              AllOf(HasSubstr(R"("exceeding","reasons":[],"at_least":false,"value":43.200,)"),
                    HasSubstr("\"ratio\":1.0000")));
  EXPECT_THAT(verdicts(s, day_of_rows(step, under)).at(0), HasSubstr(R"("within_limit","reasons":[])"));
}

TEST(Boundary, EightyPercentOfTheSlotsAreEnoughAndOneInAThousandLessIsNot) {
  const milliseconds step{86'400};
  const auto s = site({point("cod", "cod", step)}, {permit({"cod"}, Period::day)});
  const auto of_slots = [&](int slots) {
    return verdicts(
        s, day_of_rows(step, [=](int i) { return std::string{i < slots ? "cod,40,measuring" : ""}; }));
  };
  EXPECT_THAT(of_slots(800).at(0),
              AllOf(HasSubstr(R"("within_limit","reasons":[])"), HasSubstr("\"coverage_percent\":80.00")));
  EXPECT_THAT(of_slots(799).at(0), AllOf(HasSubstr(R"("not_enough_data","reasons":["coverage"])"),
                                         HasSubstr("\"coverage_percent\":79.90")));
}

// 7 for 20 hours and 11 for 4: 7.67 in the mean, above 9.5 in four hours.
TEST(Boundary, PhAcidOrAlkalineForHoursHidesInADayAndShowsInItsHours) {
  const auto rows = day_of_rows(
      minutes{1}, [](int i) { return std::string{i < 20 * 60 ? "ph,7,measuring" : "ph,11,measuring"}; });
  Permit by_day = permit({"ph"});
  by_day.averaging_of["ph"] = Period::day;
  const auto day = verdicts(site({point("ph", "ph", minutes{1})}, {by_day}), rows);
  ASSERT_THAT(day, SizeIs(1));
  EXPECT_THAT(day[0], HasSubstr(R"("within_limit","reasons":[],"at_least":false,"value":7.667,)"));
  const auto by_hour = verdicts(site({point("ph", "ph", minutes{1})}, {permit({"ph"})}), rows);  // as pH is
  EXPECT_THAT(by_hour, SizeIs(24));
  EXPECT_THAT(with(by_hour, "\"within_limit\""), AllOf(SizeIs(20), Each(HasSubstr("\"value\":7.000"))));
  EXPECT_THAT(with(by_hour, "\"exceeding\""), AllOf(SizeIs(4), Each(HasSubstr("\"value\":11.000"))));
}

TEST(Boundary, AnHourWithoutAnyReadingIsJudgedAndSaysSo) {
  const auto s = site({point("cod", "cod", minutes{1})}, {permit({"cod"}, Period::hour)});
  const auto rows = day_of_rows(
      minutes{1}, [](int i) { return std::string{i / 60 == 3 || i > 5 * 60 ? "" : "cod,40,measuring"}; });
  const auto lines = verdicts(s, rows);
  ASSERT_THAT(lines, SizeIs(6));
  EXPECT_THAT(lines[3],
              AllOf(HasSubstr(R"("not_enough_data","reasons":["coverage"])"), HasSubstr(R"("value":null)"),
                    HasSubstr(R"("not_measured":{"percent":100.00,"causes":{"no_reading":100.00}})"),
                    HasSubstr(R"("excluded":null,"mean_with_excluded":null)")));
  EXPECT_THAT(lines[2], HasSubstr(R"("within_limit")"));
  EXPECT_THAT(lines[4], HasSubstr(R"("within_limit")"));
}

TEST(Boundary, AnHourWhoseReadingsAreAllExcludedIsNotJudgedByThemButShowsThem) {
  Permit lenient = permit({"cod"}, Period::hour);
  lenient.minimum_coverage_percent = number("0");
  lenient.exclusion_cap.day = hours{24};
  lenient.exclusion_cap.month = hours{744};
  const auto s = site({point("cod", "cod", minutes{1})}, {lenient});
  for (const std::string state : {"calibrating", "fault"}) {
    const auto rows =
        day_of_rows(minutes{1}, [&](int i) { return i < 60 ? "cod,90," + state : std::string{}; });
    EXPECT_THAT(verdicts(s, rows).at(0),
                AllOf(HasSubstr(R"("not_enough_data","reasons":["coverage"])"), HasSubstr(R"("value":null)"),
                      HasSubstr(R"("excluded":{"n":60,"sum":5400.0,"min":90.0,"max":90.0})"),
                      HasSubstr(R"("mean_with_excluded":90.000)")))
        << state;
  }
}

TEST(Boundary, TwoOutletsOfAPlantAreJudgedEachByItsOwnPermit) {
  Site s = site({point("cod", "cod", minutes{1})}, {permit({"cod"})});
  Permit other = permit({"cod"});
  other.column = "A";  // 70 x 0.9 = 63
  s.plants[0].outlets.push_back({"o2", {other}});
  s.plants[0].points.push_back(point("cod-2", "cod", minutes{1}));
  s.plants[0].points[1].outlet = "o2";
  std::vector<std::string> rows;
  for (int i = 0; i < 5; ++i) {
    const auto time = "2026-11-24T09:0" + std::to_string(i) + ":00+07:00,p1,";
    rows.push_back(time + "cod,50,measuring");
    rows.push_back(time + "cod-2,50,measuring");
  }
  const auto lines = verdicts(s, rows);
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_THAT(lines[0], AllOf(HasSubstr(R"("outlet":"o1","point":"cod",)"), HasSubstr(R"("exceeding")"),
                              HasSubstr(R"("limit_max":43.2,)")));
  EXPECT_THAT(lines[1], AllOf(HasSubstr(R"("outlet":"o2","point":"cod-2",)"), HasSubstr(R"("within_limit")"),
                              HasSubstr(R"("limit_max":63,)")));
}

}  // namespace
}  // namespace effluent::testing_judge
