// SPDX-License-Identifier: Apache-2.0
#include "golden/played_plant.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>

namespace effluent::golden {
namespace {

using simulator::Display;
using simulator::Fault;
using simulator::Influence;
using simulator::Upset;

// Seconds since Monday 00:00 at +07:00; Unix time began on a Thursday.
double week_clock(Instant instant) {
  const auto since = std::chrono::duration<double>((instant + kZoneOffset).time_since_epoch()).count();
  return std::fmod(since + 3 * 86400.0, 7 * 86400.0);
}

bool holds(const Happening& one, Instant now) { return now >= one.when.from && now < one.when.to; }

milliseconds scenario_time(const Happening& one, Instant now) {
  const auto passed = static_cast<double>((now - one.when.from).count());
  return milliseconds{std::llround(passed / one.when.stretch)};
}

Upset upset_of(const std::vector<Happening>& happenings, const std::string& plant, Instant now) {
  Upset all;
  for (const auto& one : happenings) {
    if (!holds(one, now)) continue;
    const auto more = one.scenario.upset_of(plant, scenario_time(one, now));
    all.work *= more.work;
    all.flow *= more.flow;
    all.discharge *= more.discharge;
    all.cod *= more.cod;
    all.tss *= more.tss;
    all.nh4_n *= more.nh4_n;
    all.conductivity *= more.conductivity;
    all.biology *= more.biology;
    all.settling *= more.settling;
    all.ph_shift += more.ph_shift;
    all.temperature_shift += more.temperature_shift;
  }
  return all;
}

Fault fault_of(const std::vector<Happening>& happenings, const std::string& device, Instant now) {
  for (const auto& one : happenings) {
    if (!holds(one, now)) continue;
    if (const auto fault = one.scenario.fault_of(device, scenario_time(one, now)); fault != Fault::none)
      return fault;
  }
  return Fault::none;
}

Influence influence_on(const std::vector<Happening>& happenings, const std::string& device,
                       const std::string& reg, Instant now) {
  for (const auto& one : happenings) {
    if (!holds(one, now)) continue;
    const auto found = one.scenario.influence_on(device, reg, scenario_time(one, now));
    if (found.stuck || found.drift != 0 || found.full_scale || found.standard) return found;
  }
  return {};
}

// An instrument that doesn't answer: the poll fails, and no value is there to be written.
bool is_mute(Fault fault) {
  return fault == Fault::silent || fault == Fault::closed || fault == Fault::hang_up ||
         fault == Fault::exception || fault == Fault::garbage;
}

}  // namespace

PlayedPlant::PlayedPlant(const Plant& plant, simulator::PlantSettings settings, std::uint64_t seed,
                         Instant start)
    : plant_(plant),
      id_(settings.id),
      process_(settings.process, seed ^ simulator::Random(seed, settings.id).next(), week_clock(start)),
      start_(start),
      now_(start) {
  const auto own_seed = seed ^ simulator::Random(seed, settings.id).next();
  for (const auto& point : plant.points) {
    const auto source = source_of(point, settings);
    sources_.push_back(source);
    auto& channel = settings.devices[source.instrument].channels[source.channel];
    if (channel.cycle) channel.cycle = point.step();
  }
  for (auto& device : settings.devices) {
    const bool drifts = std::any_of(device.channels.begin(), device.channels.end(),
                                    [](const auto& channel) { return channel.drift_per_day != 0; });
    if (drifts || device.calibrates_every) {
      device.calibrates_every = std::chrono::hours{9 * 24};
      device.calibrates_for = std::chrono::minutes{40};
    }
    instruments_.emplace_back(device, own_seed);
  }
}

PlayedPlant::Source PlayedPlant::source_of(const Point& point, const simulator::PlantSettings& settings) {
  for (std::size_t i = 0; i < settings.devices.size(); ++i) {
    const auto& device = settings.devices[i];
    if (device.id.substr(device.id.find('-') + 1) == point.id && point.id.find('-') != std::string::npos) {
      return {&point, i, 0};
    }
    for (std::size_t j = 0; j < device.channels.size(); ++j) {
      if (device.channels[j].name == point.id) return {&point, i, j};
    }
  }
  throw std::invalid_argument(settings.id + " has no register for the point " + point.id);
}

void PlayedPlant::look(Instant now, const std::vector<Happening>& happenings) {
  for (auto& instrument : instruments_) {
    const auto& settings = instrument.settings();
    std::vector<Influence> influences;
    for (const auto& channel : settings.channels) {
      influences.push_back(influence_on(happenings, settings.id, channel.name, now));
    }
    instrument.look(process_, now - start_, influences);
  }
}

void PlayedPlant::play(Instant now, const std::vector<Happening>& happenings, std::string& rows) {
  const auto passed = std::chrono::duration<double>(now - now_).count();
  process_.step(passed, upset_of(happenings, id_, now_));
  now_ = now;
  look(now, happenings);
  std::vector<Display> displays;
  std::vector<Fault> faults;
  for (const auto& instrument : instruments_) {
    faults.push_back(fault_of(happenings, instrument.settings().id, now));
    displays.push_back(instrument.display(faults.back()));
  }
  for (const auto& source : sources_) {
    const bool due = (now - start_) % source.point->step() == milliseconds{0};
    if (due) write(source, now, displays[source.instrument], faults[source.instrument], rows);
  }
}

void PlayedPlant::write(const Source& source, Instant now, const Display& display, Fault fault,
                        std::string& rows) const {
  const auto value = is_mute(fault) ? std::nullopt : text_of(display.values[source.channel]);
  const bool calibrating = display.status == StatusMeaning::calibrating && !is_mute(fault);
  const bool measuring = display.status == StatusMeaning::measuring && value;
  rows += time_text(now);
  rows += "," + plant_.id + "," + source.point->id + "," + value.value_or("");
  rows += calibrating ? ",calibrating\n" : measuring ? ",measuring\n" : ",fault\n";
}

}  // namespace effluent::golden
