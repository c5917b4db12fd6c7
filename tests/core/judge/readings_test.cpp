// SPDX-License-Identifier: Apache-2.0
// judge.md, "Readings" and "Windows".
#include <gmock/gmock.h>

#include "core/judge/judge_support.hpp"

namespace effluent::testing_judge {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Site plain() { return site({point("cod", "cod", minutes{1})}, {permit({"cod"})}); }

std::string problem_of(const std::string& row) {
  const auto outcome = judge_rows(plain(), {row});
  return outcome.problem.empty() ? "" : std::to_string(outcome.at) + ": " + outcome.problem;
}

TEST(Readings, OnlyTheExactHeaderIsTaken) {
  for (const auto* bad :
       {"", "time,plant,point,value", "Time,plant,point,value,state", "time,plant,point,value,state,",
        " time,plant,point,value,state", "time,plant,point,value,state "}) {
    EXPECT_THAT(judge_lines(plain(), {bad}).problem, HasSubstr("not the header")) << bad;
  }
  EXPECT_THAT(judge_lines(plain(), {}).problem, HasSubstr("empty"));
}

TEST(Readings, AFileWithOnlyAHeaderPrintsNothing) {
  const auto outcome = judge_rows(plain(), {});
  EXPECT_EQ(outcome.problem, "");
  EXPECT_THAT(outcome.lines, IsEmpty());
}

TEST(Readings, TimesAreReadInEveryFormOfTheContract) {
  for (const auto* good : {"2026-11-24T09:00:00Z", "2026-11-24t09:00:00z",
                           "2026-11-24T09:00:00.123456789-00:30", "2024-02-29T23:59:59+14:00"}) {
    EXPECT_EQ(problem_of(std::string{good} + ",p1,cod,1,measuring"), "") << good;
  }
  for (const auto* bad :
       {"2026-11-24 09:00:00Z", "2026-11-24T09:00:00", "2026-11-24T09:00:60Z", "2026-11-24T24:00:00Z",
        "2026-02-29T00:00:00Z", "2026-11-24T09:00Z", "2026-11-24T09:00:00.Z", "2026-11-24T09:00:00+7:00",
        "2026-11-24T09:00:00+0700", " 2026-11-24T09:00:00Z", "1764000000", ""}) {
    EXPECT_THAT(problem_of(std::string{bad} + ",p1,cod,1,measuring"), HasSubstr("2: time")) << bad;
  }
}

TEST(Readings, DigitsAfterTheMillisecondAreCutOff) {
  // 09:04:59.9999 is still in the window of 09:00.
  const auto outcome = judge_rows(plain(), {"2026-11-24T09:04:59.9999+07:00,p1,cod,1,measuring"});
  EXPECT_THAT(outcome.lines[0], HasSubstr(R"("start":"2026-11-24T09:00:00.000+07:00","n":1)"));
}

TEST(Readings, ValuesAreRoundedOnceHalfAwayFromZero) {
  const auto mean = [](const std::string& value) {
    return judge_rows(plain(), {"2026-11-24T09:00:00Z,p1,cod," + value + ",measuring"}).lines[0];
  };
  EXPECT_THAT(mean("1.25"), HasSubstr("\"min\":1.3,"));
  EXPECT_THAT(mean("1.2499999999999999999999"), HasSubstr("\"min\":1.2,"));
  EXPECT_THAT(mean("-1.25"), HasSubstr("\"min\":-1.3,"));
  EXPECT_THAT(mean("007"), HasSubstr("\"min\":7.0,"));
}

TEST(Readings, AnythingElseIsNoValue) {
  for (const auto* bad : {"+1", "1.", ".5", "-", "1e3", "0x10", "nan", " 1", "1 ", "1_0", "--1", "\"1\"",
                          "99999999999999999999"}) {
    EXPECT_THAT(problem_of("2026-11-24T09:00:00Z,p1,cod," + std::string{bad} + ",measuring"),
                HasSubstr("2: value"))
        << bad;
  }
  EXPECT_THAT(problem_of("2026-11-24T09:00:00Z,p1,cod,,measuring"), HasSubstr("2: no value"));
  EXPECT_EQ(problem_of("2026-11-24T09:00:00Z,p1,cod,,calibrating"), "");
  EXPECT_EQ(problem_of("2026-11-24T09:00:00Z,p1,cod,,fault"), "");
  EXPECT_THAT(problem_of("2026-11-24T09:00:00Z,p1,cod,x,fault"), HasSubstr("2: value"));
}

TEST(Readings, OtherErrorsNameWhatIsWrong) {
  EXPECT_THAT(problem_of(""), HasSubstr("2: a blank line"));
  EXPECT_THAT(problem_of("2026-11-24T09:00:00Z,p1,cod,1"), HasSubstr("2: 4 fields"));
  EXPECT_THAT(problem_of("2026-11-24T09:00:00Z,p1,cod,1,measuring,"), HasSubstr("2: 6 fields"));
  EXPECT_THAT(problem_of("2026-11-24T09:00:00Z,p2,cod,1,measuring"), HasSubstr("no plant \"p2\""));
  EXPECT_THAT(problem_of("2026-11-24T09:00:00Z,p1,tss,1,measuring"), HasSubstr("no point \"tss\""));
  EXPECT_THAT(problem_of("2026-11-24T09:00:00Z, p1,cod,1,measuring"), HasSubstr("no plant \" p1\""));
  EXPECT_THAT(problem_of("2026-11-24T09:00:00Z,p1,cod,1,Measuring"), HasSubstr("2: state"));
  EXPECT_THAT(problem_of("2026-11-24T09:00:00Z,p1,cod,1,measuring\r"), HasSubstr("2: state"));
}

TEST(Readings, ALineOf64KiBIsReadAndALongerOneIsNot) {
  const std::string begin = "2026-11-24T09:00:00.";
  const std::string end = "Z,p1,cod,1,measuring";
  const std::string longest = begin + std::string(65'536 - begin.size() - end.size(), '0') + end;
  EXPECT_EQ(problem_of(longest), "");
  EXPECT_THAT(problem_of(begin + "0" + longest.substr(begin.size())), HasSubstr("64 KiB"));
}

TEST(Readings, TimesNeverDecreaseOverThePlants) {
  auto two = plain();
  two.plants.push_back(two.plants[0]);
  two.plants[1].id = "p2";
  EXPECT_THAT(
      judge_rows(two, {"2026-11-24T09:00:01Z,p1,cod,1,measuring", "2026-11-24T09:00:00Z,p2,cod,1,measuring"})
          .problem,
      HasSubstr("before that of a row above"));
}

TEST(Readings, TheSameRowTwiceCountsOnceAndOtherContentIsAnError) {
  const auto twice = judge_rows(plain(), {"2026-11-24T09:00:00Z,p1,cod,1.04,measuring",
                                          "2026-11-24T16:00:00+07:00,p1,cod,1.0,measuring"});
  EXPECT_EQ(twice.problem, "");
  EXPECT_THAT(twice.lines[0], HasSubstr("\"n\":1,"));
  for (const auto* other : {"1.1,measuring", "1,fault", ",fault"}) {
    const auto outcome = judge_rows(plain(), {"2026-11-24T09:00:00Z,p1,cod,1,measuring",
                                              "2026-11-24T09:00:00Z,p1,cod," + std::string{other}});
    EXPECT_THAT(outcome.problem, HasSubstr("another value or state")) << other;
    EXPECT_EQ(outcome.at, 3);
  }
}

TEST(Readings, TiesComeInAnyOrderAndASameRowAmongThemCountsOnce) {
  auto two = site({point("cod", "cod", minutes{1}), point("tss", "tss", minutes{1})}, {permit({"cod"})});
  const std::string cod = "2026-11-24T09:00:00.0001Z,p1,cod,1,measuring";  // one millisecond, cut off
  const std::string tss = "2026-11-24T09:00:00.0000Z,p1,tss,2,measuring";
  const auto one_way = judge_rows(two, {cod, tss, "2026-11-24T09:00:00.0009Z,p1,cod,1.00,measuring"});
  const auto other_way = judge_rows(two, {tss, cod});
  EXPECT_EQ(one_way.problem, "");
  EXPECT_THAT(one_way.lines[0], HasSubstr("\"n\":1,"));
  EXPECT_EQ(one_way.lines, other_way.lines);
}

TEST(Readings, ARowIsOneResultAtItsTimeWhateverDelayAndCycleSay) {
  auto analyser = point("cod", "cod", seconds{5});
  analyser.cycle = minutes{15};
  auto rows = [&](const Point& one) {
    auto outcome =
        judge_rows(site({one}, {permit({"cod"}, Period::hour)}),
                   {"2026-11-24T09:00:00+07:00,p1,cod,700,measuring",
                    "2026-11-24T09:14:00+07:00,p1,cod,700,measuring",   // no change to detect
                    "2026-11-24T09:59:59+07:00,p1,cod,-3,measuring"});  // no delay leads out of the hour
    return outcome.lines;
  };
  const auto plain = rows(analyser);
  EXPECT_THAT(plain[0], HasSubstr(R"("period":"1h","start":"2026-11-24T09:00:00.000+07:00","n":3,"due":4,)"
                                  R"("coverage_percent":50.00,"mean":465.667,"min":-3.0,"max":700.0)"));
  analyser.sample_delay = minutes{12};
  EXPECT_EQ(rows(analyser), plain);
}

TEST(Readings, AnErrorLeavesWhatWasWrittenAndTheOpenWindowUnwritten) {
  const auto outcome = judge_rows(
      plain(), {"2026-11-24T09:00:00Z,p1,cod,1,measuring", "2026-11-24T09:05:00Z,p1,cod,1,measuring",
                "2026-11-24T09:30:00Z,p1,cod,,measuring"});
  EXPECT_EQ(outcome.at, 4);
  EXPECT_THAT(outcome.lines, SizeIs(2));  // mean and verdict of 09:00; the bad row closes nothing
}

TEST(Windows, OnlyReadingsInStateMeasuringEnter) {
  const auto outcome =
      judge_rows(plain(), {"2026-11-24T09:00:00Z,p1,cod,1,calibrating", "2026-11-24T09:01:00Z,p1,cod,5,fault",
                           "2026-11-24T09:02:00Z,p1,cod,3,measuring"});
  EXPECT_THAT(outcome.lines[0], HasSubstr(R"("n":1,"due":5,"coverage_percent":20.00,"mean":3.000,)"));
}

TEST(Windows, EveryWindowFromThePlantsFirstRowToTheFilesLastWithoutAHole) {
  auto two = plain();
  two.plants.push_back(two.plants[0]);
  two.plants[1].id = "a0";
  two.plants.push_back(two.plants[0]);
  two.plants[2].id = "silent";
  const auto outcome = judge_rows(
      two, {"2026-11-24T09:04:59.999+07:00,p1,cod,,fault", "2026-11-24T09:12:00+07:00,a0,cod,1,measuring",
            "2026-11-24T09:20:00+07:00,p1,cod,1,measuring"});
  EXPECT_THAT(with(with(outcome.lines, "\"mean\",\"plant\":\"p1\""), "\"5min\""), SizeIs(5));
  EXPECT_THAT(with(with(outcome.lines, "\"mean\",\"plant\":\"a0\""), "\"5min\""), SizeIs(3));
  EXPECT_THAT(with(outcome.lines, "silent"), IsEmpty());
  // One window end: plants by id.
  const auto at = with(outcome.lines, "\"5min\",\"start\":\"2026-11-24T09:20");
  EXPECT_THAT(at[0], HasSubstr("\"a0\""));
  EXPECT_THAT(at[2], HasSubstr("\"p1\""));
}

TEST(Windows, APeriodIsFormedWhereItIsAMultipleOfTheStep) {
  const auto periods = [](milliseconds interval, std::optional<milliseconds> cycle) {
    auto one = point("cod", "cod", interval);
    one.cycle = cycle;
    std::string found;
    for (const auto& line :
         with(judge_rows(site({one}, {}), {"2026-11-24T09:00:00Z,p1,cod,1,measuring"}).lines, "\"mean\",")) {
      const auto at = line.find("\"period\":\"") + 10;
      found += line.substr(at, line.find('"', at) - at) +
               line.substr(line.find("\"due\":") + 5, line.find(",\"cov") - line.find("\"due\":") - 5) + " ";
    }
    return found;
  };
  EXPECT_EQ(periods(seconds{5}, std::nullopt), "5min:60 1h:720 24h:17280 ");
  EXPECT_EQ(periods(seconds{5}, minutes{15}), "1h:4 24h:96 ");
  EXPECT_EQ(periods(minutes{16}, std::nullopt), "24h:90 ");
  EXPECT_EQ(periods(hours{24}, std::nullopt), "24h:1 ");
  EXPECT_EQ(periods(minutes{7}, std::nullopt), "");
}

TEST(Windows, DaysBeginAtMidnightAtPlusSevenAlsoOverALeapDay) {
  const auto outcome =
      judge_rows(site({point("cod", "cod", hours{24})}, {}),
                 {"2028-02-28T16:59:59Z,p1,cod,1,measuring", "2028-02-29T17:00:00Z,p1,cod,2,measuring"});
  EXPECT_THAT(outcome.lines, ElementsAre(HasSubstr(R"("start":"2028-02-28T00:00:00.000+07:00","n":1)"),
                                         HasSubstr(R"("start":"2028-02-29T00:00:00.000+07:00","n":0)"),
                                         HasSubstr(R"("start":"2028-03-01T00:00:00.000+07:00","n":1)")));
}

TEST(Windows, AReadingAtTheEndBelongsToTheNextWindow) {
  const auto outcome = judge_rows(
      plain(), {"2026-11-24T09:00:00Z,p1,cod,1,measuring", "2026-11-24T09:05:00Z,p1,cod,2,measuring"});
  EXPECT_THAT(with(outcome.lines, "\"mean\",")[0], HasSubstr("\"n\":1,"));
  EXPECT_THAT(with(outcome.lines, "\"mean\",")[1], HasSubstr("\"n\":1,"));
}

}  // namespace
}  // namespace effluent::testing_judge
