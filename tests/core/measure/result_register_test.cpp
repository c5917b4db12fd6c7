// SPDX-License-Identifier: Apache-2.0
#include "core/measure/cycle_points.hpp"

// A time or sequence register in the profile decides instead of the words of value and status (record.md,
// "Block"): a result is new exactly when its words differ from those of the last good poll; none is ever
// assumed; where they stay equal for one and a half cycles (by `due_at`) the point is fault, cause `stale`.

namespace effluent {
namespace {

using std::chrono::seconds;

class ResultRegister : public CyclePoints {
 protected:
  ResultRegister() {
    rig_.add_result_register(0);
    begin();
  }
  Reading see(seconds due, Got value, Got number, Got status = Got::word(0)) {
    return poll(due, {std::move(value), std::move(status), std::move(number)});
  }
};

TEST_F(ResultRegister, TheFirstGoodPollEverCounts) {
  EXPECT_FALSE(see(seconds{0}, Got::word(5), lost()).result_at.has_value());
  expect_new(see(seconds{10}, Got::word(5), Got::word(0)), seconds{10});
}

TEST_F(ResultRegister, ItsChangeIsANewResultThoughTheValueIsTheSame) {
  see(seconds{0}, Got::word(5), Got::word(1));
  const auto reading = see(seconds{60}, Got::word(5), Got::word(2));
  expect_new(reading, seconds{60});
  EXPECT_TRUE(reading.enters());
}

TEST_F(ResultRegister, AChangeOfTheValueAloneIsNoneAndIsShown) {
  see(seconds{0}, Got::word(5), Got::word(1));
  const auto reading = see(seconds{10}, Got::word(6), Got::word(1));
  expect_repeated(reading, seconds{0});
  EXPECT_EQ(reading.value, 6);
}

TEST_F(ResultRegister, AChangeOfTheStatusAloneIsNoneAndSaysWhatTheReadingIsWorth) {
  see(seconds{0}, Got::word(5), Got::word(1));
  const auto reading = see(seconds{10}, Got::word(5), Got::word(1), Got::word(1));
  expect_repeated(reading, seconds{0}, Cause::calibrating);
  EXPECT_EQ(reading.state, State::calibrating);
  expect_repeated(see(seconds{20}, Got::word(5), Got::word(1)), seconds{0});
}

TEST_F(ResultRegister, NothingIsAssumedAfterOneAndAHalfCyclesThePointIsStale) {
  see(seconds{0}, Got::word(5), Got::word(1));
  expect_repeated(see(seconds{89}, Got::word(5), Got::word(1)), seconds{0});
  expect_stale(see(seconds{90}, Got::word(5), Got::word(1)), seconds{0}, 5);
  expect_stale(see(seconds{10'000}, Got::word(6), Got::word(1)), seconds{0}, 6);
  expect_new(see(seconds{10'010}, Got::word(6), Got::word(2)), seconds{10'010});
  expect_repeated(see(seconds{10'099}, Got::word(6), Got::word(2)), seconds{10'010});
  expect_stale(see(seconds{10'100}, Got::word(6), Got::word(2)), seconds{10'010}, 6);
}

TEST_F(ResultRegister, AChangeAtExactlyOneAndAHalfCyclesIsANewResult) {
  see(seconds{0}, Got::word(5), Got::word(1));
  expect_new(see(seconds{90}, Got::word(5), Got::word(2)), seconds{90});
}

TEST_F(ResultRegister, IsRememberedFromTheLastPollThatReadAllOfThePoint) {
  see(seconds{0}, Got::word(5), Got::word(1));
  const auto without = see(seconds{10}, Got::word(6), lost());
  expect_repeated(without, seconds{0}, Cause::link_lost);
  EXPECT_EQ(without.state, State::fault);
  EXPECT_EQ(without.value, 6);  // it was read
  expect_repeated(see(seconds{20}, lost(), Got::word(2)), seconds{0}, Cause::link_lost);
  expect_repeated(see(seconds{30}, Got::word(5), Got::word(2), lost()), seconds{0}, Cause::link_lost);
  expect_repeated(see(seconds{40}, Got::word(5), Got::word(1)), seconds{0});
  expect_new(see(seconds{50}, Got::word(5), Got::word(2)), seconds{50});
}

TEST_F(ResultRegister, FailedPollsNeitherMakeStaleNorEndIt) {
  see(seconds{0}, Got::word(5), Got::word(1));
  expect_repeated(see(seconds{100}, lost(), lost(), lost()), seconds{0}, Cause::link_lost);
  expect_stale(see(seconds{110}, Got::word(5), Got::word(1)), seconds{0}, 5);
  expect_repeated(see(seconds{120}, lost(), lost(), lost()), seconds{0}, Cause::link_lost);
  expect_stale(see(seconds{130}, Got::word(5), Got::word(1)), seconds{0}, 5);
}

TEST_F(ResultRegister, ARestartChangesNothing) {
  see(seconds{0}, Got::word(5), Got::word(1));
  restart();
  expect_repeated(see(seconds{10}, Got::word(7), Got::word(1)), seconds{0});
  restart();
  expect_stale(see(seconds{90}, Got::word(7), Got::word(1)), seconds{0}, 7);
  restart();
  expect_stale(see(seconds{91}, Got::word(7), Got::word(1)), seconds{0}, 7);
  expect_new(see(seconds{100}, Got::word(7), Got::word(2)), seconds{100});
}

TEST_F(ResultRegister, AClockSetBackNeitherHoldsUpTheCountNorEndsStale) {
  see(seconds{10'000}, Got::word(5), Got::word(1));
  expect_repeated(see(seconds{1000}, Got::word(5), Got::word(1)), seconds{10'000});
  expect_stale(see(seconds{1090}, Got::word(5), Got::word(1)), seconds{10'000}, 5);
  expect_stale(see(seconds{500}, Got::word(5), Got::word(1)), seconds{10'000}, 5);
}

/// Seconds of the instrument's own clock: 1970, the end of 32 bits, back in time. Only their change counts.
TEST_F(ResultRegister, ATimeOfTheInstrumentIsComparedForChangeOnlyHoweverAbsurd) {
  rig_.registers()[2].type = ValueType::u32;
  rig_.registers()[2].words = 2;
  rig_.registers()[2].no_value = {0xFFFF'FFFF};
  begin();
  seconds due{1'772'000'000};
  for (const std::uint64_t told : {0ULL, 0xFFFF'FFFFULL, 1'772'000'000ULL, 4'000'000'000ULL, 1ULL, 0ULL}) {
    const Got time{Failure::none, place(rig_.registers()[2], told)};
    const auto reading = see(due, Got::word(5), time);
    expect_new(reading, due);  // `result_at` is ours
    EXPECT_TRUE(reading.enters());
    expect_repeated(see(due + seconds{10}, Got::word(5), time), due);
    due += seconds{60};
  }
}

TEST_F(ResultRegister, ACoilThatTurnsWithEachResultIsEnough) {
  rig_.registers()[2].table = Table::coil;
  rig_.registers()[2].type = ValueType::bit;
  begin();
  const auto bit = [](std::uint8_t value) { return Got{Failure::none, {value}}; };
  see(seconds{0}, Got::word(5), bit(0));
  expect_repeated(see(seconds{10}, Got::word(6), bit(0)), seconds{0});
  expect_new(see(seconds{20}, Got::word(6), bit(1)), seconds{20});
  expect_new(see(seconds{30}, Got::word(6), bit(0)), seconds{30});
}

}  // namespace
}  // namespace effluent
