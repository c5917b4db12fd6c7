// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "core/measure/cycle_points.hpp"

namespace effluent {
namespace {

using std::chrono::seconds;

/// What tells results apart: the words of value and status, or a register of its own.
enum class By { words, words_that_repeat, result_register };

/// The sentences of the record for a cycle of 60 s, told over all good polls since the present result instead
/// of by a memory.
struct Told {
  struct Good {
    seconds due;
    unsigned words;
  };
  By by;
  std::vector<Good> since;  ///< the first saw the present result
  bool assumed = false;
  bool stale = false;

  /// True where the poll saw a result. `words`: what `by` looks at; none where the poll was not good.
  bool poll(seconds due, std::optional<unsigned> words) {
    if (!words) return false;
    const bool is_new = since.empty() || since.back().words != *words;
    since.push_back({due, *words});
    const auto earliest = std::min_element(since.begin(), since.end(),
                                           [](const Good& a, const Good& b) { return a.due < b.due; });
    const bool too_long = due - earliest->due >= seconds{assumed ? 60 : 90};
    const bool may_assume = by == By::words_that_repeat || (by == By::words && !assumed);
    const bool sees = is_new || (too_long && may_assume);
    if (sees) {
      since = {since.back()};
      assumed = !is_new;
      stale = false;
    } else if (too_long) {
      stale = true;
    }
    return sees;
  }
  [[nodiscard]] std::string_view cause() const { return stale ? "stale" : assumed ? "assumed" : ""; }
};

/// One poll: what each register holds, and which was not read.
struct Seen {
  seconds due;
  unsigned value;
  unsigned status;
  unsigned number;
  int lost;  ///< 0 value, 1 status, 2 the result register; else none

  [[nodiscard]] bool good(By by) const { return lost > (by == By::result_register ? 2 : 1); }
  [[nodiscard]] unsigned words(By by) const {
    return by == By::result_register ? number : value << 16U | status;
  }
};

Seen any_poll(seconds after) {
  const int step = *rc::gen::weightedElement<int>({{8, 10}, {4, 20}, {2, 30}, {1, 90}, {1, -40}});
  return {after + seconds{step}, *rc::gen::weightedElement<unsigned>({{12, 0}, {1, 1}}),
          *rc::gen::weightedElement<unsigned>({{20, 0}, {1, 1}}),
          *rc::gen::weightedElement<unsigned>({{12, 0}, {1, 1}}), *rc::gen::inRange(0, 16)};
}

Reading interpreted(Interpreter& interpreter, const InstrumentRig& rig, By by, const Seen& seen) {
  std::vector<Got> answers{Got::word(seen.value), Got::word(seen.status)};
  if (by == By::result_register) answers.push_back(Got::word(seen.number));
  if (static_cast<std::size_t>(seen.lost) < answers.size()) {
    answers[static_cast<std::size_t>(seen.lost)] = lost();
  }
  return interpreter.interpret(rig.poll(seen.due, answers))[0];
}

void expect_as_told(By by) {
  InstrumentRig rig;
  rig.add_point();
  rig.points()[0].cycle = seconds{60};
  rig.registers()[0].repeats = by == By::words_that_repeat;
  if (by == By::result_register) rig.add_result_register(0);
  std::optional<Interpreter> interpreter{std::in_place, rig.site(), 0};
  Told told{by, {}, false, false};
  std::optional<Instant> result_at;
  seconds due{100'000};
  const int polls = *rc::gen::inRange(1, 80);
  for (int i = 0; i < polls; ++i) {
    if (*rc::gen::inRange(0, 6) == 0) {
      const auto kept = interpreter->memories();
      interpreter.emplace(rig.site(), 0, kept);
    }
    const Seen seen = any_poll(due);
    due = seen.due;
    const auto reading = interpreted(*interpreter, rig, by, seen);
    const bool good = seen.good(by);
    const bool fresh = told.poll(due, good ? std::optional{seen.words(by)} : std::nullopt);
    if (fresh) result_at = Instant{due + InstrumentRig::kLate};
    RC_ASSERT(reading.fresh == fresh);
    RC_ASSERT(reading.result_at == result_at);
    RC_ASSERT(reading.value.has_value() == (seen.lost != 0));
    const std::string_view cause = !good ? "link_lost" : seen.status == 1 ? "calibrating" : told.cause();
    RC_ASSERT(name_of(reading.cause) == cause);
    RC_ASSERT(reading.enters() == (fresh && (cause.empty() || cause == "assumed")));
  }
}

RC_GTEST_PROP(CyclePointsProperty, AnyPollsAndRestartsCountAsTheRecordSays, ()) { expect_as_told(By::words); }

RC_GTEST_PROP(CyclePointsProperty, AnyPollsOfAnInstrumentThatRepeatsCountAsTheRecordSays, ()) {
  expect_as_told(By::words_that_repeat);
}

RC_GTEST_PROP(CyclePointsProperty, AnyPollsWithARegisterForResultsCountAsTheRecordSays, ()) {
  expect_as_told(By::result_register);
}

}  // namespace
}  // namespace effluent
