// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cmath>

#include "instrument/settings.hpp"

namespace effluent::simulator {
namespace {

bool holds(const Event& event, milliseconds now) { return now >= event.from && now < event.to; }

milliseconds within(const Scenario& scenario, milliseconds elapsed) {
  return scenario.repeat ? elapsed % *scenario.repeat : elapsed;
}

}  // namespace

milliseconds Scenario::time_of(milliseconds real, double speed) const {
  if (!plant_clock) return real;
  return milliseconds{std::llround(static_cast<double>(real.count()) * speed)};
}

Upset Scenario::upset_of(const std::string& plant, milliseconds elapsed) const {
  const auto now = within(*this, elapsed);
  Upset all;
  for (const auto& event : events) {
    if (!event.device.empty() || !holds(event, now)) continue;
    if (!event.plant.empty() && event.plant != plant) continue;
    all.work *= event.upset.work;
    all.flow *= event.upset.flow;
    all.discharge *= event.upset.discharge;
    all.cod *= event.upset.cod;
    all.tss *= event.upset.tss;
    all.nh4_n *= event.upset.nh4_n;
    all.conductivity *= event.upset.conductivity;
    all.biology *= event.upset.biology;
    all.settling *= event.upset.settling;
    all.ph_shift += event.upset.ph_shift;
    all.temperature_shift += event.upset.temperature_shift;
  }
  return all;
}

Fault Scenario::fault_of(const std::string& device, milliseconds elapsed) const {
  const auto now = within(*this, elapsed);
  Fault fault = Fault::none;
  for (const auto& event : events) {
    if (event.device != device || !holds(event, now)) continue;
    if (fault == Fault::none || is_of_value(fault) || !is_of_value(event.fault)) fault = event.fault;
  }
  return fault;
}

Influence Scenario::influence_on(const std::string& device, const std::string& reg,
                                 milliseconds elapsed) const {
  const auto now = within(*this, elapsed);
  Influence all;
  for (const auto& event : events) {
    if (event.device != device || !holds(event, now)) continue;
    if (!event.reg.empty() && event.reg != reg) continue;
    all.stuck = all.stuck || event.fault == Fault::stuck;
    all.drift += event.per_hour * std::chrono::duration<double, std::ratio<3600>>(now - event.from).count();
    if (event.full_scale) all.full_scale = event.full_scale;
    if (event.standard) all.standard = event.standard;
  }
  return all;
}

}  // namespace effluent::simulator
