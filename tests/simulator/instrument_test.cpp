// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "instrument/instrument.hpp"

namespace effluent::simulator {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

DeviceSettings sensor(const char* signal) {
  DeviceSettings device;
  device.id = "probe";
  ChannelSettings channel;
  channel.name = "value";
  channel.signal = find_signal(signal);
  device.channels.push_back(channel);
  return device;
}

std::string shown(const Instrument& instrument, Fault fault = Fault::none) {
  const auto value = instrument.display(fault).values.at(0);
  return value ? value->text() : "none";
}

TEST(Instrument, HoldsTheResultOfACycleUntilTheNext) {
  PlantProcess plant({}, 1, 0);
  auto device = sensor("volume_out");
  device.channels[0].cycle = minutes(15);
  Instrument analyser(device, 1);
  analyser.look(plant, minutes(0));
  const auto first = shown(analyser);
  plant.step(600);
  analyser.look(plant, minutes(14) + seconds(59));
  EXPECT_EQ(shown(analyser), first);
  analyser.look(plant, minutes(15));
  EXPECT_NE(shown(analyser), first);
}

TEST(Instrument, FollowsTheProcessWithoutACycle) {
  PlantProcess plant({}, 1, 0);
  Instrument meter(sensor("volume_out"), 1);
  meter.look(plant, seconds(0));
  EXPECT_EQ(shown(meter), "0");
  plant.step(3600);
  meter.look(plant, seconds(1));
  EXPECT_NEAR(std::stod(shown(meter)), plant.balance().water_out, 0.001);
}

TEST(Instrument, DriftsAndIsSetBackByACalibration) {
  PlantProcess plant({}, 1, 0);
  auto device = sensor("level");
  device.channels[0].drift_per_day = 24;
  device.calibrates_every = minutes(600);
  device.calibrates_for = minutes(1);
  Instrument probe(device, 1);
  double worst = 0;
  int calibrating = 0;
  for (int minute = 0; minute <= 3000; ++minute) {
    probe.look(plant, minutes(minute));
    if (probe.display(Fault::none).status == StatusMeaning::calibrating) ++calibrating;
    worst = std::max(worst, std::stod(shown(probe)) - plant.level());
  }
  EXPECT_GT(worst, 4.0);   // at least 300 min of 1 an hour
  EXPECT_LT(worst, 10.1);  // at most 600 min
  EXPECT_GE(calibrating, 4);
  EXPECT_LE(calibrating, 5);
}

TEST(Instrument, ShowsNoValueBeyondItsRange) {
  PlantProcess plant({}, 1, 0);
  auto device = sensor("conductivity_out");
  device.channels[0].max = 100;
  Instrument probe(device, 1);
  probe.look(plant, seconds(0));
  EXPECT_EQ(shown(probe), "none");
}

TEST(Instrument, NoiseHasItsSizeAndIsSeeded) {
  PlantProcess plant({}, 1, 0);
  auto device = sensor("ph_out");
  device.channels[0].noise = 0.1;
  Instrument one(device, 5);
  Instrument same(device, 5);
  Instrument other(device, 6);
  double squares = 0;
  int differing = 0;
  for (int i = 0; i < 2000; ++i) {
    for (auto* probe : {&one, &same, &other}) probe->look(plant, seconds(i));
    EXPECT_EQ(shown(one), shown(same));
    differing += shown(one) == shown(other) ? 0 : 1;
    const double error = std::stod(shown(one)) - plant.outlet().ph;
    squares += error * error;
  }
  EXPECT_GT(differing, 1900);
  EXPECT_NEAR(std::sqrt(squares / 2000), 0.1, 0.01);
}

/// An analyser with a cycle of 15 min and the counter of its results, which stands before it.
DeviceSettings counting() {
  auto device = sensor("volume_out");
  device.channels[0].cycle = minutes(15);
  ChannelSettings counter;
  counter.name = "number";
  counter.counts = "value";
  device.channels.insert(device.channels.begin(), counter);
  return device;
}

TEST(Instrument, CountsTheResultsOfAnotherRegister) {
  PlantProcess plant({}, 1, 0);
  Instrument analyser(counting(), 1);
  for (const auto& [at, count] : std::vector<std::pair<minutes, const char*>>{{minutes(0), "1"},
                                                                              {minutes(14), "1"},
                                                                              {minutes(15), "2"},
                                                                              {minutes(29), "2"},
                                                                              {minutes(31), "3"}}) {
    analyser.look(plant, at);
    EXPECT_EQ(shown(analyser), count) << at.count();
  }
  EXPECT_EQ(shown(analyser, Fault::no_value), "3");  // the results have no value, their count has
}

TEST(Instrument, ACounterThatIsStuckRepeatsItsCount) {
  PlantProcess plant({}, 1, 0);
  Instrument analyser(counting(), 1);
  Influence stuck;
  stuck.stuck = true;
  analyser.look(plant, minutes(0));
  analyser.look(plant, minutes(16), {stuck, stuck});
  analyser.look(plant, minutes(40), {stuck, stuck});
  EXPECT_EQ(shown(analyser), "2");
  analyser.look(plant, minutes(41));
  EXPECT_EQ(shown(analyser), "3");
}

TEST(Instrument, CountsRecordedResultsAndBeginsAnewAfter16Bits) {
  PlantProcess plant({}, 1, 0);
  Instrument analyser(counting(), 1);
  for (int row = 0; row < 65'537; ++row) analyser.replay({{"probe.value", Decimal::parse("7.1")}});
  analyser.look(plant, minutes(0));
  EXPECT_EQ(shown(analyser), "1");
}

TEST(Instrument, ShowsARecordingExactlyAndLeavesTheProcess) {
  PlantProcess plant({}, 1, 0);
  Instrument probe(sensor("ph_out"), 1);
  probe.look(plant, seconds(0));
  probe.replay({{"probe.value", Decimal::parse("7.123456")}, {"another", std::nullopt}});
  probe.look(plant, seconds(1));
  EXPECT_EQ(shown(probe), "7.123456");
  probe.replay({{"probe.value", std::nullopt}});
  EXPECT_EQ(shown(probe), "none");
}

TEST(Instrument, KeepsTheValueBesideAStatusFault) {
  PlantProcess plant({}, 1, 0);
  Instrument probe(sensor("ph_out"), 1);
  probe.look(plant, seconds(0));
  EXPECT_EQ(probe.display(Fault::maintenance).status, StatusMeaning::maintenance);
  EXPECT_EQ(shown(probe, Fault::maintenance), shown(probe));
  EXPECT_EQ(shown(probe, Fault::no_value), "none");
}

TEST(Instrument, StuckHoldsARecordedValueToo) {
  PlantProcess plant({}, 1, 0);
  Instrument probe(sensor("ph_out"), 1);
  probe.replay({{"probe.value", Decimal::parse("7.1")}});
  Influence stuck;
  stuck.stuck = true;
  probe.look(plant, seconds(1), {stuck});
  probe.replay({{"probe.value", Decimal::parse("7.9")}});
  EXPECT_EQ(shown(probe), "7.1");
  probe.look(plant, seconds(2));
  EXPECT_EQ(shown(probe), "7.9");
}

Event upset_event(const char* plant, int from, int to, double cod) {
  Event event;
  event.plant = plant;
  event.from = minutes(from);
  event.to = minutes(to);
  event.upset.cod = cod;
  return event;
}

TEST(Scenario, MultipliesWhatHoldsAndBeginsAnew) {
  Scenario scenario;
  scenario.repeat = minutes(10);
  scenario.events = {upset_event("", 0, 5, 2), upset_event("a", 2, 4, 3)};
  EXPECT_EQ(scenario.upset_of("a", minutes(1)).cod, 2);
  EXPECT_EQ(scenario.upset_of("a", minutes(2)).cod, 6);
  EXPECT_EQ(scenario.upset_of("b", minutes(2)).cod, 2);
  EXPECT_EQ(scenario.upset_of("a", minutes(5)).cod, 1);
  EXPECT_EQ(scenario.upset_of("a", minutes(12)).cod, 6);
}

TEST(Scenario, GivesADeviceItsFaultAndLeavesTheOthers) {
  Scenario scenario;
  Event event;
  event.device = "x";
  event.from = minutes(1);
  event.to = minutes(2);
  event.fault = Fault::silent;
  scenario.events = {event};
  EXPECT_EQ(scenario.fault_of("x", seconds(59)), Fault::none);
  EXPECT_EQ(scenario.fault_of("x", seconds(60)), Fault::silent);
  EXPECT_EQ(scenario.fault_of("y", seconds(60)), Fault::none);
  EXPECT_EQ(scenario.fault_of("x", seconds(120)), Fault::none);
}

Event fault_event(Fault fault, const char* reg) {
  Event event;
  event.device = "x";
  event.to = minutes(60);
  event.fault = fault;
  event.reg = reg;
  return event;
}

TEST(Scenario, ShowsTheGraverFaultAndKeepsTheOtherOnItsRegister) {
  Scenario scenario;
  scenario.events = {fault_event(Fault::maintenance, ""), fault_event(Fault::stuck, "a")};
  EXPECT_EQ(scenario.fault_of("x", minutes(1)), Fault::maintenance);
  std::swap(scenario.events[0], scenario.events[1]);
  EXPECT_EQ(scenario.fault_of("x", minutes(1)), Fault::maintenance);
  EXPECT_TRUE(scenario.influence_on("x", "a", minutes(1)).stuck);
  EXPECT_FALSE(scenario.influence_on("x", "b", minutes(1)).stuck);
  EXPECT_FALSE(scenario.influence_on("y", "a", minutes(1)).stuck);
  EXPECT_FALSE(scenario.influence_on("x", "a", minutes(60)).stuck);
}

TEST(Scenario, DriftsByItsOwnTimeSinceTheEventBegan) {
  Scenario scenario;
  scenario.repeat = minutes(90);
  scenario.events = {fault_event(Fault::drifting, "a")};
  scenario.events[0].from = minutes(15);
  scenario.events[0].per_hour = 2;
  EXPECT_EQ(scenario.influence_on("x", "a", minutes(10)).drift, 0);
  EXPECT_DOUBLE_EQ(scenario.influence_on("x", "a", minutes(45)).drift, 1);
  EXPECT_DOUBLE_EQ(scenario.influence_on("x", "a", minutes(90 + 45)).drift, 1);
}

}  // namespace
}  // namespace effluent::simulator
