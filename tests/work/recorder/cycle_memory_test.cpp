// SPDX-License-Identifier: Apache-2.0
// What is remembered of `cycle` points over restarts.
#include <gtest/gtest.h>

#include <random>

#include "work/recorder/cycle_text.hpp"
#include "work/recorder/recorder_rig.hpp"

namespace effluent {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const CycleMemory kMemory{{0x00, 0xFF}, Instant{milliseconds{1234}}, Instant{milliseconds{-5}}, true, true};

TEST(CycleText, KeepsAllOfAMemory) {
  for (const CycleMemory& memory : {kMemory, CycleMemory{}}) {
    for (const CycleSource& source : {CycleSource{"cod", ""}, CycleSource{"cod", "number \"1\""}}) {
      EXPECT_EQ(parse_cycle(cycle_text(memory, source), source), memory);
    }
  }
}

TEST(CycleText, IsNotOfOtherRegisters) {
  const auto text = cycle_text(kMemory, {"cod", "number"});
  EXPECT_FALSE(parse_cycle(text, {"tss", "number"}));
  EXPECT_FALSE(parse_cycle(text, {"cod", "time"}));
  EXPECT_FALSE(parse_cycle(text, {"cod", ""}));
  EXPECT_FALSE(parse_cycle(cycle_text(kMemory, {"cod", ""}), {"cod", "number"}));
}

TEST(CycleText, OfAVersionThatKnewNoStaleIsRead) {
  const std::string text =
      R"({"register":"cod","words":"00ff","result_at":1234,"counted_from":-5,"assumed":true})";
  auto memory = kMemory;
  memory.stale = false;
  EXPECT_EQ(parse_cycle(text, {"cod", ""}), memory);
  EXPECT_FALSE(parse_cycle(text, {"cod", "number"}));
}

/// What tells the results of d2's `nh4` apart.
enum class By { words, words_that_repeat, result_register };

/// Its value, and beside it the register that counts its results.
void wire(Rig& rig, By by) {
  auto profile = std::make_shared<Profile>(*rig.site.devices[1].profile);
  profile->registers[0].repeats = by == By::words_that_repeat;
  profile->registers.push_back(make_register(ValueType::u16, 1));
  rig.site.devices[1].profile = std::move(profile);
  if (by == By::result_register) rig.site.devices[1].channels[0].result = 1;
}

void record(Rig& rig, std::uint16_t value, std::uint16_t number, bool lost) {
  auto made = rig.poll(1, lost ? std::nullopt : std::optional{value});
  Answer& answer = made.answers[0];
  answer.request.count = 2;
  if (!lost) {
    answer.data.push_back(static_cast<std::uint8_t>(number >> 8U));
    answer.data.push_back(static_cast<std::uint8_t>(number));
  }
  if (const auto done = rig.give(made); !done) throw std::runtime_error{done.error().store.text};
}

/// Twenty hours of an analyser with a cycle of 15 min that at times hangs, is lost, or repeats a value, under
/// a clock that is set back now and then; `restart` is asked before each poll.
template <class Restart>
void live(Rig& rig, By by, unsigned seed, Restart restart) {
  wire(rig, by);
  std::mt19937 random{seed};
  rig.start();
  std::uint16_t value = 100;
  std::uint16_t number = 0;
  for (int poll = 0; poll < 20 * 20; ++poll) {
    rig.clock.advance(minutes{3});
    if (random() % 80 == 0) rig.clock.step_wall(-minutes{20} - milliseconds{poll + 1});
    restart(rig);
    if (poll % 5 == 0 && random() % 3 != 0) {
      ++number;
      if (random() % 3 != 0) value = static_cast<std::uint16_t>(100 + random() % 900);
    }
    record(rig, value, number, random() % 12 == 0);
  }
}

std::vector<std::string> points_of(const Rig& rig) {
  std::vector<std::string> points;
  for (const auto& block : rig.blocks()) points.push_back(member(block, "points"));
  return points;
}

std::vector<std::string> means_of(const Rig& rig) {
  std::vector<std::string> means;
  for (const auto& line : rig.entries("mean")) {
    if (member(line, "point") != R"("nh4")" || member(line, "period") != R"("1h")") continue;
    means.push_back(member(line, "start") + member(line, "n") + member(line, "sum"));
  }
  return means;
}

std::size_t count_of(const std::vector<std::string>& points, std::string_view cause) {
  const std::string wanted = "\"cause\":\"" + std::string{cause} + "\"";
  return static_cast<std::size_t>(std::count_if(points.begin(), points.end(), [&](const std::string& point) {
    return point.find(wanted) != std::string::npos;
  }));
}

TEST(Promise5, ARestartAtAnyPollChangesNoResultOfAnAnalyser) {
  for (const By by : {By::words, By::words_that_repeat, By::result_register}) {
    SCOPED_TRACE(static_cast<int>(by));
    Rig whole{minutes{3}, "2026-03-01T00:00:00.250+07:00"};
    live(whole, by, 1, [](Rig&) {});
    Rig broken{minutes{3}, "2026-03-01T00:00:00.250+07:00"};
    live(broken, by, 1, [stops = false](Rig& rig) mutable {
      stops = !stops;
      if (stops) {
        rig.stop();
      } else {
        rig.kill();
      }
      rig.start();
    });
    const auto points = points_of(whole);
    EXPECT_EQ(points_of(broken), points);
    EXPECT_GT(means_of(whole).size(), 15U);
    EXPECT_EQ(means_of(broken), means_of(whole));
    EXPECT_EQ(count_of(points, "assumed") > 0, by != By::result_register);
    EXPECT_EQ(count_of(points, "stale") > 0, by != By::words_that_repeat);
  }
}

TEST(StaleResults, EnterNoMean) {
  Rig rig{minutes{3}, "2026-03-01T00:00:00.250+07:00"};
  wire(rig, By::words);
  rig.start();
  for (int poll = 0; poll < 61; ++poll) {
    rig.clock.advance(minutes{3});
    record(rig, poll < 10 ? 100 : 200, 0, false);  // 10.0 at 00:03, 20.0 at 00:33, then nothing new
  }
  std::vector<std::string> counted;
  for (const auto& line : rig.entries("mean")) {
    if (member(line, "point") == R"("nh4")" && member(line, "period") == R"("1h")") {
      counted.push_back(member(line, "start").substr(12, 5) + " " + member(line, "n") + " " +
                        member(line, "sum"));
    }
  }
  // The water was drawn 12 min before its result: the first one speaks of the day before. Assumed: 10.0 at
  // 00:27 (00:03 + 22.5 min), 20.0 at 00:57.
  EXPECT_EQ(counted, (std::vector<std::string>{"00:00 3 50.0", "01:00 0 null"}));
  EXPECT_EQ(member(rig.blocks().back(), "points")
                .find(R"("state":"fault","cause":"stale","result_at":"2026-03-01T00:57)"),
            std::string{R"([{"point":"nh4","value":20.0,)"}.size());
}

}  // namespace
}  // namespace effluent
