// SPDX-License-Identifier: Apache-2.0
#include "model/plant_process.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace effluent::simulator {
namespace {

constexpr double kHour = 3600;
constexpr double kDay = 24 * kHour;
constexpr double kHalfSaturation = 2.0;  // mg/L NH4-N at which nitrification runs at half speed
constexpr double kSolidsYield = 0.3;     // g of sludge carried to settling for each g of COD removed
constexpr double kBufferRate = 0.3;      // 1/h: how fast the biology brings pH back
constexpr double kBufferPh = 7.2;

double wave(double hour, double peak_hour, double period_hours) {
  return std::cos(2 * std::numbers::pi * (hour - peak_hour) / period_hours);
}

// Factories work by day and less at the week's end; 0.3 to 1.5 of the mean.
double work_load(double clock) {
  const double hour = std::fmod(clock, kDay) / kHour;
  const int day = static_cast<int>(std::fmod(clock / kDay, 7.0));
  const double week = day == 6 ? 0.6 : day == 5 ? 0.85 : 1.1;
  return week * (1 + 0.35 * wave(hour, 14, 24) + 0.1 * wave(hour, 10, 12));
}

// Wanders around 0 with a memory of about `hours`.
double wander(double value, double hours, double size, Random& random) {
  const double fade = PlantProcess::kStep / (hours * kHour);
  return value * (1 - fade) + size * std::sqrt(2 * fade) * random.gauss();
}

// One mixed tank: what flows in replaces the same share of what is there.
void mix(Water& tank, const Water& in, double share) {
  tank.cod += share * (in.cod - tank.cod);
  tank.tss += share * (in.tss - tank.tss);
  tank.nh4_n += share * (in.nh4_n - tank.nh4_n);
  tank.ph += share * (in.ph - tank.ph);
  tank.temperature += share * (in.temperature - tank.temperature);
  tank.conductivity += share * (in.conductivity - tank.conductivity);
}

}  // namespace

PlantProcess::PlantProcess(const ProcessSettings& settings, std::uint64_t seed, double clock)
    : settings_(settings),
      random_(seed, "process"),
      clock_(std::fmod(clock, 7 * kDay) + 6 * kDay),
      volume_(settings.equalisation * 0.5) {
  equal_ = {settings.cod, settings.tss,         settings.nh4_n,
            settings.ph,  settings.temperature, settings.conductivity};
  treated_ = {60, settings.tss, 5, kBufferPh, settings.temperature, settings.conductivity};
  settled_ = {60, 25, 5, kBufferPh, settings.temperature, settings.conductivity};
  step(kDay);
  balance_ = {};
}

void PlantProcess::step(double seconds, const Upset& upset) {
  pending_ += seconds;
  while (pending_ >= kStep) {
    one_step(upset);
    pending_ -= kStep;
    clock_ += kStep;
  }
}

double PlantProcess::level() const { return volume_ / settings_.equalisation_area; }

double PlantProcess::cod_held() const {
  return equal_.cod * volume_ + treated_.cod * settings_.biology + settled_.cod * settings_.settling;
}

void PlantProcess::one_step(const Upset& upset) {
  const double hours = kStep / kHour;
  flow_in_now(upset);
  discharging_ = upset.discharge > 0;
  flow_out_ = settings_.flow * 2 * volume_ / settings_.equalisation * upset.discharge;  // level control
  const double above = volume_ + (flow_in_ - flow_out_) * hours - settings_.equalisation;
  if (above > 0) flow_out_ += above / hours;  // a full tank runs over into the next stage
  balance_.water_in += flow_in_ * hours;
  balance_.cod_in += flow_in_ * inlet_.cod * hours;
  balance_.water_out += flow_out_ * hours;
  balance_.cod_out += flow_out_ * settled_.cod * hours;
  // From the outlet upwards: each stage receives what its neighbour held when the step began.
  settle(hours, upset);
  degrade(hours, upset);
  equalise(hours);
}

void PlantProcess::flow_in_now(const Upset& upset) {
  flow_wobble_ = wander(flow_wobble_, 0.5, 0.06, random_);
  load_wobble_ = wander(load_wobble_, 2.0, 0.08, random_);
  const double load = work_load(clock_) * upset.work;
  const double strength = (0.7 + 0.3 * load) * std::exp(load_wobble_);
  const double hour = std::fmod(clock_, kDay) / kHour;
  flow_in_ = settings_.flow * load * std::exp(flow_wobble_) * upset.flow;
  inlet_.cod = settings_.cod * strength * upset.cod;
  inlet_.tss = settings_.tss * strength * upset.tss;
  inlet_.nh4_n = settings_.nh4_n * strength * upset.nh4_n;
  inlet_.conductivity = settings_.conductivity * (0.85 + 0.15 * load) * upset.conductivity;
  inlet_.ph = std::clamp(settings_.ph + 0.3 * wave(hour, 11, 24) + load_wobble_ + upset.ph_shift, 1.0, 13.0);
  inlet_.temperature =
      std::clamp(settings_.temperature + 1.5 * wave(hour, 15, 24) + upset.temperature_shift, 1.0, 60.0);
}

void PlantProcess::equalise(double hours) {
  // What leaves carries the tank's own concentrations, so only what comes in dilutes the rest.
  const double kept = volume_ - flow_out_ * hours;
  const double came = flow_in_ * hours;
  mix(equal_, inlet_, came / (kept + came));
  volume_ = kept + came;
}

void PlantProcess::degrade(double hours, const Upset& upset) {
  mix(treated_, equal_, flow_out_ * hours / settings_.biology);
  const double warmth = std::pow(1.05, treated_.temperature - 20) * upset.biology;
  const double removed = std::min(1.0, settings_.cod_rate * warmth * hours) * treated_.cod;
  treated_.cod -= removed;
  balance_.cod_removed += removed * settings_.biology;
  solids_made_ = kSolidsYield * removed * settings_.biology / std::max(flow_out_ * hours, 1e-9);
  const double nitrified =
      settings_.nitrification * warmth * treated_.nh4_n / (kHalfSaturation + treated_.nh4_n);
  treated_.nh4_n = std::max(0.0, treated_.nh4_n - nitrified * hours);
  treated_.ph += kBufferRate * hours * (kBufferPh - treated_.ph);
}

void PlantProcess::settle(double hours, const Upset& upset) {
  Water in = treated_;
  in.tss += std::min(solids_made_, 5 * settings_.cod * kSolidsYield);
  mix(settled_, in, flow_out_ * hours / settings_.settling);
  settled_.tss -= std::min(1.0, settings_.settling_rate * upset.settling * hours) * settled_.tss;
}

const std::vector<Signal>& signals() {
  using P = const PlantProcess&;
  static const std::vector<Signal> all = {
      {"flow_in", "m3/h", [](P plant) { return plant.flow_in(); }},
      {"level", "m", [](P plant) { return plant.level(); }},
      {"cod_in", "mg/L", [](P plant) { return plant.inlet().cod; }},
      {"tss_in", "mg/L", [](P plant) { return plant.inlet().tss; }},
      {"nh4_n_in", "mg/L", [](P plant) { return plant.inlet().nh4_n; }},
      {"ph_in", "pH", [](P plant) { return plant.inlet().ph; }},
      {"temperature_in", "degC", [](P plant) { return plant.inlet().temperature; }},
      {"conductivity_in", "uS/cm", [](P plant) { return plant.inlet().conductivity; }},
      {"flow_out", "m3/h", [](P plant) { return plant.flow_out(); }},
      {"pump_out", "", [](P plant) { return plant.discharging() ? 1.0 : 0.0; }},
      {"valve_out", "", [](P plant) { return plant.discharging() ? 1.0 : 0.0; }},
      {"volume_out", "m3", [](P plant) { return plant.balance().water_out; }},
      {"cod_out", "mg/L", [](P plant) { return plant.outlet().cod; }},
      {"tss_out", "mg/L", [](P plant) { return plant.outlet().tss; }},
      {"nh4_n_out", "mg/L", [](P plant) { return plant.outlet().nh4_n; }},
      {"ph_out", "pH", [](P plant) { return plant.outlet().ph; }},
      {"temperature_out", "degC", [](P plant) { return plant.outlet().temperature; }},
      {"conductivity_out", "uS/cm", [](P plant) { return plant.outlet().conductivity; }},
  };
  return all;
}

const Signal* find_signal(std::string_view name) {
  const auto& all = signals();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Signal& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace effluent::simulator
