// SPDX-License-Identifier: Apache-2.0
// Days, 30 days and months in the journal: each once, whatever the restarts, and as the stored blocks give
// them.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "core/judge/window_book.hpp"
#include "core/quantity/quantity_book.hpp"
#include "work/recorder/recorder_rig.hpp"
#include "work/recorder/stored_readings.hpp"

namespace effluent {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::HasSubstr;

constexpr minutes kPoll{5};
constexpr const char* kStart = "2028-02-27T20:00:20+07:00";  // a leap year

/// Beside cod and the analyser with its delay: a flow meter and its totaliser, whose register wraps at
/// 6553.6.
void add_flow(Site& site, milliseconds poll = kPoll) {
  Plant& plant = site.plants[0];
  plant.points.push_back(make_point("flow", "flow", poll));
  plant.points.push_back(make_point("volume", "volume", poll));
  plant.points[2].unit = "m3/h";
  plant.points[3].unit = "m3";
  plant.points[3].counter = CounterRule{Decimal{65536, 1}, Decimal{200, 0}};
  plant.outlets[0].flow = "flow";
  plant.outlets[0].totaliser = "volume";
  plant.outlets[0].permits[0].averaging = Period::hour;
  for (std::size_t index = 2; index < 4; ++index) {
    plant.points[index].device = "d" + std::to_string(index + 1);
    Device& device = site.devices.emplace_back(site.devices[0]);
    device.id = plant.points[index].device;
    device.channels = {{index, 0, std::nullopt}};
  }
}

/// What the four instruments show, poll by poll; the same for the same seed.
class Water {
 public:
  explicit Water(unsigned seed) : random_{seed} {}
  void step(Rig& rig, bool mute = false) {
    const auto flow = static_cast<std::uint16_t>(900 + random_() % 200);
    volume_ = static_cast<std::uint16_t>(volume_ + flow / 12);  // wraps as the register does
    if (random_() % 400 == 0) volume_ = 0;
    if (random_() % 3 == 0) result_ = static_cast<std::uint16_t>(200 + random_() % 400);
    rig.record(0, maybe(static_cast<std::uint16_t>(250 + random_() % 300)));
    rig.record(1, maybe(result_));
    rig.record(2, maybe(flow));
    rig.record(3, mute ? std::nullopt : maybe(volume_));
  }

 private:
  std::optional<std::uint16_t> maybe(std::uint16_t value) {
    return random_() % 20 == 0 ? std::nullopt : std::optional{value};
  }
  std::mt19937 random_;
  std::uint16_t volume_ = 64000;
  std::uint16_t result_ = 400;
};

/// Polls from the start for so many days; `between` is asked before each round, and whether it is polled.
template <class Between>
void live(Rig& rig, unsigned seed, int days, Between between) {
  add_flow(rig.site);
  Water water{seed};
  rig.start();
  for (int round = 0; round < days * 288; ++round) {
    rig.clock.advance(kPoll);
    if (between(round)) water.step(rig);
  }
}

std::vector<std::string> quantities(const Rig& rig) {
  std::vector<std::string> bodies;
  for (const auto& line : rig.entries("quantity")) bodies.push_back(line.substr(line.find("\"kind\":")));
  std::sort(bodies.begin(), bodies.end());
  return bodies;
}

/// What the stored blocks give when they are judged at once, in order of the readings.
std::vector<std::string> afresh(const Rig& rig) {
  std::vector<Stored> readings;
  Instant polled_at{};
  std::optional<Instant> first;
  for (const auto& block : rig.blocks()) {
    read_block(rig.site, block, readings, polled_at);
    if (!first) first = polled_at;
  }
  std::stable_sort(readings.begin(), readings.end(),
                   [](const Stored& left, const Stored& right) { return left.time < right.time; });
  WindowBook book{rig.site, {}};
  QuantityBook quantities{rig.site};
  const auto take = [&](const JudgedLine& line) { quantities.take(line); };
  book.begin_plant(0, *first);
  for (const auto& one : readings) {
    book.close(one.time, take);
    book.add(0, one.point, one.time, one.reading);
  }
  book.close(polled_at - minutes{13}, take);
  std::vector<std::string> bodies;
  for (auto& line : quantities.finished()) bodies.push_back(line.body + "}");
  std::sort(bodies.begin(), bodies.end());
  return bodies;
}

TEST(Promise5, ARestartAtEveryHourChangesNoQuantityOverALeapMonthsEnd) {
  for (unsigned seed = 1; seed <= 2; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Rig whole{kPoll, kStart};
    live(whole, seed, 4, [](int) { return true; });
    Rig broken{kPoll, kStart};
    int restarts = 0;
    live(broken, seed, 4, [&](int round) {
      if (round % 12 != static_cast<int>(seed) % 12) return true;
      ++restarts % 2 == 0 ? broken.stop() : broken.kill();
      broken.start();
      return true;
    });
    const auto expected = quantities(whole);
    // Four points on four days, 24h and 30d, and one month.
    EXPECT_EQ(expected.size(), 4U * (4 * 2 + 1));
    EXPECT_EQ(quantities(broken), expected);
    EXPECT_EQ(expected, afresh(whole));
    EXPECT_GE(restarts, 90);
    std::string all;
    for (const auto& body : expected) all += body;
    EXPECT_THAT(all, HasSubstr(R"("period":"month","start":"2028-02-01T00:00:00.000+07:00")"));
    EXPECT_THAT(all, HasSubstr(R"("wraps":1)"));
    EXPECT_THAT(all, HasSubstr(R"("not_measured_m3":{"timeout":)"));
  }
}

TEST(Promise5, RestartsInFiveWeeksChangeNoThirtyDaysAndNoMonth) {
  constexpr minutes kSlow{30};
  const auto run = [&](Rig& rig, int every) {
    add_flow(rig.site, kSlow);
    rig.site.plants[0].points[1].cycle = hours{1};
    rig.site.plants[0].outlets[0].permits[0].averaging_of = {};
    Water water{7};
    rig.start();
    for (int round = 0; round < 35 * 48; ++round) {
      rig.clock.advance(kSlow);
      // The totaliser is silent for two days, over the beginning of a later 30 days.
      water.step(rig, round > 100 && round < 200);
      if (every == 0 || round % every != every - 1) continue;
      rig.kill();
      rig.start();
    }
  };
  Rig whole{kSlow, "2028-01-26T20:00:20+07:00"};
  run(whole, 0);
  Rig broken{kSlow, "2028-01-26T20:00:20+07:00"};
  run(broken, 41);
  const auto expected = quantities(whole);
  EXPECT_EQ(expected.size(), 4U * (35 * 2 + 2));
  EXPECT_EQ(quantities(broken), expected);
}

TEST(Promise5, ALongSilenceOverAMonthsEndStillGivesTheMonthOnce) {
  // Silent from the evening of 28 February to the morning of 2 March: 30 hours and more.
  const auto silent = [](int round) { return round >= 250 && round < 250 + 400; };
  Rig whole{kPoll, kStart};
  live(whole, 1, 5, [&](int round) { return !silent(round); });
  Rig broken{kPoll, kStart};
  live(broken, 1, 5, [&](int round) {
    const bool behind = round >= 650 && (round - 650) % 7 == 0;
    if (round == 250 || (behind && round > 650)) broken.kill();
    if (behind) broken.start();
    return !silent(round);
  });
  EXPECT_EQ(quantities(broken), quantities(whole));
  const auto months = broken.entries("quantity");
  EXPECT_EQ(std::count_if(months.begin(), months.end(),
                          [](const std::string& line) {
                            return line.find("\"period\":\"month\"") != std::string::npos;
                          }),
            4);
}

TEST(Quantities, AStartWritesNoDayAgain) {
  Rig rig{kPoll, kStart};
  live(rig, 1, 2, [](int) { return true; });
  const auto before = rig.entries("quantity").size();
  rig.stop();
  rig.start();
  EXPECT_EQ(rig.entries("quantity").size(), before);
}

TEST(Quantities, AFlowNamedLaterWritesNoDayTwice) {
  Rig rig{kPoll, kStart};
  add_flow(rig.site);
  Outlet& outlet = rig.site.plants[0].outlets[0];
  outlet.flow = outlet.totaliser = "";
  rig.site.plants[0].points[2].sample_delay = minutes{30};
  Water water{3};
  rig.start();
  const auto play = [&](int rounds) {
    for (int round = 0; round < rounds; ++round) {
      rig.clock.advance(kPoll);
      water.step(rig);
    }
  };
  play(49);                                            // five minutes behind midnight
  ASSERT_EQ(rig.entries("quantity").size(), 2U * 2U);  // not yet those with a delay
  rig.kill();
  outlet.flow = "flow";  // its day is still open: so would be that of the others
  rig.start();
  play(12 + 288);
  EXPECT_EQ(rig.entries("quantity").size(), 2U * 4U * 2U);
}

TEST(Quantities, OnlyATotalisersBaseMeanCarriesItsRegister) {
  Rig rig{kPoll, kStart};
  live(rig, 1, 1, [](int) { return true; });
  for (const auto& line : rig.entries("mean")) {
    const bool is_base = line.find("\"blocks\":") != std::string::npos;
    const bool is_counter = line.find("\"parameter\":\"volume\"") != std::string::npos;
    EXPECT_EQ(line.find("\"totaliser\":") != std::string::npos, is_base && is_counter) << line;
  }
}

}  // namespace
}  // namespace effluent
