// SPDX-License-Identifier: Apache-2.0
// What the shipped scenarios claim of the process: the instruments show it, in direction and rough size.
#include <gtest/gtest.h>

#include <chrono>
#include <utility>

#include "played.hpp"

namespace effluent::simulator {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

// Two plants with one seed: what differs is the scenario's doing.
class UnderUpset : public ::testing::Test {
 protected:
  void to(milliseconds plant_time) {
    upset_.to(plant_time);
    calm_.to(plant_time);
  }
  // How many times as much the upset plant shows.
  double ratio(const std::string& device, const std::string& name) {
    return upset_.number(device, name) / calm_.number(device, name);
  }
  double difference(const std::string& device, const std::string& name) {
    return upset_.number(device, name) - calm_.number(device, name);
  }
  explicit UnderUpset(const std::string& scenario) : upset_("mau-1", scenario), calm_("mau-1", "normal") {}

  Played upset_;
  Played calm_;
};

struct AerationFailure : UnderUpset {
  AerationFailure() : UnderUpset("aeration-failure") {}
};

TEST_F(AerationFailure, LetsAmmoniaAndCodPassAndTheyComeBack) {
  to(minutes(119));
  EXPECT_EQ(upset_.all(), calm_.all());
  to(hours(10));
  EXPECT_GT(upset_.number("m1-nh4", "nh4_n"), 15);
  EXPECT_GT(ratio("m1-nh4", "nh4_n"), 4);
  EXPECT_GT(ratio("m1-cod", "cod"), 2.5);
  EXPECT_LT(upset_.number("m1-cod", "cod"), 420) << "not more than the inlet's";
  EXPECT_NEAR(difference("m1-flow", "flow"), 0, 1);
  EXPECT_NEAR(difference("m1-probe", "ph"), 0, 0.1);
  to(hours(48));
  EXPECT_NEAR(ratio("m1-nh4", "nh4_n"), 1, 0.1);
  EXPECT_NEAR(ratio("m1-cod", "cod"), 1, 0.1);
}

struct DosingFailure : UnderUpset {
  DosingFailure() : UnderUpset("dosing-failure") {}
};

TEST_F(DosingFailure, LowersPhByAboutOneAndDoublesSolids) {
  to(hours(14));
  EXPECT_LT(difference("m1-probe", "ph"), -0.6);
  EXPECT_GT(difference("m1-probe", "ph"), -2.0);
  EXPECT_GT(ratio("m1-probe", "tss"), 1.7);
  EXPECT_LT(ratio("m1-probe", "tss"), 4);
  EXPECT_NEAR(difference("m1-probe", "temperature"), 0, 0.3);
  EXPECT_NEAR(difference("m1-flow", "flow"), 0, 1);
  to(hours(62));
  EXPECT_NEAR(difference("m1-probe", "ph"), 0, 0.1);
  EXPECT_NEAR(ratio("m1-probe", "tss"), 1, 0.1);
}

struct Storm : UnderUpset {
  Storm() : UnderUpset("storm") {}
};

TEST_F(Storm, TriplesTheFlowAndThinsTheWater) {
  const double dry = calm_.number("m1-flow", "volume");
  EXPECT_EQ(upset_.number("m1-flow", "volume"), dry);
  to(hours(7));
  EXPECT_GT(ratio("m1-flow", "flow"), 2);
  EXPECT_LT(ratio("m1-flow", "flow"), 4.5);
  EXPECT_LT(ratio("m1-probe", "conductivity"), 0.7);
  EXPECT_GT(ratio("m1-probe", "tss"), 1.3);
  EXPECT_LT(difference("m1-probe", "temperature"), -1);
  to(hours(8));
  EXPECT_GT(ratio("m1-flow", "volume"), 1.5) << "more water in all";
  to(hours(72));
  EXPECT_NEAR(ratio("m1-flow", "flow"), 1, 0.05);
  EXPECT_NEAR(ratio("m1-probe", "conductivity"), 1, 0.05);
}

struct TetShutdown : UnderUpset {
  TetShutdown() : UnderUpset("tet-shutdown") {}
};

TEST_F(TetShutdown, LeavesLittleAndThinWaterForSevenDaysAndARoughStart) {
  to(hours(23));
  EXPECT_EQ(upset_.all(), calm_.all());
  to(days(4));
  const double before = upset_.number("m1-flow", "volume");
  const double before_calm = calm_.number("m1-flow", "volume");
  to(days(9));
  const double share =
      (upset_.number("m1-flow", "volume") - before) / (calm_.number("m1-flow", "volume") - before_calm);
  EXPECT_GT(share, 0.1);
  EXPECT_LT(share, 0.3);
  EXPECT_LT(ratio("m1-cod", "cod"), 0.6);
  EXPECT_LT(ratio("m1-probe", "conductivity"), 0.95) << "less industry in what comes";
  EXPECT_EQ(upset_.status("m1-flow"), StatusMeaning::measuring);
  to(hours(11 * 24 + 18));
  EXPECT_GT(ratio("m1-cod", "cod"), 1.2);
  to(days(16));
  EXPECT_NEAR(ratio("m1-cod", "cod"), 1, 0.1);
  EXPECT_NEAR(ratio("m1-flow", "flow"), 1, 0.05);
}

// Two days of the plant, looked at every ten minutes but those when pump and valve change.
TEST(BatchDischarge, LetsWaterOutOnlyWhilePumpAndValveSaySo) {
  Played played("mau-4", "batch-discharge");
  double level = played.number("m4-io", "level");
  double volume = played.number("m4-flow", "volume");
  int open = 0;
  for (int minute = 10; minute <= 48 * 60; minute += 10) {
    played.to(minutes(minute));
    const double level_before = std::exchange(level, played.number("m4-io", "level"));
    const double volume_before = std::exchange(volume, played.number("m4-flow", "volume"));
    if (minute % 60 == 0) continue;
    const bool discharging = minute % 240 > 180;
    ASSERT_EQ(played.number("m4-io", "pump"), discharging ? 1 : 0) << minute;
    ASSERT_EQ(played.number("m4-io", "valve"), discharging ? 1 : 0) << minute;
    open += discharging ? 1 : 0;
    if (discharging) {
      EXPECT_GT(played.number("m4-flow", "flow"), 100) << minute;
      EXPECT_LT(played.number("m4-flow", "flow"), 400) << minute;
      EXPECT_LT(level, level_before) << minute;
    } else if (minute % 60 > 10) {
      EXPECT_LT(played.number("m4-flow", "flow"), 1.3) << minute;
      EXPECT_GT(level, level_before) << minute;
      EXPECT_EQ(volume, volume_before) << minute;
    }
  }
  EXPECT_EQ(open, 12 * 5);
}

TEST(BatchDischarge, LetsOutWhatComesIn) {
  Played batches("mau-4", "batch-discharge");
  Played calm("mau-4", "normal");
  for (auto* played : {&batches, &calm}) played->to(hours(48));
  EXPECT_NEAR(batches.number("m4-flow", "volume") / calm.number("m4-flow", "volume"), 1, 0.1);
}

// With the plant's clock a scenario says the same of the plant at every speed.
TEST(PlantClock, KeepsTheScenarioInStepWithTheProcess) {
  Played slow("mau-1", "storm", 60);
  Played fast("mau-1", "storm", 600);
  slow.to(hours(7));
  fast.to(hours(7));
  EXPECT_NEAR(fast.number("m1-flow", "flow"), slow.number("m1-flow", "flow"), 5);
  EXPECT_GT(fast.number("m1-flow", "flow"), 300);
}

class ShippedScenario : public ::testing::TestWithParam<const char*> {};

TEST_P(ShippedScenario, GivesTheSameDataForTheSameSeed) {
  const std::string plant = GetParam() == std::string("batch-discharge") ? "mau-4" : "mau-1";
  Played one(plant, GetParam());
  Played same(plant, GetParam());
  Played other(plant, GetParam(), 60, 4);
  int differing = 0;
  for (int hour = 1; hour <= 60; ++hour) {
    for (auto* played : {&one, &same, &other}) played->to(hours(hour));
    ASSERT_EQ(one.all(), same.all()) << "hour " << hour;
    differing += one.all() == other.all() ? 0 : 1;
  }
  EXPECT_EQ(differing, 60);
}

INSTANTIATE_TEST_SUITE_P(Process, ShippedScenario,
                         ::testing::Values("aeration-failure", "dosing-failure", "storm", "tet-shutdown",
                                           "stuck", "drifting", "over-range", "calibration",
                                           "batch-discharge"),
                         [](const auto& test) {
                           std::string name = test.param;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace effluent::simulator
