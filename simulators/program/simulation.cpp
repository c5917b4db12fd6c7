// SPDX-License-Identifier: Apache-2.0
#include "program/simulation.hpp"

#include <chrono>
#include <utility>

namespace effluent::simulator {

Simulation::Simulation(const std::vector<PlantSettings>& plants, Scenario scenario, std::uint64_t seed,
                       double clock, double speed)
    : scenario_(std::move(scenario)), speed_(speed) {
  for (const auto& settings : plants) {
    const auto own_seed = seed ^ Random(seed, settings.id).next();
    Plant plant{settings, PlantProcess(settings.process, own_seed, clock), {}};
    for (const auto& device : settings.devices) {
      plant.instruments.push_back(units_.size());
      units_.push_back(std::make_unique<Unit>(Unit{Instrument(device, own_seed), nullptr}));
      auto& unit = *units_.back();
      unit.image = std::make_unique<RegisterImage>(unit.instrument.settings().profile);
      Station station{device.id, device.unit_id, device.port, Fault::none, {}};
      station.answer = [image = unit.image.get()](const auto& request) { return image->answer(request); };
      stations_.push_back(std::move(station));
    }
    plants_.push_back(std::move(plant));
  }
  for (const auto& plant : plants_) look(plant, milliseconds{0});
  show_all(milliseconds{0});
}

void Simulation::advance(milliseconds elapsed) {
  const auto before = elapsed_;
  while (elapsed - elapsed_ >= kStep) one_step(elapsed_ + kStep);
  if (elapsed_ != before) show_all(elapsed_);
}

void Simulation::one_step(milliseconds at) {
  elapsed_ = at;
  const double seconds = std::chrono::duration<double>(kStep).count() * speed_;
  for (auto& plant : plants_) {
    plant.process.step(seconds, scenario_.upset_of(plant.settings.id, scenario_.time_of(at, speed_)));
    look(plant, at);
  }
}

void Simulation::look(const Plant& plant, milliseconds at) {
  const auto now = scenario_.time_of(at, speed_);
  for (const auto index : plant.instruments) {
    auto& instrument = units_[index]->instrument;
    const auto& settings = instrument.settings();
    std::vector<Influence> influences;
    for (const auto& channel : settings.channels) {
      influences.push_back(scenario_.influence_on(settings.id, channel.name, now));
    }
    instrument.look(plant.process, at, influences);
  }
}

void Simulation::replay(const Recorded& row) {
  for (auto& unit : units_) unit->instrument.replay(row);
  show_all(elapsed_);
}

void Simulation::show_all(milliseconds elapsed) {
  for (std::size_t i = 0; i < units_.size(); ++i) {
    auto& unit = *units_[i];
    const auto fault = scenario_.fault_of(stations_[i].name, scenario_.time_of(elapsed, speed_));
    stations_[i].fault = fault;
    unit.image->show(unit.instrument.settings(), unit.instrument.display(fault));
  }
}

}  // namespace effluent::simulator
