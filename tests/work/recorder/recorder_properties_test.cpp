// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>
#include <stdexcept>
#include <utility>

#include "work/recorder/recorder_rig.hpp"

namespace effluent {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Bodies of all means and verdicts without what names an epoch, a seq or a time of writing.
std::vector<std::string> judged(const Rig& rig) {
  std::vector<std::string> bodies;
  for (const auto& line : rig.entries()) {
    const bool mean = line.find("\"kind\":\"mean\"") != std::string::npos;
    if (!mean && line.find("\"kind\":\"verdict\"") == std::string::npos) continue;
    const auto from = line.find("\"kind\":");
    bodies.push_back(line.substr(from, line.find(",\"blocks\":") - from));
  }
  std::sort(bodies.begin(), bodies.end());
  return bodies;
}

/// 26 hours of polls of both devices; `restart` is asked before each.
template <class Restart>
std::vector<std::string> run_day(unsigned seed, Restart restart) {
  Rig rig{seconds{30}, "2026-03-01T00:00:30+07:00"};
  std::mt19937 random{seed};
  rig.start();
  std::uint16_t analyser = 100;
  for (int poll = 0; poll < 26 * 120; ++poll) {
    rig.clock.advance(seconds{30});
    restart(rig);
    const auto value = static_cast<std::uint16_t>(random() % 1000);
    if (random() % 30 == 0) analyser = static_cast<std::uint16_t>(random() % 1000);
    rig.record(0, random() % 20 == 0 ? std::nullopt : std::optional{value});
    rig.record(1, random() % 20 == 0 ? std::nullopt : std::optional{analyser});
  }
  return judged(rig);
}

TEST(Promise5, ARestartChangesNoResult) {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    const auto whole = run_day(seed, [](Rig&) {});
    std::mt19937 random{seed + 100};
    const auto broken = run_day(seed, [&random](Rig& rig) {
      if (random() % 40 != 0) return;
      if (random() % 2 == 0) {
        rig.stop();
      } else {
        rig.kill();
      }
      rig.start();
    });
    ASSERT_GT(whole.size(), 500U);
    ASSERT_EQ(whole, broken) << "seed " << seed;
  }
}

/// The newest payload of each kind, without the time it was written at.
std::array<std::string, 2> shown(const Rig& rig) {
  const auto verdicts = rig.told.all<VerdictPayload>();
  const auto compliance = rig.told.all<CompliancePayload>();
  if (verdicts.empty() || compliance.empty()) return {};
  const auto body = [](const std::string& json, std::string_view from) {
    return json.substr(json.find(from));
  };
  return {body(verdicts.back().json, "\"final\":"), body(compliance.back().json, "\"period\":")};
}

TEST(Promise5, ARestartShowsTheSameVerdictsAndCompliance) {
  Rig rig{seconds{30}, "2026-03-01T00:00:30+07:00"};
  std::mt19937 random{7};
  rig.start();
  int compared = 0;
  for (unsigned poll = 0; poll < 26U * 120U; ++poll) {
    rig.clock.advance(seconds{30});
    const auto told = rig.told.all<VerdictPayload>().size();
    const auto value = static_cast<std::uint16_t>(poll % 2 == 0 ? random() % 900 : poll / 30);
    rig.record(poll % 2, random() % 9 == 0 ? std::nullopt : std::optional{value});
    const bool fresh = rig.told.all<VerdictPayload>().size() > told;  // of this moment
    if (!fresh || random() % 20 != 0) continue;
    const auto before = shown(rig);
    rig.kill();
    rig.start();
    ASSERT_EQ(shown(rig), before) << "poll " << poll;
    ++compared;
  }
  EXPECT_GT(compared, 50);
}

/// The day's mean of cod, where the point's step is 30 s until 10:20 and a cycle of 15 min afterwards.
std::string day_with_a_change_of_the_step(const std::vector<int>& restarts_at) {
  Rig rig{seconds{30}, "2026-03-01T00:00:30+07:00"};
  rig.start();
  for (int poll = 1; poll < 24 * 120 + 2; ++poll) {
    rig.clock.advance(seconds{30});
    const bool changes = poll == 10 * 120 + 40;
    if (changes || std::count(restarts_at.begin(), restarts_at.end(), poll) > 0) {
      rig.stop();
      if (changes) rig.site.plants[0].points[0].cycle = std::chrono::minutes{15};
      rig.start();
    }
    rig.record(0, static_cast<std::uint16_t>(poll));
  }
  for (const auto& mean : rig.entries("mean")) {
    if (member(mean, "point") == R"("cod")" && member(mean, "period") == R"("24h")") {
      return mean.substr(mean.find("\"kind\":"));
    }
  }
  return {};
}

TEST(Promise5, ARestartAfterAChangeOfTheStepCountsNoReadingTwice) {
  const auto whole = day_with_a_change_of_the_step({});
  ASSERT_FALSE(whole.empty());
  EXPECT_EQ(member("{" + whole, "n"), "2878");  // from 00:01:00 to 23:59:30
  EXPECT_EQ(day_with_a_change_of_the_step({12 * 120}), whole);
  EXPECT_EQ(day_with_a_change_of_the_step({10 * 120 + 50, 15 * 120, 20 * 120}), whole);
}

/// d1 feeds one more point, `tss`, from the same register.
void put_in(Rig& rig) {
  rig.site.plants[0].points.push_back(make_point("tss", "tss", seconds{5}));
  rig.site.devices[0].channels.push_back({2, 0, std::nullopt});
}
void take_out(Rig& rig) {
  rig.site.plants[0].points.pop_back();
  rig.site.devices[0].channels.pop_back();
}
/// Polls of d1 until that time of the day.
void record_until(Rig& rig, const std::string& time) {
  const auto end = *parse_time("2026-03-01T" + time + ":00+07:00");
  while (rig.clock.wall() < end) {
    rig.clock.advance(seconds{5});
    rig.record(0, 100);
  }
}
template <class Change>
void restart_with(Rig& rig, Change change) {
  rig.stop();
  change(rig);
  rig.start();
}

TEST(Promise5, APointTakenOutAndPutBackKeepsTheReadingsOfItsOpenWindow) {
  Rig rig;
  put_in(rig);
  rig.start();
  record_until(rig, "00:02");
  restart_with(rig, take_out);
  record_until(rig, "00:06");  // windows of the others close
  restart_with(rig, put_in);
  std::vector<std::string> means;
  for (const auto& line : rig.entries("mean")) {
    if (member(line, "point") == R"("tss")" && member(line, "period") == R"("5min")") means.push_back(line);
  }
  ASSERT_EQ(means.size(), 1U);
  EXPECT_EQ(member(means[0], "n"), "24");
  EXPECT_EQ(member(means[0], "sum"), "240.0");
}

TEST(Promise5, AParameterThatHadAPointForAWhileIsJudgedOnceAWindow) {
  Rig rig;
  rig.start();
  record_until(rig, "00:30");
  restart_with(rig, put_in);
  record_until(rig, "02:01");
  restart_with(rig, take_out);
  record_until(rig, "03:01");
  std::vector<std::string> judged;
  for (const auto& line : rig.entries("verdict")) {
    if (member(line, "parameter") == R"("tss")") {
      judged.push_back(member(line, "start").substr(12, 5) + " " + member(line, "point"));
    }
  }
  EXPECT_EQ(judged, (std::vector<std::string>{"00:00 \"tss\"", "01:00 \"tss\"", "02:00 null"}));
}

/// n of each 5-min window of a point, from the stored blocks.
std::map<std::string, int> counted(const Rig& rig, const std::string& point) {
  std::map<std::string, int> windows;
  for (const auto& block : rig.blocks()) {
    const auto at = block.find("{\"point\":\"" + point + "\"");
    if (at == std::string::npos || member(block.substr(at), "value") == "null") continue;
    const auto time = member(block, "polled_at");
    ++windows[time_text(window_start(*parse_time(time.substr(1, time.size() - 2)), minutes{5}))];
  }
  return windows;
}

/// Five hours in which a point leaves and returns, and the program ends, is killed and is down, as chance has
/// it.
void live_through_changes(Rig& rig, std::mt19937& random) {
  bool in = false;
  rig.start();
  for (int step = 0; step < 600; ++step) {
    rig.clock.advance(seconds{30});
    if (random() % 25 == 0) {
      if (random() % 2 == 0) {
        rig.stop();
      } else {
        rig.kill();
      }
      if (random() % 4 == 0) rig.clock.advance(minutes{random() % 90});
      if (random() % 15 == 0) rig.clock.advance(hours{25});
      if (random() % 2 == 0) (std::exchange(in, !in) ? take_out : put_in)(rig);
      rig.start();
    }
    rig.record(0, random() % 6 == 0 ? std::nullopt : std::optional{static_cast<std::uint16_t>(random())});
  }
}

/// Each window of the point once, and n of the shortest as the blocks have it.
void expect_means_equal_blocks(const Rig& rig, const std::string& point) {
  const auto expected = counted(rig, point);
  EXPECT_GT(expected.size(), 20U);
  std::set<std::string> windows;
  for (const auto& line : rig.entries("mean")) {
    if (member(line, "point") != "\"" + point + "\"") continue;
    const auto start = member(line, "start");
    EXPECT_TRUE(windows.insert(member(line, "period") + start).second) << "twice: " << line;
    if (member(line, "period") != R"("5min")") continue;
    const auto found = expected.find(start.substr(1, start.size() - 2));
    EXPECT_EQ(member(line, "n"), std::to_string(found == expected.end() ? 0 : found->second)) << line;
  }
}

void expect_verdicts_once(const Rig& rig) {
  std::set<std::string> judged;
  for (const auto& line : rig.entries("verdict")) {
    const auto name = member(line, "point") + member(line, "parameter") + member(line, "start");
    EXPECT_TRUE(judged.insert(name).second) << "twice: " << line;
  }
  EXPECT_GT(judged.size(), 60U);
}

TEST(Promise5, WindowsAreWrittenOnceAndEqualTheBlocksWhateverLeavesAndReturns) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Rig rig{seconds{30}, "2026-03-01T00:00:10+07:00"};
    std::mt19937 random{seed};
    live_through_changes(rig, random);
    expect_means_equal_blocks(rig, "cod");
    expect_means_equal_blocks(rig, "tss");
    expect_verdicts_once(rig);
  }
}

/// Blocks and polls in gaps of a device.
std::pair<std::int64_t, std::int64_t> accounted(const Rig& rig, const std::string& device) {
  std::int64_t blocks = 0;
  std::int64_t missed = 0;
  for (const auto& block : rig.blocks()) blocks += member(block, "device") == device ? 1 : 0;
  for (const auto& gap : rig.entries("gap")) {
    if (member(gap, "device") == device) missed += std::stoll(member(gap, "count"));
  }
  return {blocks, missed};
}

/// What a poller does about the polls of d1 that it doesn't make or can't hand over: it tells with the next
/// one.
class Poller {
 public:
  explicit Poller(Rig& rig) : rig_{rig} {}
  void leave_out(GapCause cause) { ++missed_[static_cast<std::size_t>(cause)]; }
  void restart() { missed_.fill(0); }
  void make() {
    auto poll = rig_.poll(0, 100);
    poll.missed = missed_;
    poll.first_missed = poll.last_missed = poll.due_at - seconds{5};
    if (const auto done = rig_.give(poll); !done) throw std::runtime_error{done.error().store.text};
    restart();
  }

 private:
  Rig& rig_;
  std::array<std::int64_t, kGapCauses> missed_{};
};

TEST(Promise7, PollsDueAreBlocksOrCountedInGapsWhateverHappens) {
  for (unsigned seed = 1; seed <= 25; ++seed) {
    Rig rig{seconds{5}, "2026-03-01T00:00:00.100+07:00"};
    Poller poller{rig};
    std::mt19937 random{seed};
    rig.start();
    rig.clock.advance(seconds{5});
    poller.make();
    std::int64_t due = 1;
    for (int step = 0; step < 400; ++step) {
      rig.clock.advance(seconds{5});
      ++due;
      const auto chance = random() % 100;
      if (chance < 5) {  // ended, and down over some more grid points
        if (random() % 2 == 0) {
          rig.stop();
        } else {
          rig.kill();
        }
        const int down = static_cast<int>(random() % 20);
        rig.clock.advance(seconds{5 * down});
        due += down;
        rig.start();
        poller.restart();
      } else if (chance < 10) {
        poller.leave_out(GapCause::back_off);
      } else if (chance < 15) {
        poller.leave_out(GapCause::overflow);  // made, but the inbox was full
      } else if (chance < 17) {
        rig.clock.step_wall(-seconds{5 * static_cast<int>(random() % 50)});  // due times repeat
        poller.make();
      } else if (chance < 19) {
        const int jumped = static_cast<int>(random() % 50);
        rig.clock.step_wall(seconds{5 * jumped});
        due += jumped;
        for (int i = 0; i < jumped; ++i) poller.leave_out(GapCause::clock);
        poller.make();
      } else {
        poller.make();
      }
    }
    rig.kill();
    rig.start();
    const auto [blocks, missed] = accounted(rig, R"("d1")");
    EXPECT_EQ(blocks + missed, due) << "seed " << seed << ": " << blocks << " blocks, " << missed
                                    << " in gaps";
  }
}

}  // namespace
}  // namespace effluent
