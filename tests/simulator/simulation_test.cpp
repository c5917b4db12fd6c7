// SPDX-License-Identifier: Apache-2.0
// Same seed, start and files: the same series, however the process was scheduled.
#include "program/simulation.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace effluent::simulator {
namespace {

const std::filesystem::path kSimulators = SIMULATORS_FOLDER;

Simulation simulation(std::uint64_t seed) {
  std::vector<Finding> findings;
  const std::vector<PlantSettings> plants{read_plant(kSimulators / "plants" / "mau-1.toml", findings)};
  auto scenario = read_scenario(kSimulators / "scenarios" / "organic-shock.toml", plants, findings);
  return {plants, std::move(scenario), seed, 8 * 3600.0, 60};
}

/// The first words of each instrument's two tables of registers, with refusals as they are.
std::string shown(Simulation& simulation) {
  std::string all;
  for (auto& station : simulation.stations()) {
    for (const auto function : {std::uint8_t{3}, std::uint8_t{4}}) {
      for (std::uint8_t address = 0; address < 8; ++address) {
        for (const auto byte : station.answer(std::vector<std::uint8_t>{function, 0, address, 0, 1})) {
          all.push_back(static_cast<char>(byte));
        }
      }
    }
  }
  return all;
}

TEST(Simulation, ALateCallChangesNothingOfTheSeries) {
  auto paced = simulation(7);
  auto late = simulation(7);
  for (int half_seconds = 1; half_seconds <= 400; ++half_seconds) {
    paced.advance(milliseconds{500 * half_seconds});
    paced.advance(milliseconds{500 * half_seconds + 137});  // within a step: nothing new
    if (half_seconds % 7 != 0) continue;                    // the other one stood still for some steps
    late.advance(milliseconds{500 * half_seconds + 499});
    ASSERT_EQ(shown(paced), shown(late)) << half_seconds;
  }
}

TEST(Simulation, AnotherSeedGivesAnotherSeries) {
  auto one = simulation(7);
  auto other = simulation(8);
  one.advance(milliseconds{5000});
  other.advance(milliseconds{5000});
  EXPECT_NE(shown(one), shown(other));
}

}  // namespace
}  // namespace effluent::simulator
