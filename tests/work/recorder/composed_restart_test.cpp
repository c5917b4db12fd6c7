// SPDX-License-Identifier: Apache-2.0
// Promise 5 for verdicts that rest on several points: a standby instrument, an outlet that stands still at
// times, a mean weighted by flow, over a month's end.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "core/judge/revision.hpp"
#include "work/recorder/recorder_rig.hpp"

namespace effluent {
namespace {

using std::chrono::minutes;

constexpr minutes kPoll{1};
constexpr const char* kStart = "2026-02-27T20:00:20+07:00";
constexpr int kPolls = 60 * 60;

/// cod (d1) has the standby cod-2; d3 feeds it, the outlet's flow, a level and the inflow, in that order.
void compose(Site& site) {
  Plant& plant = site.plants[0];
  const auto add = [&](const char* id, const char* parameter, const char* outlet) {
    Point& point = plant.points.emplace_back(make_point(id, parameter, kPoll));
    point.outlet = outlet;
    point.device = "d3";
    if (point.parameter == "flow") point.unit = "m3/h";
  };
  add("cod-2", "cod", "o1");
  plant.points.back().standby_for = "cod";
  add("flow-out", "flow", "o1");
  add("level", "level", "o1");
  add("flow-in", "flow", "");
  auto profile = std::make_shared<Profile>(*site.devices[0].profile);
  Device device = site.devices[0];
  device.id = "d3";
  device.channels.clear();
  for (std::size_t word = 0; word < 4; ++word) {
    if (word > 0) {
      profile->registers.push_back(make_register(ValueType::u16, static_cast<std::uint16_t>(word)));
      profile->registers.back().scale = Decimal{1, 1};
    }
    device.channels.push_back({2 + word, word, std::nullopt});
  }
  device.profile = profile;
  site.devices.push_back(device);
  Outlet& outlet = plant.outlets[0];
  outlet.flow = "flow-out";
  outlet.discharge =
      DischargeRules{{{"flow-out", Decimal{5, 1}, std::nullopt}, {"level", Decimal{3, 0}, std::nullopt}},
                     "flow-in",
                     Decimal{400, 0},
                     minutes{10},
                     true};
  Permit& permit = outlet.permits[0];
  permit.averaging_of["cod"] = Period::hour;
  permit.averaging_of["nh4_n"] = Period::day;
  permit.minimum_coverage_percent = Decimal{50, 0};
  permit.flow_weighted = {"nh4_n"};
}

Poll of_words(const Rig& rig, std::size_t device, const std::vector<int>& words) {
  Poll made = rig.poll(device, std::uint16_t{0});
  Answer& answer = made.answers[0];
  answer.request.count = static_cast<std::uint16_t>(words.size());
  answer.data.clear();
  for (const int word : words) {
    answer.data.push_back(static_cast<std::uint8_t>(word >> 8));
    answer.data.push_back(static_cast<std::uint8_t>(word & 0xFF));
  }
  return made;
}

/// Sixty hours; the primary fails at times, the outlet stands still at times, and once its signs disagree.
template <class Restart>
void live(Rig& rig, Restart restart) {
  compose(rig.site);
  std::mt19937 random{7};
  rig.start();
  for (int minute = 0; minute < kPolls; ++minute) {
    rig.clock.advance(kPoll);
    restart(rig, minute);
    const bool idle = minute / 150 % 3 == 2 && minute > 1500;
    const bool odd = minute >= 2400 && minute < 2500;
    const int noise = static_cast<int>(random() % 40);
    const bool silent = minute / 35 % 5 == 3;
    const auto give = [&](const Poll& poll) {
      if (!rig.give(poll)) throw std::runtime_error{"the store failed"};
    };
    give(silent ? rig.poll(0, std::nullopt) : of_words(rig, 0, {(idle ? 700 : 420) + noise}));
    give(of_words(rig, 1, {300 + minute / 15 % 9 * 30}));
    if (random() % 30 == 0) {
      give(rig.poll(2, std::nullopt));
      continue;
    }
    const int flow = idle && !odd ? 2 : 300 + noise;
    give(of_words(rig, 2, {380 + noise, flow, idle || odd ? 1 : 200, 40}));
  }
}

std::vector<std::string> bodies(const Rig& rig) {
  std::vector<std::string> all;
  for (const std::string kind : {"mean", "verdict", "event"}) {
    for (const auto& line : rig.entries(kind)) {
      std::string body = line.substr(line.find("\"kind\":"));
      const auto blocks = body.find(",\"blocks\":");
      if (blocks != std::string::npos) body.erase(blocks, body.find(']', blocks) + 1 - blocks);
      all.push_back(std::move(body));
    }
  }
  std::sort(all.begin(), all.end());
  return all;
}

TEST(Promise5, ARestartAtEveryHourChangesNoVerdictOfSeveralPointsAndNoSwitch) {
  Rig whole{kPoll, kStart};
  live(whole, [](Rig&, int) {});
  const auto expected = bodies(whole);
  for (const char* part : {"standby_on_duty", "primary_on_duty", "\"not_discharging\"", "flow_contradiction",
                           "depends_on_exclusion", "\"flush_s\":600", "\"by\":\"flow\"", "\"explained\":true",
                           "\"period\":\"batch\""}) {
    EXPECT_TRUE(std::any_of(expected.begin(), expected.end(),
                            [&](const std::string& body) { return body.find(part) != std::string::npos; }))
        << "nothing with " << part;
  }
  for (int at = 0; at < 60; at += 37) {
    Rig broken{kPoll, kStart};
    live(broken, [&](Rig& rig, int minute) {
      if (minute % 60 != at || minute == 0) return;
      minute / 60 % 2 == 0 ? rig.stop() : rig.kill();
      rig.start();
    });
    const auto found = bodies(broken);
    const auto [one, other] = std::mismatch(found.begin(), found.end(), expected.begin(), expected.end());
    ASSERT_TRUE(one == found.end() && other == expected.end())
        << "restarted at minute " << at << "\nfound    " << (one == found.end() ? "(end)" : *one)
        << "\nexpected " << (other == expected.end() ? "(end)" : *other);
  }
}

// What a revision reckons by is what these verdicts were reckoned by.
TEST(ComposedRestart, ARevisionThatLeavesNothingOutIsTheVerdictItself) {
  Rig rig{kPoll, kStart};
  live(rig, [](Rig&, int) {});
  RecordedMeans means;
  for (const auto& line : rig.entries("mean")) {
    const auto mean = read_base_mean(line);
    if (mean && mean->start >= *parse_time("2026-02-28T00:00:00+07:00")) means.add(*mean);
  }
  const Reviser reviser{rig.site.plants[0], 0, rig.site.standards, means, {}};
  std::size_t compared = 0;
  for (const auto& line : rig.entries("verdict")) {
    if (member(line, "period") == "\"batch\"") continue;  // no window: it is not revised
    const auto stored = read_final(line);
    ASSERT_TRUE(stored) << line;
    if (stored->key.point.empty() || stored->start < *parse_time("2026-03-01T01:00:00+07:00")) continue;
    const auto again = reviser.revise(*stored);
    ASSERT_TRUE(again) << line;
    EXPECT_EQ("{" + again->body + "}", "{" + line.substr(line.find("\"kind\"")));
    ++compared;
  }
  EXPECT_GT(compared, 10);
}

}  // namespace
}  // namespace effluent
