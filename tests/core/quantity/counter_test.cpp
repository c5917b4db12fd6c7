// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "core/measure/counter.hpp"
#include "core/record/counter_text.hpp"

namespace effluent {
namespace {

using std::chrono::minutes;

const Instant kStart = *parse_time("2026-11-24T09:00:00+07:00");
/// A register of one digit that goes on from 0 at 1000.0 and counts at most 60.0 an hour: 5.0 in 5 min.
const CounterRule kRule{Decimal{1000, 0}, Decimal{60, 0}};

CounterRun run_of(std::initializer_list<std::int64_t> values, const std::optional<CounterRule>& rule) {
  std::optional<CounterRun> run;
  Instant time = kStart;
  for (const auto value : values) {
    const auto shown = CounterRun::at(value, time, 1);
    if (run) {
      follow(*run, shown, rule);
    } else {
      run = shown;
    }
    time += minutes{5};
  }
  return *run;
}

TEST(Counter, AddsWhatItRises) {
  const auto run = run_of({10, 30, 30, 65}, kRule);
  EXPECT_TRUE(run.rise == 55);
  EXPECT_EQ(run.wraps, 0);
  EXPECT_EQ(run.resets, 0);
  EXPECT_EQ(run.last_at - run.first_at, minutes{15});
}

TEST(Counter, WrapsWhereThatIsNoMoreThanItCanCount) {
  const auto wrapped = run_of({9970, 20}, kRule);  // 3.0 to the end and 2.0 behind it: exactly the most
  EXPECT_EQ(wrapped.wraps, 1);
  EXPECT_TRUE(wrapped.rise == 50);
  const auto beyond = run_of({9970, 21}, kRule);
  EXPECT_EQ(beyond.resets, 1);
  EXPECT_TRUE(beyond.rise == 0);
}

TEST(Counter, AResetTellsNothingOfWhatPassed) {
  const auto run = run_of({500, 520, 0, 15}, kRule);
  EXPECT_EQ(run.resets, 1);
  EXPECT_EQ(run.wraps, 0);
  EXPECT_TRUE(run.rise == 20 + 15);
  EXPECT_EQ(run_of({9990, 0}, std::nullopt).resets, 1);
}

TEST(Counter, ARegisterBeyondItsEndIsNoWrap) { EXPECT_EQ(run_of({10010, 5}, kRule).resets, 1); }

TEST(Counter, PartsGiveTheWhole) {
  const std::vector<std::int64_t> values{9900, 9930, 9980, 10, 40, 0, 30, 30};
  for (std::size_t cut = 1; cut < values.size(); ++cut) {
    std::optional<CounterRun> parts[2];
    std::optional<CounterRun> whole;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto shown = CounterRun::at(values[i], kStart + i * minutes{5}, 1);
      for (auto* run : {&parts[i < cut ? 0 : 1], &whole}) {
        if (*run) {
          follow(**run, shown, kRule);
        } else {
          *run = shown;
        }
      }
    }
    follow(*parts[0], *parts[1], kRule);
    EXPECT_TRUE(parts[0]->rise == whole->rise) << cut;
    EXPECT_EQ(parts[0]->wraps, whole->wraps) << cut;
    EXPECT_EQ(parts[0]->resets, whole->resets) << cut;
    EXPECT_EQ(parts[0]->last_at, whole->last_at) << cut;
  }
}

TEST(Counter, IsReadBackFromItsText) {
  std::string text;
  JsonWriter json{text};
  const auto run = run_of({9970, 20, 0}, kRule);
  write_counter(json, run);
  bool good = true;
  const auto back = read_counter(std::string_view{text}.substr(text.find('{')), good);
  ASSERT_TRUE(good && back);
  std::string again;
  JsonWriter other{again};
  write_counter(other, *back);
  EXPECT_EQ(again, text);
  EXPECT_FALSE(read_counter("null", good));
  EXPECT_TRUE(good);
  EXPECT_FALSE(read_counter(R"({"first":"x"})", good));
  EXPECT_FALSE(good);
}

}  // namespace
}  // namespace effluent
