// SPDX-License-Identifier: Apache-2.0
// Days by verdict: which day a window belongs to, the worst of a day, what each period counts, in virtual
// time.
#include <gmock/gmock.h>

#include "core/judge/compliance.hpp"
#include "judge_support.hpp"

namespace effluent {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing_judge::permit;
using testing_judge::point;
using enum Verdict;

Instant at(const std::string& text) { return *parse_time(text); }

/// Plant p1, outlet o1, points cod and ph; cod is judged by the day, ph by the hour.
Site one_plant() {
  return testing_judge::site({point("cod", "cod", minutes{1}), point("ph", "ph", minutes{1})},
                             {permit({"ph", "cod"}, Period::day)});
}

FinalVerdict verdict(const std::string& parameter, Verdict result, Instant start) {
  FinalVerdict made;
  made.key = {"p1", "o1", parameter, parameter, true, "qcvn-40-2011", "B", ""};
  made.period = parameter == "ph" ? Period::hour : Period::day;
  made.start = start;
  made.end = start + length_of(made.period);
  made.verdict = result;
  return made;
}

/// {within_limit, exceeding, not_enough_data, no_limit, not_discharging}
DayTally tally(std::int64_t within, std::int64_t above = 0, std::int64_t unknown = 0,
               std::int64_t without = 0, std::int64_t idle = 0) {
  return {within, above, unknown, without, idle};
}

/// What is kept of a plant as its days go by.
class Days {
 public:
  explicit Days(Site of_site) : site{std::move(of_site)} {}
  void add(const std::string& parameter, Verdict result, const std::string& start) {
    const auto made = verdict(parameter, result, at(start));
    keep(held.begin("p1", made.start));
    keep(held.add(made));
  }
  /// Both parameters, that day.
  void add_day(const std::string& day, Verdict cod, Verdict ph) {
    add("cod", cod, day + "T00:00:00+07:00");
    add("ph", ph, day + "T00:00:00+07:00");
  }
  [[nodiscard]] PlantDays count(const std::string& now) const { return count_days(site, 0, held, at(now)); }
  [[nodiscard]] DayPeriods of(const std::string& parameter, const std::string& now) const {
    const auto all = count(now);
    for (const auto& counted : all.outlets.at(0).parameters) {
      if (counted.parameter == parameter) return counted.periods;
    }
    throw std::runtime_error{"no parameter " + parameter};
  }
  void keep(const std::optional<DayVerdicts::Kept>& changed) {
    if (changed) kept[changed->name] = changed->text;
  }

  Site site;
  DayVerdicts held;
  std::map<std::string, std::string> kept;
};

// ---- a day's verdict
// -----------------------------------------------------------------------------------------------

TEST(DayVerdicts, ADayIsTheWorstOfItsWindows) {
  struct Case {
    std::vector<Verdict> windows;
    DayTally day;
  };
  for (const auto& [windows, day] :
       std::vector<Case>{{{within_limit, within_limit}, tally(1)},
                         {{within_limit, exceeding, no_limit}, tally(0, 1)},
                         {{not_enough_data, no_limit}, tally(0, 0, 0, 1)},
                         {{within_limit, not_enough_data}, tally(0, 0, 1)},
                         {{not_discharging, within_limit}, tally(1)},
                         {{not_discharging, exceeding}, tally(0, 1)},
                         {{not_discharging, not_discharging}, tally(0, 0, 0, 0, 1)}}) {
    Days plant{one_plant()};
    int hour = 10;
    for (const auto window : windows)
      plant.add("ph", window, "2026-11-24T" + std::to_string(hour++) + ":00:00+07:00");
    EXPECT_EQ(plant.of("ph", "2026-11-24T20:00:00+07:00").today, day);
  }
}

TEST(DayVerdicts, AWindowBelongsToTheDayOfItsStartAtPlus7) {
  Days plant{one_plant()};
  plant.add("ph", exceeding, "2026-11-23T16:59:59Z");
  plant.add("ph", within_limit, "2026-11-23T17:00:00Z");
  const auto counted = plant.of("ph", "2026-11-24T01:00:30+07:00");
  EXPECT_EQ(counted.today, tally(1));
  EXPECT_EQ(counted.yesterday, tally(0, 1));
}

TEST(DayVerdicts, AShadowIsNoDaysVerdict) {
  Days plant{one_plant()};
  auto shadow = verdict("cod", exceeding, at("2026-11-24T00:00:00+07:00"));
  shadow.key.binding = false;
  EXPECT_FALSE(plant.held.add(shadow));
  EXPECT_THAT(plant.held.parameters("p1", "o1"), IsEmpty());
}

TEST(DayVerdicts, SeveralPointsOfAParameterAreOneSeries) {
  Days plant{one_plant()};
  plant.add("cod", within_limit, "2026-11-24T00:00:00+07:00");
  auto second = verdict("cod", exceeding, at("2026-11-24T00:00:00+07:00"));
  second.key.point = "cod-2";
  plant.keep(plant.held.add(second));
  EXPECT_EQ(plant.of("cod", "2026-11-24T20:00:00+07:00").today, tally(0, 1));
}

TEST(DayVerdicts, OutletAndPlantAreTheWorstOfTheParameters) {
  Days plant{one_plant()};
  plant.add_day("2026-11-22", within_limit, not_discharging);
  plant.add_day("2026-11-23", within_limit, exceeding);
  const auto counted = plant.count("2026-11-24T10:00:00+07:00");
  EXPECT_EQ(counted.outlets.at(0).periods.month, tally(1, 1));
  EXPECT_EQ(counted.periods.month, tally(1, 1));
  EXPECT_EQ(counted.periods.yesterday, tally(0, 1));
}

TEST(DayVerdicts, APlantIsTheWorstOfItsOutlets) {
  Site site = one_plant();
  site.plants[0].outlets.push_back({"o2", {permit({"cod"}, Period::day)}});
  Days plant{site};
  plant.add_day("2026-11-23", within_limit, within_limit);
  auto other = verdict("cod", no_limit, at("2026-11-23T00:00:00+07:00"));
  other.key.outlet = "o2";
  plant.keep(plant.held.add(other));
  const auto counted = plant.count("2026-11-24T10:00:00+07:00");
  EXPECT_EQ(counted.outlets.at(0).periods.yesterday, tally(1));
  EXPECT_EQ(counted.outlets.at(1).periods.yesterday, tally(0, 0, 0, 1));
  EXPECT_EQ(counted.periods.yesterday, tally(0, 0, 0, 1));
}

// ---- days that are over, days that nothing is known of
// -------------------------------------------------------------

TEST(DayVerdicts, ADemandedParameterWithoutAVerdictIsNotEnoughDataOnceItsWindowsMustHaveClosed) {
  Site site = one_plant();
  site.plants[0].points[0].sample_delay = minutes{12};
  Days plant{site};
  plant.add("ph", within_limit, "2026-11-23T10:00:00+07:00");
  EXPECT_EQ(plant.of("cod", "2026-11-23T23:59:59+07:00").today, tally(0));
  EXPECT_EQ(plant.of("cod", "2026-11-24T00:12:29.999+07:00").yesterday, tally(0)) << "it may still close";
  EXPECT_EQ(plant.of("cod", "2026-11-24T00:12:30+07:00").yesterday, tally(0, 0, 1));
  EXPECT_EQ(plant.count("2026-11-24T00:12:29.999+07:00").periods.yesterday, tally(1));
  EXPECT_EQ(plant.count("2026-11-24T00:12:30+07:00").periods.yesterday, tally(0, 0, 1));
}

TEST(DayVerdicts, DaysBeforeThePlantsFirstWindowAreCountedNowhere) {
  Days plant{one_plant()};
  EXPECT_EQ(plant.count("2026-11-24T10:00:00+07:00").periods.rolling_30d, tally(0));
  plant.add_day("2026-11-20", within_limit, within_limit);
  const auto counted = plant.count("2026-11-24T10:00:00+07:00").periods;
  EXPECT_EQ(counted.rolling_30d, tally(1, 0, 3)) << "the 20th, and three days on which it should have told";
  EXPECT_EQ(counted.month, tally(1, 0, 3));
  EXPECT_EQ(counted.today, tally(0));
}

TEST(DayVerdicts, AMeanAloneMakesAPlantKnown) {
  Days plant{one_plant()};
  plant.keep(plant.held.begin("p1", at("2026-11-23T23:55:00+07:00")));
  EXPECT_EQ(plant.count("2026-11-24T10:00:00+07:00").periods.yesterday, tally(0, 0, 1));
  EXPECT_FALSE(plant.held.begin("p1", at("2026-11-24T00:00:00+07:00")));
  EXPECT_EQ(plant.held.first_day("p1"), parse_day("2026-11-23"));
}

TEST(DayVerdicts, WindowsThatAreNotWrittenInALongGapWereWithoutData) {
  Days plant{one_plant()};
  plant.add("ph", within_limit, "2026-11-20T09:00:00+07:00");
  for (const auto& kept :
       plant.held.leave_out(plant.site, at("2026-11-20T10:00:00+07:00"), at("2026-11-22T01:30:00+07:00")))
    plant.keep(kept);
  plant.add("ph", within_limit, "2026-11-22T02:00:00+07:00");
  const auto ph = plant.of("ph", "2026-11-23T10:00:00+07:00");
  EXPECT_EQ(ph.month, tally(0, 0, 3)) << "the 20th after 10:00, the 21st, the first hour of the 22nd";
  EXPECT_EQ(plant.kept["p1\to1\tcod"], "2026-11-21=4") << "windows that the gap only touches are written";
  DayVerdicts unknown;
  EXPECT_THAT(unknown.leave_out(plant.site, at("2026-11-20T10:00:00+07:00"), at("2026-11-22T01:30:00+07:00")),
              IsEmpty());
}

// ---- periods
// -------------------------------------------------------------------------------------------------------

TEST(DayPeriods, ChangeAtMidnightOfPlus7) {
  Days plant{one_plant()};
  plant.add_day("2026-11-23", exceeding, within_limit);
  plant.add_day("2026-11-24", within_limit, within_limit);
  const auto before = plant.count("2026-11-24T16:59:59.999Z").periods;
  EXPECT_EQ(before.today, tally(1));
  EXPECT_EQ(before.yesterday, tally(0, 1));
  EXPECT_EQ(before.rolling_30d, tally(0, 1));
  const auto after = plant.count("2026-11-24T17:00:00Z").periods;
  EXPECT_EQ(after.today, tally(0));
  EXPECT_EQ(after.yesterday, tally(1));
  EXPECT_EQ(after.rolling_30d, tally(1, 1));
  EXPECT_EQ(after.month, tally(1, 1));
}

/// Every day of [first, last] within_limit; those of the month that ended exceeding.
Days two_months(const std::string& first, const std::string& last, int exceeding_month) {
  Days plant{one_plant()};
  std::chrono::sys_days day{*parse_day(first)};
  for (; day <= std::chrono::sys_days{*parse_day(last)}; day += days{1}) {
    const Day calendar{day};
    const bool above = calendar.month() == std::chrono::month{static_cast<unsigned>(exceeding_month)};
    plant.add_day(day_text(calendar), above ? exceeding : within_limit, within_limit);
  }
  return plant;
}

TEST(DayPeriods, AMonthBeginsWithItsFirstDayAndTheThirtyDaysGoOn) {
  const auto plant = two_months("2026-10-01", "2026-11-30", 10);
  const auto last = plant.count("2026-11-30T23:59:59+07:00").periods;
  EXPECT_EQ(last.month, tally(30));
  EXPECT_EQ(last.rolling_30d, tally(29, 1)) << "31 October is the thirtieth day before";
  const auto next = plant.count("2026-12-01T00:01:00+07:00").periods;
  EXPECT_EQ(next.month, tally(0));
  EXPECT_EQ(next.rolling_30d, tally(30));
}

TEST(DayPeriods, ALeapDayIsADay) {
  const auto leap = two_months("2028-01-20", "2028-03-01", 1).count("2028-03-01T12:00:00+07:00").periods;
  EXPECT_EQ(leap.yesterday, tally(1));
  EXPECT_EQ(leap.rolling_30d, tally(29, 1)) << "29 days of February and 31 January";
  const auto plain = two_months("2026-01-20", "2026-03-01", 1).count("2026-03-01T12:00:00+07:00").periods;
  EXPECT_EQ(plain.rolling_30d, tally(28, 2));
  const auto whole = two_months("2028-01-20", "2028-02-29", 1).count("2028-02-29T23:00:00+07:00").periods;
  EXPECT_EQ(whole.month, tally(29));
}

TEST(DayPeriods, ALongMonthsLastDayStillKnowsItsFirst) {
  const auto plant = two_months("2026-11-25", "2026-12-31", 11);
  EXPECT_EQ(plant.count("2026-12-31T22:00:00+07:00").periods.month, tally(31));
  EXPECT_EQ(first_counted(at("2026-12-31T22:00:00+07:00")), *parse_day("2026-12-01"));
  EXPECT_EQ(first_counted(at("2026-12-30T22:00:00+07:00")), *parse_day("2026-11-30"));
}

// ---- permits over time
// ---------------------------------------------------------------------------------------------

TEST(DayVerdicts, EachDayIsHeldAgainstThePermitOfItsTime) {
  Site site = one_plant();
  auto& permits = site.plants[0].outlets[0].permits;
  permits[0].valid_to = *parse_day("2026-11-22");
  permits.push_back(permit({"ph"}, Period::day));
  permits[1].valid_from = *parse_day("2026-11-23");
  Days plant{site};
  plant.add_day("2026-11-21", within_limit, within_limit);
  plant.add("ph", within_limit, "2026-11-22T00:00:00+07:00");
  plant.add("ph", within_limit, "2026-11-23T00:00:00+07:00");
  const auto counted = plant.count("2026-11-24T10:00:00+07:00");
  EXPECT_EQ(counted.periods.month, tally(2, 0, 1)) << "cod was demanded on the 22nd, not on the 23rd";
  EXPECT_EQ(plant.of("cod", "2026-11-24T10:00:00+07:00").month, tally(1, 0, 1));
}

TEST(DayVerdicts, ADayWithoutAPermitInForceHasNoLimit) {
  Site site = one_plant();
  site.plants[0].outlets[0].permits[0].valid_from = *parse_day("2026-11-23");
  Days plant{site};
  plant.keep(plant.held.begin("p1", at("2026-11-22T10:00:00+07:00")));
  plant.add_day("2026-11-23", within_limit, within_limit);
  EXPECT_EQ(plant.count("2026-11-24T10:00:00+07:00").periods.month, tally(1, 0, 0, 1));
}

TEST(DayVerdicts, WhatWasRecordedStaysWhenThePermitIsWrittenAnew) {
  Days plant{one_plant()};
  plant.add_day("2026-11-23", exceeding, within_limit);
  plant.site.plants[0].outlets[0].permits[0].automatic = {"ph"};
  const auto counted = plant.count("2026-11-24T10:00:00+07:00");
  EXPECT_EQ(counted.periods.yesterday, tally(0, 1));
  EXPECT_EQ(counted.outlets.at(0).parameters.size(), 2U);
}

// ---- kept over restarts
// --------------------------------------------------------------------------------------------

TEST(DayVerdicts, AreKeptAsTextsThatSayTheSameAgain) {
  const auto plant = two_months("2026-10-01", "2026-11-30", 10);
  EXPECT_EQ(plant.kept.size(), 3U);
  EXPECT_EQ(plant.kept.at("p1"), "2026-10-01");
  Days again{plant.site};
  for (const auto& [name, text] : plant.kept) EXPECT_TRUE(again.held.read(name, text)) << text;
  for (const char* now : {"2026-11-30T23:59:59+07:00", "2026-12-05T10:00:00+07:00"}) {
    EXPECT_EQ(again.count(now).periods.month, plant.count(now).periods.month);
    EXPECT_EQ(again.count(now).periods.rolling_30d, plant.count(now).periods.rolling_30d);
  }
}

TEST(DayVerdicts, OnlyAChangeHasToBeKept) {
  Days plant{one_plant()};
  EXPECT_TRUE(plant.held.add(verdict("ph", within_limit, at("2026-11-24T00:00:00+07:00"))));
  EXPECT_FALSE(plant.held.add(verdict("ph", within_limit, at("2026-11-24T01:00:00+07:00"))));
  const auto worse = plant.held.add(verdict("ph", exceeding, at("2026-11-24T02:00:00+07:00")));
  ASSERT_TRUE(worse);
  EXPECT_EQ(worse->text, "2026-11-24=3");
}

TEST(DayVerdicts, HoldTheNewestTwoMonthsOfASeries) {
  Days plant{one_plant()};
  std::chrono::sys_days day{*parse_day("2026-01-01")};
  for (int i = 0; i < 400; ++i, day += days{1}) plant.add_day(day_text(Day{day}), within_limit, exceeding);
  EXPECT_EQ(plant.kept.at("p1\to1\tph").size(), DayVerdicts::kMostDays * 13 - 1);
  EXPECT_FALSE(plant.held.add(verdict("ph", exceeding, at("2026-02-01T00:00:00+07:00")))) << "long past";
}

TEST(DayVerdicts, OtherTextsAreNotTaken) {
  DayVerdicts held;
  for (const char* text : {"2026-11-24", "2026-11-24=w", "2026-11-31=1", "2026-11-24=1,2026-11-25=1",
                           "2026-11-24=1 2026-11-2", "x"}) {
    EXPECT_FALSE(held.read("p1\to1\tcod", text)) << text;
  }
  EXPECT_FALSE(held.read("p1", "soon"));
  EXPECT_FALSE(held.read("p1\to1", "2026-11-24=1"));
  EXPECT_THAT(held.parameters("p1", "o1"), IsEmpty());
}

// ---- the month that meets
// ------------------------------------------------------------------------------------------

TEST(MonthCriterion, EachSaysWhatADayWithoutAConclusionCounts) {
  struct Case {
    DayTally month;
    std::optional<bool> all;
    std::optional<bool> none_exceeds;
  };
  for (const auto& [month, all, none_exceeds] :
       {Case{tally(0), std::nullopt, std::nullopt}, Case{tally(0, 0, 0, 0, 3), std::nullopt, std::nullopt},
        Case{tally(1, 0, 0, 0, 3), true, true}, Case{tally(3, 0, 1), false, true},
        Case{tally(3, 0, 0, 1), false, true}, Case{tally(0, 0, 2), false, false},
        Case{tally(0, 0, 0, 2), false, false}, Case{tally(29, 1), false, false}}) {
    EXPECT_EQ(meets(MonthCriterion::all_days_within, month, false), all);
    EXPECT_EQ(meets(MonthCriterion::no_day_exceeding, month, false), none_exceeds);
    EXPECT_EQ(meets(MonthCriterion::no_day_exceeding, month, true), false) << "a laboratory outranks";
  }
}

TEST(MonthCriterion, HasAName) {
  for (const auto criterion : kMonthCriteria) EXPECT_EQ(parse_month_criterion(name_of(criterion)), criterion);
  EXPECT_FALSE(parse_month_criterion("last_final"));
}

TEST(MonthCriterion, ASampleThatExceedsCountsInTheMonthInWhichItWasTaken) {
  Site site = one_plant();
  site.plants[0].outlets[0].permits[0].automatic = {"cod"};
  ComplianceBoard board{site, "last_final", MonthCriterion::no_day_exceeding};
  board.days().begin("p1", at("2026-11-23T00:00:00+07:00"));
  board.days().add(verdict("cod", within_limit, at("2026-11-23T00:00:00+07:00")));
  board.days().add(verdict("cod", within_limit, at("2026-12-01T00:00:00+07:00")));
  LaboratoryResult sample;
  sample.plant = "p1";
  sample.outlet = "o1";
  sample.parameter = "tss";
  sample.taken_at = at("2026-11-30T23:59:59+07:00");
  board.add(sample, exceeding);
  const auto month = [&board](const char* now) {
    return board.month_meets(0, board.plant_days(0, at(now)), at(now));
  };
  EXPECT_EQ(month("2026-11-30T23:00:00+07:00"), true);
  EXPECT_EQ(month("2026-11-30T23:59:59+07:00"), false);
  EXPECT_EQ(month("2026-12-01T23:00:00+07:00"), true);
}

}  // namespace
}  // namespace effluent
