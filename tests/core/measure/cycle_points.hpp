// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <gtest/gtest.h>

#include <optional>
#include <utility>

#include "core/measure/instrument_rig.hpp"

namespace effluent {

inline Got lost() { return {Failure::link_lost, {}}; }

/// One point with a cycle of 60 s and a status, polled when a test says so.
class CyclePoints : public testing::Test {
 protected:
  using seconds = std::chrono::seconds;

  CyclePoints() {
    rig_.add_point();
    rig_.points()[0].cycle = seconds{60};
    begin();
  }
  /// Anew, after a change of the rig.
  void begin() { interpreter_.emplace(rig_.site(), 0); }
  void restart() {
    const auto kept = interpreter_->memories();
    interpreter_.emplace(rig_.site(), 0, kept);
  }
  /// A poll with an answer a register.
  Reading poll(milliseconds due, const std::vector<Got>& answers) {
    return interpreter_->interpret(rig_.poll(due, answers))[0];
  }
  Reading see(seconds due, Got value, Got status = Got::word(0)) {
    return poll(due, {std::move(value), std::move(status)});
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
  /// That result stood for too long; its value is still shown.
  static void expect_stale(const Reading& reading, seconds due, std::int64_t value) {
    expect_repeated(reading, due, Cause::stale);
    EXPECT_EQ(reading.state, State::fault);
    EXPECT_EQ(reading.value, value);
  }

  InstrumentRig rig_;
  std::optional<Interpreter> interpreter_;

 private:
  static void expect_result(const Reading& reading, seconds due, Cause cause) {
    EXPECT_EQ(reading.result_at, Instant{due + InstrumentRig::kLate});  // `polled_at`, not `due_at`
    EXPECT_EQ(name_of(reading.cause), name_of(cause));
  }
};

}  // namespace effluent
