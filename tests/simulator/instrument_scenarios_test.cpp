// SPDX-License-Identifier: Apache-2.0
// What the shipped scenarios claim of instruments: the registers show it, in direction and size.
#include <gtest/gtest.h>

#include <chrono>
#include <set>

#include "played.hpp"

namespace effluent::simulator {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(Stuck, RepeatsOneValueWhileTheRestGoesOn) {
  Played played("mau-1", "stuck");
  std::set<double> tss;
  std::set<double> ph;
  std::set<double> cod;
  for (int second = 5 * 60 + 1; second < 22 * 60; second += 10) {
    played.to_real(seconds(second));
    tss.insert(played.number("m1-probe", "tss"));
    ph.insert(played.number("m1-probe", "ph"));
    cod.insert(played.number("m1-cod", "cod"));
    EXPECT_EQ(played.status("m1-probe"), StatusMeaning::measuring);
  }
  EXPECT_EQ(tss.size(), 1U);
  EXPECT_EQ(cod.size(), 1U);
  EXPECT_GT(ph.size(), 5U);
  played.to_real(minutes(26));
  EXPECT_NE(played.number("m1-probe", "tss"), *tss.begin());
  EXPECT_NE(played.number("m1-cod", "cod"), *cod.begin());
}

TEST(Stuck, HoldsTheValueShownWhenItBegan) {
  Played stuck("mau-1", "stuck");
  Played calm("mau-1", "normal");
  stuck.to_real(minutes(2));
  calm.to_real(minutes(2));
  EXPECT_EQ(stuck.number("m1-probe", "tss"), calm.number("m1-probe", "tss"));
  stuck.to_real(minutes(26));
  calm.to_real(minutes(26));
  EXPECT_EQ(stuck.all(), calm.all()) << "and leaves nothing behind";
}

TEST(Drifting, ShowsMoreByTheHourAndTheWaterAfterCleaning) {
  Played drifting("mau-1", "drifting");
  Played calm("mau-1", "normal");
  const auto more = [&](const char* device, const char* reg) {
    return drifting.number(device, reg) - calm.number(device, reg);
  };
  for (auto* played : {&drifting, &calm}) played->to_real(minutes(35));
  EXPECT_NEAR(more("m1-probe", "ph"), 0.75, 0.02);
  EXPECT_NEAR(more("m1-nh4", "nh4_n"), 3, 0.1);
  EXPECT_NEAR(more("m1-probe", "tss"), 0, 0.001);
  EXPECT_EQ(drifting.status("m1-nh4"), StatusMeaning::measuring);
  for (auto* played : {&drifting, &calm}) played->to_real(minutes(64));
  EXPECT_NEAR(more("m1-probe", "ph"), 1.475, 0.02);
  for (auto* played : {&drifting, &calm}) played->to_real(minutes(67));
  EXPECT_EQ(drifting.all(), calm.all());
}

TEST(OverRange, PassesTheFullScaleSaturatesAndComesBack) {
  Played narrow("mau-1", "over-range");
  narrow.to(hours(2));
  EXPECT_LT(narrow.number("m1-cod", "cod"), 100);
  int saturated = 0;
  double highest = 0;
  for (int hour = 3; hour <= 16; ++hour) {
    narrow.to(hours(hour));
    const double cod = narrow.number("m1-cod", "cod");
    highest = std::max(highest, cod);
    saturated += cod > 103 ? 1 : 0;
    EXPECT_EQ(narrow.status("m1-cod"), StatusMeaning::measuring);
  }
  EXPECT_NEAR(highest, 103.125, 0.001);
  EXPECT_GE(saturated, 8) << "hours at the end of the range";
  narrow.to(hours(60));
  EXPECT_LT(narrow.number("m1-cod", "cod"), 100);
}

// Without a narrower scale the end of the range stays what it was: beyond it there is no value.
TEST(OverRange, IsOfTheScenarioOnly) {
  PlantProcess plant({}, 1, 0);
  DeviceSettings device;
  device.id = "probe";
  device.channels.resize(1);
  device.channels[0].signal = find_signal("conductivity_out");
  device.channels[0].max = 100;
  Instrument probe(device, 1);
  probe.look(plant, seconds(0));
  EXPECT_FALSE(probe.display(Fault::none).values.at(0));
  Influence saturating;
  saturating.full_scale = 100;
  probe.look(plant, seconds(1), {saturating});
  EXPECT_EQ(probe.display(Fault::none).values.at(0), Decimal::parse("103.125"));
}

TEST(Calibration, SaysSoAndShowsTheSolutions) {
  Played played("mau-1", "calibration");
  Played calm("mau-1", "normal");
  for (auto* one : {&played, &calm}) one->to_real(minutes(4));
  EXPECT_EQ(played.all(), calm.all());
  played.to_real(minutes(5));
  EXPECT_EQ(played.status("m1-nh4"), StatusMeaning::calibrating);
  EXPECT_NEAR(played.number("m1-nh4", "nh4_n"), 2, 0.6) << "at once, not with the next cycle";
  played.to_real(minutes(14));
  EXPECT_NEAR(played.number("m1-nh4", "nh4_n"), 20, 0.6);
  EXPECT_EQ(played.status("m1-probe"), StatusMeaning::measuring);
  played.to_real(minutes(15));
  EXPECT_EQ(played.status("m1-nh4"), StatusMeaning::measuring);
  EXPECT_LT(played.number("m1-nh4", "nh4_n"), 10) << "the water again, no rest of the solution";
  played.to_real(minutes(24));
  EXPECT_NEAR(played.number("m1-probe", "ph"), 7, 0.15);
  EXPECT_NEAR(played.number("m1-probe", "temperature"), 25, 0.4);
  EXPECT_NEAR(played.number("m1-probe", "tss"), 0, 4);
  played.to_real(minutes(29));
  EXPECT_EQ(played.status("m1-probe"), StatusMeaning::calibrating);
  EXPECT_NEAR(played.number("m1-probe", "ph"), 4, 0.15);
  for (auto* one : {&played, &calm}) one->to_real(minutes(31));
  EXPECT_EQ(played.status("m1-probe"), StatusMeaning::measuring);
  EXPECT_NEAR(played.number("m1-probe", "ph"), calm.number("m1-probe", "ph"), 0.3);
}

}  // namespace
}  // namespace effluent::simulator
