// SPDX-License-Identifier: Apache-2.0
#include "core/measure/interpreter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <set>
#include <string>

#include "core/measure/instrument_rig.hpp"

namespace effluent {
namespace {

using std::string_view;

/// record.md's table of causes, from the top, with the state each brings.
struct Row {
  string_view cause;
  string_view state;
};
constexpr std::array kTable{
    Row{"link_lost", "fault"},    Row{"timeout", "fault"},        Row{"bad_reply", "fault"},
    Row{"exception", "fault"},    Row{"no_value", "fault"},       Row{"unrepresentable", "fault"},
    Row{"device_fault", "fault"}, Row{"maintenance", "fault"},    Row{"calibrating", "calibrating"},
    Row{"stale", "fault"},        Row{"over_range", "measuring"}, Row{"under_range", "measuring"},
    Row{"assumed", "measuring"},
};

/// The topmost row that holds; no cause and measuring where none does.
Row topmost(const std::vector<string_view>& holding) {
  for (const Row& row : kTable) {
    if (std::find(holding.begin(), holding.end(), row.cause) != holding.end()) return row;
  }
  return {"", "measuring"};
}

Got failed(Failure failure) { return {failure, {}}; }
Got eight(std::uint64_t bits) { return {Failure::none, place(make_register(ValueType::u64), bits)}; }

/// One way a register can be found, what the record says of it alone, and the value it leaves.
struct Way {
  string_view cause;
  Got got;
  std::optional<std::int64_t> value = std::nullopt;
};

const std::vector<Way> kValues{
    {"", eight(50), 50},
    {"over_range", eight(101), 101},
    {"under_range", eight(9), 9},
    {"no_value", eight(0xFFFF'FFFF'FFFF'FFFF)},
    {"unrepresentable", eight(0x8000'0000'0000'0000)},
    {"link_lost", failed(Failure::link_lost)},
    {"timeout", failed(Failure::timeout)},
    {"bad_reply", failed(Failure::bad_reply)},
    {"exception", failed(Failure::exception)},
};
const std::vector<Way> kStatuses{
    {"", Got::word(0)},
    {"calibrating", Got::word(1)},
    {"maintenance", Got::word(2)},
    {"device_fault", Got::word(3)},
    {"device_fault", Got::word(77)},  // `otherwise`
    {"link_lost", failed(Failure::link_lost)},
    {"timeout", failed(Failure::timeout)},
    {"bad_reply", failed(Failure::bad_reply)},
    {"exception", failed(Failure::exception)},
};

/// A 64-bit value with all it can suffer from, its status, and a cycle.
class CauseTable : public testing::Test {
 protected:
  CauseTable() {
    rig_.add_point(ValueType::u64);
    rig_.registers()[0].no_value = {0xFFFF'FFFF'FFFF'FFFF};
    rig_.points()[0].range = Range{*Decimal::parse("10"), *Decimal::parse("100")};
    rig_.points()[0].cycle = std::chrono::minutes{15};
  }
  /// A poll that finds both so; the words are those of the last good poll, whose result stands as `standing`
  /// says: seen, assumed, stale.
  [[nodiscard]] Reading found(const Way& value, const Way& status, string_view standing) const {
    const Instant before{milliseconds{1000}};
    CycleMemory memory{value.got.bytes, before, before, !standing.empty(), standing == "stale"};
    memory.words.insert(memory.words.end(), status.got.bytes.begin(), status.got.bytes.end());
    Interpreter interpreter{rig_.site(), 0, {memory}};
    return interpreter.interpret(rig_.poll(milliseconds{2000}, {value.got, status.got})).at(0);
  }

  void expect_topmost(const Way& value, const Way& status, string_view standing) {
    const Reading reading = found(value, status, standing);
    const Row expected = topmost({value.cause, status.cause, standing});
    EXPECT_EQ(name_of(reading.cause), expected.cause) << value.cause << " + " << status.cause;
    EXPECT_EQ(name_of(reading.state), expected.state) << value.cause << " + " << status.cause;
    EXPECT_EQ(reading.value, value.value) << value.cause << " + " << status.cause;
    seen_.insert(name_of(reading.cause));
  }

  InstrumentRig rig_;
  std::set<string_view> seen_;
};

/// Every way of the value with every way of its status, a result seen, assumed or stale.
TEST_F(CauseTable, TheTopmostCauseHoldsInEveryCombination) {
  for (const Way& value : kValues) {
    for (const Way& status : kStatuses) {
      for (const string_view standing : {"", "assumed", "stale"}) expect_topmost(value, status, standing);
    }
  }
  EXPECT_EQ(seen_.size(), kTable.size() + 1);  // each row once at least, and no cause
}

TEST(Interpreter, ARegisterThatWasReadKeepsItsValueInEveryState) {
  InstrumentRig rig;
  rig.add_point();
  Interpreter interpreter{rig.site(), 0};
  for (const Way& status : kStatuses) {
    const auto reading = interpreter.interpret(rig.poll(milliseconds{0}, {Got::word(42), status.got}))[0];
    EXPECT_EQ(reading.value, 42) << status.cause;
  }
}

TEST(Interpreter, AFailedReadIsNullEvenWhereTheStatusSaysMeasuring) {
  InstrumentRig rig;
  rig.add_point();
  Interpreter interpreter{rig.site(), 0};
  const auto reading =
      interpreter.interpret(rig.poll(milliseconds{0}, {failed(Failure::exception), Got::word(0)}))[0];
  EXPECT_FALSE(reading.value.has_value());
  EXPECT_EQ(reading.state, State::fault);
  EXPECT_FALSE(reading.enters());
}

TEST(Interpreter, OneRequestThatFailsLeavesTheOtherPointsAlone) {
  InstrumentRig rig;
  rig.add_point();
  rig.add_point(ValueType::u16, false);
  rig.add_point();
  std::swap(rig.channels()[0], rig.channels()[2]);
  Interpreter interpreter{rig.site(), 0};
  const auto readings =
      interpreter.interpret(rig.poll(milliseconds{0}, {Got::word(1), Got::word(0), failed(Failure::exception),
                                                       Got::word(3), failed(Failure::exception)}));
  ASSERT_EQ(readings.size(), 3U);  // in the order of the channels
  EXPECT_EQ(readings[0].point, 2U);
  EXPECT_EQ(readings[0].value, 3);  // its status alone failed
  EXPECT_EQ(readings[0].cause, Cause::exception);
  EXPECT_EQ(readings[1].value, std::nullopt);
  EXPECT_EQ(readings[1].cause, Cause::exception);
  EXPECT_EQ(readings[2].value, 1);
  EXPECT_EQ(readings[2].state, State::measuring);
  EXPECT_EQ(readings[2].cause, Cause::none);
}

TEST(Interpreter, TheRangeIsComparedWithThePrintedValueItsEndsIncluded) {
  InstrumentRig rig;
  rig.add_point(ValueType::u16, false);
  rig.registers()[0].scale = *Decimal::parse("0.01");
  rig.points()[0].digits = 1;
  rig.points()[0].range = Range{*Decimal::parse("10.05"), *Decimal::parse("100.06")};
  const auto cause = [&](unsigned raw) {
    Interpreter interpreter{rig.site(), 0};
    return interpreter.interpret(rig.poll(milliseconds{0}, {Got::word(raw)}))[0].cause;
  };
  EXPECT_EQ(cause(10004), Cause::none);        // printed 100.0
  EXPECT_EQ(cause(10005), Cause::over_range);  // 100.05 is inside, 100.1 as printed is not
  EXPECT_EQ(cause(1005), Cause::none);         // printed 10.1
  EXPECT_EQ(cause(1004), Cause::under_range);  // printed 10.0
  rig.points()[0].range = Range{*Decimal::parse("10"), *Decimal::parse("100")};
  EXPECT_EQ(cause(10004), Cause::none);  // 100.04, printed 100.0: at the end
  EXPECT_EQ(cause(996), Cause::none);    // 9.96, printed 10.0
}

TEST(Interpreter, WithoutARangeNothingIsOutOfRange) {
  InstrumentRig rig;
  rig.add_point(ValueType::s64, false);
  Interpreter interpreter{rig.site(), 0};
  for (const std::int64_t value : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1},
                                   std::numeric_limits<std::int64_t>::max()}) {
    const auto reading =
        interpreter.interpret(rig.poll(milliseconds{0}, {eight(std::bit_cast<std::uint64_t>(value))}))[0];
    EXPECT_EQ(reading.value, value);
    EXPECT_EQ(reading.cause, Cause::none);
  }
}

TEST(Interpreter, NanAndInfinityAreNullWithCauseNoValue) {
  InstrumentRig rig;
  rig.add_point(ValueType::float32, false);
  Interpreter interpreter{rig.site(), 0};
  for (const float value : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                            -std::numeric_limits<float>::infinity()}) {
    const Got got{Failure::none, place(rig.registers()[0], std::bit_cast<std::uint32_t>(value))};
    const auto reading = interpreter.interpret(rig.poll(milliseconds{0}, {got}))[0];
    EXPECT_FALSE(reading.value.has_value());
    EXPECT_EQ(reading.cause, Cause::no_value);
    EXPECT_EQ(reading.state, State::fault);
  }
}

TEST(Interpreter, OtherwiseSaysWhatAnUnlistedStatusMeans) {
  InstrumentRig rig;
  rig.add_point();
  const auto cause = [&rig](StatusMeaning otherwise) {
    rig.registers()[1].otherwise = otherwise;
    Interpreter interpreter{rig.site(), 0};
    return interpreter.interpret(rig.poll(milliseconds{0}, {Got::word(5), Got::word(0x0100)}))[0].cause;
  };
  EXPECT_EQ(cause(StatusMeaning::measuring), Cause::none);
  EXPECT_EQ(cause(StatusMeaning::calibrating), Cause::calibrating);
  EXPECT_EQ(cause(StatusMeaning::maintenance), Cause::maintenance);
  EXPECT_EQ(cause(StatusMeaning::device_fault), Cause::device_fault);
}

TEST(Interpreter, AStatusWordIsReadInItsByteOrder) {
  InstrumentRig rig;
  rig.add_point();
  rig.registers()[1].byte_order = Order::little;
  Interpreter interpreter{rig.site(), 0};
  const auto reading = interpreter.interpret(rig.poll(milliseconds{0}, {Got::word(5), Got::word(0x0200)}))[0];
  EXPECT_EQ(reading.cause, Cause::maintenance);
}

TEST(Interpreter, ADiscreteInputCanBeTheStatus) {
  InstrumentRig rig;
  rig.add_point();
  rig.registers()[1].table = Table::discrete;
  rig.registers()[1].type = ValueType::bit;
  Interpreter interpreter{rig.site(), 0};
  const auto cause = [&](std::uint8_t bit) {
    return interpreter.interpret(rig.poll(milliseconds{0}, {Got::word(5), {Failure::none, {bit}}}))[0].cause;
  };
  EXPECT_EQ(cause(0), Cause::none);
  EXPECT_EQ(cause(1), Cause::calibrating);
}

TEST(Interpreter, APointWithoutCycleHasNoResultTimeAndEntersWithEachGoodPoll) {
  InstrumentRig rig;
  rig.add_point(ValueType::u16, false);
  Interpreter interpreter{rig.site(), 0};
  for (int i = 0; i < 3; ++i) {
    const auto reading = interpreter.interpret(rig.poll(i * milliseconds{5000}, {Got::word(5)}))[0];
    EXPECT_TRUE(reading.enters());
    EXPECT_FALSE(reading.result_at.has_value());
  }
}

}  // namespace
}  // namespace effluent
