// SPDX-License-Identifier: Apache-2.0
#include "core/measure/cycle_points.hpp"

// "A result is new when the words of value or status differ from those of the device's last good poll, in
// whichever epoch (the first good poll ever counts); where they stay equal for one and a half cycles (by
// `due_at`) one is assumed …; the cause stands as long as its `result_at`. Only one is assumed in a row, then
// the point is fault, cause `stale`, unless the profile says `repeats = true`" (record.md, "Block"): then one
// more each full cycle after the assumed one.

namespace effluent {
namespace {

using std::chrono::seconds;

TEST_F(CyclePoints, TheFirstGoodPollEverCounts) {
  const auto before = see(seconds{0}, lost());
  EXPECT_FALSE(before.result_at.has_value());
  EXPECT_FALSE(before.fresh);
  expect_new(see(seconds{10}, Got::word(0)), seconds{10});
}

TEST_F(CyclePoints, AResultIsRepeatedAndCountsOnce) {
  EXPECT_TRUE(see(seconds{0}, Got::word(5)).enters());
  for (int due = 10; due < 90; due += 10) {
    const auto reading = see(seconds{due}, Got::word(5));
    expect_repeated(reading, seconds{0});
    EXPECT_EQ(reading.value, 5);  // kept and shown, though it does not count again
  }
}

TEST_F(CyclePoints, AChangeOfTheValuesWordsIsANewResult) {
  see(seconds{0}, Got::word(5));
  expect_new(see(seconds{10}, Got::word(6)), seconds{10});
  expect_new(see(seconds{20}, Got::word(5)), seconds{20});
}

TEST_F(CyclePoints, AChangeOfWordsThatPrintsTheSameIsANewResult) {
  rig_.registers()[0].scale = *Decimal::parse("0.01");
  see(seconds{0}, Got::word(500));
  const auto reading = see(seconds{10}, Got::word(501));
  EXPECT_EQ(reading.value, 5);
  expect_new(reading, seconds{10});
}

TEST_F(CyclePoints, AChangeOfTheStatusWordAloneIsANewResult) {
  see(seconds{0}, Got::word(5));
  expect_new(see(seconds{10}, Got::word(5), Got::word(1)), seconds{10}, Cause::calibrating);
  expect_new(see(seconds{20}, Got::word(5), Got::word(0)), seconds{20});
}

TEST_F(CyclePoints, OneIsAssumedAfterOneAndAHalfCyclesAndAFullCycleLaterThePointIsStale) {
  see(seconds{0}, Got::word(5));
  expect_repeated(see(seconds{89}, Got::word(5)), seconds{0});
  const auto assumed = see(seconds{90}, Got::word(5));
  expect_new(assumed, seconds{90}, Cause::assumed);
  EXPECT_TRUE(assumed.enters());
  EXPECT_EQ(assumed.state, State::measuring);
  expect_repeated(see(seconds{149}, Got::word(5)), seconds{90}, Cause::assumed);
  expect_stale(see(seconds{150}, Got::word(5)), seconds{90}, 5);
}

TEST_F(CyclePoints, StaleLastsUntilANewResultHoweverLong) {
  see(seconds{0}, Got::word(5));
  see(seconds{90}, Got::word(5));
  for (const int due : {150, 160, 240, 10'000}) expect_stale(see(seconds{due}, Got::word(5)), seconds{90}, 5);
  expect_new(see(seconds{10'010}, Got::word(6)), seconds{10'010});
  expect_repeated(see(seconds{10'020}, Got::word(6)), seconds{10'010});
}

TEST_F(CyclePoints, AfterStaleOneMayBeAssumedAgain) {
  see(seconds{0}, Got::word(5));
  see(seconds{90}, Got::word(5));
  see(seconds{150}, Got::word(5));
  see(seconds{200}, Got::word(6));
  expect_repeated(see(seconds{289}, Got::word(6)), seconds{200});
  expect_new(see(seconds{290}, Got::word(6)), seconds{290}, Cause::assumed);
  expect_stale(see(seconds{350}, Got::word(6)), seconds{290}, 6);
}

TEST_F(CyclePoints, AChangeAtTheVeryPollThatWouldAssumeOrBeStaleIsANewResult) {
  see(seconds{0}, Got::word(5));
  expect_new(see(seconds{90}, Got::word(6)), seconds{90});
  expect_new(see(seconds{180}, Got::word(6)), seconds{180}, Cause::assumed);
  expect_new(see(seconds{240}, Got::word(7)), seconds{240});
}

TEST_F(CyclePoints, AChangeOfTheStatusAloneEndsStale) {
  see(seconds{0}, Got::word(5));
  see(seconds{90}, Got::word(5));
  see(seconds{150}, Got::word(5));
  expect_new(see(seconds{160}, Got::word(5), Got::word(1)), seconds{160}, Cause::calibrating);
  expect_new(see(seconds{170}, Got::word(5)), seconds{170});
}

TEST_F(CyclePoints, FailedPollsNeitherMakeStaleNorEndIt) {
  see(seconds{0}, Got::word(5));
  see(seconds{90}, Got::word(5));
  expect_repeated(see(seconds{150}, lost(), lost()), seconds{90}, Cause::link_lost);
  expect_repeated(see(seconds{160}, Got::word(6), lost()), seconds{90}, Cause::link_lost);
  expect_stale(see(seconds{170}, Got::word(5)), seconds{90}, 5);
  expect_repeated(see(seconds{180}, lost(), lost()), seconds{90}, Cause::link_lost);
  expect_stale(see(seconds{190}, Got::word(5)), seconds{90}, 5);
}

TEST_F(CyclePoints, WhereTheInstrumentRepeatsOneMoreIsAssumedEachFullCycle) {
  rig_.registers()[0].repeats = true;
  see(seconds{0}, Got::word(5));
  expect_repeated(see(seconds{89}, Got::word(5)), seconds{0});
  expect_new(see(seconds{90}, Got::word(5)), seconds{90}, Cause::assumed);
  expect_repeated(see(seconds{149}, Got::word(5)), seconds{90}, Cause::assumed);
  expect_new(see(seconds{150}, Got::word(5)), seconds{150}, Cause::assumed);
  expect_repeated(see(seconds{209}, Got::word(5)), seconds{150}, Cause::assumed);
  expect_new(see(seconds{210}, Got::word(5)), seconds{210}, Cause::assumed);
}

TEST_F(CyclePoints, AFullCycleRunsFromTheAssumedResultNotFromWhenItWasOwed) {
  see(seconds{0}, Got::word(5));
  expect_new(see(seconds{100}, Got::word(5)), seconds{100}, Cause::assumed);  // owed at 90
  expect_repeated(see(seconds{159}, Got::word(5)), seconds{100}, Cause::assumed);
  expect_stale(see(seconds{160}, Got::word(5)), seconds{100}, 5);
  begin();
  rig_.registers()[0].repeats = true;
  see(seconds{0}, Got::word(5));
  see(seconds{100}, Got::word(5));
  expect_repeated(see(seconds{150}, Got::word(5)), seconds{100}, Cause::assumed);
  expect_new(see(seconds{160}, Got::word(5)), seconds{160}, Cause::assumed);
}

TEST_F(CyclePoints, AnOddCycleIsHalvedExactly) {
  rig_.points()[0].cycle = milliseconds{1001};
  const auto see_at = [this](int due) { return poll(milliseconds{due}, {Got::word(5), Got::word(0)}); };
  EXPECT_TRUE(see_at(0).fresh);
  EXPECT_FALSE(see_at(1501).fresh);  // one and a half cycles are 1501.5 ms
  EXPECT_TRUE(see_at(1502).fresh);
  EXPECT_EQ(see_at(2502).cause, Cause::assumed);
  EXPECT_EQ(see_at(2503).cause, Cause::stale);
}

TEST_F(CyclePoints, TheCauseAssumedStandsUntilTheNextResult) {
  see(seconds{0}, Got::word(5));
  see(seconds{90}, Got::word(5));
  expect_repeated(see(seconds{100}, Got::word(5)), seconds{90}, Cause::assumed);
  expect_new(see(seconds{110}, Got::word(6)), seconds{110});
  expect_repeated(see(seconds{120}, Got::word(6)), seconds{110});
}

TEST_F(CyclePoints, AfterARealResultOneAndAHalfCyclesRunAgain) {
  see(seconds{0}, Got::word(5));
  see(seconds{90}, Got::word(5));
  see(seconds{110}, Got::word(6));
  expect_repeated(see(seconds{190}, Got::word(6)), seconds{110});
  expect_new(see(seconds{200}, Got::word(6)), seconds{200}, Cause::assumed);
}

TEST_F(CyclePoints, FailedPollsRepeatTheResultsTimeAndCountNothing) {
  see(seconds{0}, Got::word(5));
  expect_repeated(see(seconds{10}, lost(), lost()), seconds{0}, Cause::link_lost);
  expect_repeated(see(seconds{20}, Got::word(5)), seconds{0});
  see(seconds{90}, Got::word(5));
  expect_repeated(see(seconds{140}, lost(), lost()), seconds{90}, Cause::link_lost);
  expect_repeated(see(seconds{149}, Got::word(5)), seconds{90}, Cause::assumed);
}

TEST_F(CyclePoints, WordsAreComparedWithThoseOfTheLastGoodPollOnly) {
  see(seconds{0}, Got::word(5));
  const auto half = see(seconds{10}, Got::word(6), lost());  // its status was not read: not a good poll
  expect_repeated(half, seconds{0}, Cause::link_lost);
  EXPECT_EQ(half.value, 6);
  expect_repeated(see(seconds{20}, lost(), Got::word(3)), seconds{0}, Cause::link_lost);
  expect_repeated(see(seconds{30}, Got::word(5)), seconds{0});
  see(seconds{40}, Got::word(6), lost());
  expect_new(see(seconds{50}, Got::word(6)), seconds{50});
}

TEST_F(CyclePoints, AResultWithoutAValueIsAResultThatEntersNothing) {
  rig_.registers()[0].no_value = {0xFFFF};
  see(seconds{0}, Got::word(5));
  const auto reading = see(seconds{10}, Got::word(0xFFFF));
  expect_new(reading, seconds{10}, Cause::no_value);
  EXPECT_FALSE(reading.enters());
  expect_new(see(seconds{20}, Got::word(5)), seconds{20});
}

TEST_F(CyclePoints, HoweverLongNothingWasPolledOneResultIsAssumed) {
  see(seconds{0}, Got::word(5));
  restart();
  expect_new(see(seconds{3600}, Got::word(5)), seconds{3600}, Cause::assumed);
  expect_repeated(see(seconds{3659}, Got::word(5)), seconds{3600}, Cause::assumed);
  restart();
  expect_stale(see(seconds{7200}, Got::word(5)), seconds{3600}, 5);
}

TEST_F(CyclePoints, ARestartRemembersTheLastGoodPoll) {
  see(seconds{0}, Got::word(5));
  see(seconds{10}, lost());
  restart();
  expect_repeated(see(seconds{20}, lost()), seconds{0}, Cause::link_lost);
  expect_repeated(see(seconds{30}, Got::word(5)), seconds{0});
  restart();
  expect_new(see(seconds{40}, Got::word(6)), seconds{40});
  see(seconds{130}, Got::word(6));
  restart();
  expect_repeated(see(seconds{140}, Got::word(6)), seconds{130}, Cause::assumed);
  see(seconds{190}, Got::word(6));
  restart();
  expect_stale(see(seconds{191}, Got::word(6)), seconds{130}, 6);
}

TEST_F(CyclePoints, AClockSetBackDoesNotHoldUpTheCountForAsLongAsItWasSetBack) {
  see(seconds{10'000}, Got::word(5));
  expect_repeated(see(seconds{1000}, Got::word(5)), seconds{10'000});
  expect_new(see(seconds{1090}, Got::word(5)), seconds{1090}, Cause::assumed);
  expect_repeated(see(seconds{500}, Got::word(5)), seconds{1090}, Cause::assumed);
  expect_stale(see(seconds{560}, Got::word(5)), seconds{1090}, 5);
}

TEST_F(CyclePoints, AClockSetBackDoesNotEndStale) {
  see(seconds{10'000}, Got::word(5));
  see(seconds{10'090}, Got::word(5));
  see(seconds{10'150}, Got::word(5));
  expect_stale(see(seconds{1000}, Got::word(5)), seconds{10'090}, 5);
  restart();
  expect_stale(see(seconds{1010}, Got::word(5)), seconds{10'090}, 5);
}

TEST_F(CyclePoints, PointsOfOneDeviceAreRememberedApart) {
  rig_.add_point(ValueType::u16, false);
  rig_.points()[1].cycle = seconds{60};
  rig_.add_point(ValueType::u16, false);
  interpreter_.emplace(rig_.site(), 0);
  const auto fresh = [this](seconds due, const std::vector<Got>& answers) {
    std::vector<bool> each;
    for (const Reading& reading : interpreter_->interpret(rig_.poll(due, answers)))
      each.push_back(reading.fresh);
    return each;
  };
  const Got one = Got::word(1);
  const Got two = Got::word(2);
  EXPECT_EQ(fresh(seconds{0}, {one, one, one, one}), (std::vector{true, true, true}));
  EXPECT_EQ(fresh(seconds{10}, {one, one, two, one}), (std::vector{false, true, true}));
  EXPECT_EQ(fresh(seconds{20}, {two, one, two, one}), (std::vector{true, false, true}));
}

}  // namespace
}  // namespace effluent
