// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <optional>

#include "core/measure/instrument_rig.hpp"

// "A result is new when the words of value or status differ from those of the device's last good poll, in
// whichever epoch (the first good poll ever counts); where they stay equal for one and a half cycles (by
// `due_at`) one is assumed, and one more each full cycle after the assumed one; the cause stands as long as
// its `result_at`." (record.md, "Polls")

namespace effluent {
namespace {

using std::chrono::seconds;

Got lost() { return {Failure::link_lost, {}}; }

/// One point with a cycle of 60 s and a status, polled when a test says so.
class CyclePoints : public testing::Test {
 protected:
  CyclePoints() {
    rig_.add_point();
    rig_.points()[0].cycle = seconds{60};
    interpreter_.emplace(rig_.site(), 0);
  }
  Reading see(seconds due, Got value, Got status = Got::word(0)) {
    return interpreter_->interpret(rig_.poll(due, {std::move(value), std::move(status)}))[0];
  }
  void restart() {
    const auto kept = interpreter_->memories();
    interpreter_.emplace(rig_.site(), 0, kept);
  }

  /// The poll due then saw a result, which counts.
  static void expect_new(const Reading& reading, seconds due, Cause cause = Cause::none) {
    EXPECT_TRUE(reading.fresh) << due.count();
    expect_result(reading, due, cause);
  }
  /// The result of an earlier poll, repeated.
  static void expect_repeated(const Reading& reading, seconds due, Cause cause = Cause::none) {
    EXPECT_FALSE(reading.fresh) << due.count();
    EXPECT_FALSE(reading.enters());
    expect_result(reading, due, cause);
  }

  InstrumentRig rig_;
  std::optional<Interpreter> interpreter_;

 private:
  static void expect_result(const Reading& reading, seconds due, Cause cause) {
    EXPECT_EQ(reading.result_at, Instant{due + InstrumentRig::kLate});  // `polled_at`, not `due_at`
    EXPECT_EQ(name_of(reading.cause), name_of(cause));
  }
};

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

TEST_F(CyclePoints, OneIsAssumedAfterOneAndAHalfCyclesAndOneMoreEachFullCycle) {
  see(seconds{0}, Got::word(5));
  expect_repeated(see(seconds{89}, Got::word(5)), seconds{0});
  const auto assumed = see(seconds{90}, Got::word(5));
  expect_new(assumed, seconds{90}, Cause::assumed);
  EXPECT_TRUE(assumed.enters());
  EXPECT_EQ(assumed.state, State::measuring);
  expect_repeated(see(seconds{149}, Got::word(5)), seconds{90}, Cause::assumed);
  expect_new(see(seconds{150}, Got::word(5)), seconds{150}, Cause::assumed);
  expect_repeated(see(seconds{209}, Got::word(5)), seconds{150}, Cause::assumed);
  expect_new(see(seconds{210}, Got::word(5)), seconds{210}, Cause::assumed);
}

TEST_F(CyclePoints, AFullCycleRunsFromTheAssumedResultNotFromWhenItWasOwed) {
  see(seconds{0}, Got::word(5));
  expect_new(see(seconds{100}, Got::word(5)), seconds{100}, Cause::assumed);  // owed at 90
  expect_repeated(see(seconds{150}, Got::word(5)), seconds{100}, Cause::assumed);
  expect_new(see(seconds{160}, Got::word(5)), seconds{160}, Cause::assumed);
}

TEST_F(CyclePoints, AnOddCycleIsHalvedExactly) {
  rig_.points()[0].cycle = milliseconds{1001};
  const auto see_at = [this](int due) {
    return interpreter_->interpret(rig_.poll(milliseconds{due}, {Got::word(5), Got::word(0)}))[0].fresh;
  };
  EXPECT_TRUE(see_at(0));
  EXPECT_FALSE(see_at(1501));  // one and a half cycles are 1501.5 ms
  EXPECT_TRUE(see_at(1502));
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
  expect_repeated(see(seconds{200}, lost(), lost()), seconds{90}, Cause::link_lost);
  expect_new(see(seconds{210}, Got::word(5)), seconds{210}, Cause::assumed);
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
  expect_repeated(see(seconds{3610}, Got::word(5)), seconds{3600}, Cause::assumed);
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
}

TEST_F(CyclePoints, AClockSetBackDoesNotHoldUpTheCountForAsLongAsItWasSetBack) {
  see(seconds{10'000}, Got::word(5));
  expect_repeated(see(seconds{1000}, Got::word(5)), seconds{10'000});
  expect_new(see(seconds{1090}, Got::word(5)), seconds{1090}, Cause::assumed);
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

/// The sentence of the record, told over all polls made so far instead of by a memory.
struct Told {
  struct Good {
    seconds due;
    unsigned words;
  };
  std::vector<Good> good;
  std::optional<seconds> result;
  bool assumed = false;

  /// True where the poll saw a result.
  bool poll(seconds due, std::optional<unsigned> words) {
    if (!words) return false;
    const bool is_new = good.empty() || good.back().words != *words;
    good.push_back({due, *words});
    const bool owed = !is_new && (assumed ? due - *result >= seconds{60} : due - *result >= seconds{90});
    if (is_new || owed) {
      result = due;
      assumed = !is_new;
    }
    return is_new || owed;
  }
};

RC_GTEST_PROP(CyclePointsProperty, AnySequenceOfPollsAndRestartsCountsAsTheRecordSays, ()) {
  InstrumentRig rig;
  rig.add_point();
  rig.points()[0].cycle = seconds{60};
  std::optional<Interpreter> interpreter{std::in_place, rig.site(), 0};
  Told told;
  seconds due{0};
  const int polls = *rc::gen::inRange(1, 60);
  for (int i = 0; i < polls; ++i) {
    due += seconds{*rc::gen::inRange(1, 5) * 10};
    const unsigned value = *rc::gen::inRange(0U, 2U);
    const unsigned status = *rc::gen::weightedElement<unsigned>({{9, 0}, {1, 1}});
    const int lost_one = *rc::gen::inRange(0, 8);  // the value's request, the status', or none
    const bool good = lost_one > 1;
    if (*rc::gen::inRange(0, 6) == 0) {
      const auto kept = interpreter->memories();
      interpreter.emplace(rig.site(), 0, kept);
    }
    const auto reading = interpreter->interpret(rig.poll(
        due, {lost_one == 0 ? lost() : Got::word(value), lost_one == 1 ? lost() : Got::word(status)}))[0];
    const bool fresh = told.poll(due, good ? std::optional{value << 16 | status} : std::nullopt);
    RC_ASSERT(reading.fresh == fresh);
    RC_ASSERT(reading.result_at.has_value() == told.result.has_value());
    if (told.result) RC_ASSERT(*reading.result_at == Instant{*told.result + InstrumentRig::kLate});
    const bool says_assumed = reading.cause == Cause::assumed;
    RC_ASSERT(says_assumed == (told.assumed && good && status == 0));
  }
}

}  // namespace
}  // namespace effluent
