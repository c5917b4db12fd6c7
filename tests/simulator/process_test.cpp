// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <string>

#include "model/plant_process.hpp"

namespace effluent::simulator {
namespace {

constexpr double kHour = 3600;
constexpr double kDay = 24 * kHour;

// A factor from 0 to `most`.
rc::Gen<double> factor(double most) {
  return rc::gen::map(rc::gen::inRange(0, 1001), [most](int n) { return most * n / 1000; });
}

rc::Gen<Upset> any_upset() {
  return rc::gen::build<Upset>(
      rc::gen::set(&Upset::work, factor(1)), rc::gen::set(&Upset::flow, factor(6)),
      rc::gen::set(&Upset::discharge, factor(6)), rc::gen::set(&Upset::cod, factor(20)),
      rc::gen::set(&Upset::tss, factor(20)), rc::gen::set(&Upset::nh4_n, factor(20)),
      rc::gen::set(&Upset::biology, factor(2)), rc::gen::set(&Upset::settling, factor(2)),
      rc::gen::set(&Upset::ph_shift, factor(6)));
}

void expect_close(double left, double right, double scale) {
  RC_ASSERT(std::abs(left - right) <= 1e-6 * (1 + std::abs(scale)));
}

RC_GTEST_PROP(PlantProcess, WaterAndCodAreNeitherMadeNorLost, (std::uint64_t seed)) {
  ProcessSettings settings;
  PlantProcess plant(settings, seed, 0);
  const double water = plant.fill();
  const double cod = plant.cod_held();
  for (int i = 0; i < 6; ++i) plant.step(kHour, *any_upset());
  const auto& sum = plant.balance();
  expect_close(sum.water_in, sum.water_out + plant.fill() - water, sum.water_in);
  expect_close(sum.cod_in, sum.cod_out + sum.cod_removed + plant.cod_held() - cod, sum.cod_in + cod);
}

RC_GTEST_PROP(PlantProcess, StaysWithinWhatIsPossible, (std::uint64_t seed)) {
  ProcessSettings settings;
  PlantProcess plant(settings, seed, 0);
  for (int i = 0; i < 8; ++i) {
    plant.step(kHour / 2, *any_upset());
    const auto& out = plant.outlet();
    RC_ASSERT(plant.fill() >= 0 && plant.fill() <= settings.equalisation + 1e-6);
    RC_ASSERT(plant.flow_out() >= 0 && plant.flow_in() >= 0);
    RC_ASSERT(out.cod >= 0 && out.tss >= 0 && out.nh4_n >= 0 && out.conductivity >= 0);
    RC_ASSERT(out.ph >= 1 && out.ph <= 13);
    RC_ASSERT(out.temperature >= 0 && out.temperature <= 60);
  }
}

RC_GTEST_PROP(PlantProcess, GivesTheSameSeriesHoweverTimeIsCut, (std::uint64_t seed)) {
  PlantProcess whole({}, seed, 0);
  PlantProcess cut({}, seed, 0);
  whole.step(kHour);
  double left = kHour;
  while (left > 0) {
    const double piece = std::min(left, 0.25 * *rc::gen::inRange(1, 4000));
    cut.step(piece);
    left -= piece;
  }
  RC_ASSERT(whole.outlet().cod == cut.outlet().cod);
  RC_ASSERT(whole.flow_in() == cut.flow_in());
  RC_ASSERT(whole.balance().water_out == cut.balance().water_out);
}

TEST(PlantProcess, DiffersFromSeedToSeed) {
  PlantProcess one({}, 1, 0);
  PlantProcess other({}, 2, 0);
  EXPECT_NE(one.outlet().cod, other.outlet().cod);
}

// Mean inflow of that day of the week (0 = Monday), over several seeds.
double day_load(int day, double from_hour, double to_hour) {
  double sum = 0;
  int n = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    PlantProcess plant({}, seed, day * kDay + from_hour * kHour);
    for (double hour = from_hour; hour < to_hour; hour += 0.5, ++n) {
      sum += plant.flow_in();
      plant.step(kHour / 2);
    }
  }
  return sum / n;
}

TEST(PlantProcess, BringsMoreByDayThanByNightAndLessOnSunday) {
  EXPECT_GT(day_load(1, 10, 16), 1.3 * day_load(1, 0, 5));
  EXPECT_LT(day_load(6, 10, 16), 0.8 * day_load(1, 10, 16));
}

TEST(PlantProcess, ShowsAnOrganicShockAtTheOutletHoursLater) {
  PlantProcess shocked({}, 7, 0);
  PlantProcess calm({}, 7, 0);
  Upset shock;
  shock.cod = 6;
  shocked.step(60, shock);
  calm.step(60);
  EXPECT_NEAR(shocked.outlet().cod, calm.outlet().cod, 1.0);  // the tanks hold it back at first
  shocked.step(6 * kHour, shock);
  calm.step(6 * kHour);
  EXPECT_GT(shocked.outlet().cod, 1.5 * calm.outlet().cod);
  shocked.step(5 * kDay);
  calm.step(5 * kDay);
  EXPECT_NEAR(shocked.outlet().cod, calm.outlet().cod, 1.0);  // and it is washed out again
}

TEST(PlantProcess, RunsOverWithAShutOutletOnceItsTankIsFull) {
  PlantProcess plant({}, 7, 0);
  Upset shut;
  shut.discharge = 0;
  plant.step(kHour, shut);
  EXPECT_EQ(plant.flow_out(), 0);
  EXPECT_FALSE(plant.discharging());
  plant.step(24 * kHour, shut);
  EXPECT_NEAR(plant.flow_out(), plant.flow_in(), 1e-6);
  EXPECT_FALSE(plant.discharging());
  plant.step(kHour);
  EXPECT_TRUE(plant.discharging());
}

TEST(PlantProcess, LosesItsSolidsWhenSettlingFails) {
  PlantProcess plant({}, 7, 0);
  const double before = plant.outlet().tss;
  Upset bulking;
  bulking.settling = 0;
  plant.step(6 * kHour, bulking);
  EXPECT_GT(plant.outlet().tss, 3 * before);
}

// A change of the model is a change of every recorded demo and test: it has to be wanted.
TEST(PlantProcess, KeepsItsSeriesForASeed) {
  PlantProcess plant({}, 42, 8 * kHour);
  std::string series;
  for (int i = 0; i < 4; ++i) {
    plant.step(3 * kHour);
    const auto& out = plant.outlet();
    char line[96];
    std::snprintf(line, sizeof line, "%.1f %.2f %.1f %.2f %.2f %.1f %.0f\n", plant.flow_in(), plant.level(),
                  out.cod, out.nh4_n, out.ph, out.tss, out.conductivity);
    series += line;
  }
  EXPECT_EQ(series,
            "205.4 2.50 30.9 1.35 7.20 25.4 1743\n"
            "171.4 2.99 42.0 2.36 7.24 32.0 1772\n"
            "153.3 3.08 47.9 3.09 7.27 33.9 1812\n"
            "151.4 3.02 49.2 3.30 7.26 34.0 1840\n");
}

}  // namespace
}  // namespace effluent::simulator
