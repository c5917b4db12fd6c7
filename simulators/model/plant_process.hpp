// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "model/random.hpp"

namespace effluent::simulator {

/// What a plant is built for and what flows in on an average working day. All numbers are invented.
struct ProcessSettings {
  double flow = 125;               ///< m3/h, mean inflow
  double equalisation = 1500;      ///< m3, full
  double equalisation_area = 300;  ///< m2
  double biology = 800;            ///< m3
  double settling = 300;           ///< m3
  double cod = 450;                ///< mg/L, inlet mean
  double tss = 220;                ///< mg/L
  double nh4_n = 35;               ///< mg/L
  double ph = 7.2;
  double temperature = 27;     ///< degC
  double conductivity = 1800;  ///< uS/cm
  double cod_rate = 1.2;       ///< 1/h at 20 degC: first-order removal of COD
  double nitrification = 7.5;  ///< mg/(L h) at 20 degC: highest removal of NH4-N
  double settling_rate = 5.0;  ///< 1/h: first-order removal of suspended solids
};

/// What a scenario does to the process just now: factors on the inlet and on the stages, shifts of pH and
/// warmth.
struct Upset {
  double work = 1;  ///< share of the factories that work: flow falls in proportion, strength by part of it
  double flow = 1;
  double discharge =
      1;  ///< how far the outlet is opened, 0 = shut: factor on what the level control lets out
  double cod = 1;
  double tss = 1;
  double nh4_n = 1;
  double conductivity = 1;
  double ph_shift = 0;           ///< pH units at the inlet
  double temperature_shift = 0;  ///< degC at the inlet
  double biology = 1;            ///< activity of the sludge, 0 = dead
  double settling = 1;           ///< how well solids settle, 0 = not at all
};

/// Water at one place of the plant.
struct Water {
  double cod = 0;
  double tss = 0;
  double nh4_n = 0;
  double ph = 7;
  double temperature = 20;
  double conductivity = 0;
};

/// Sums since the start, for the balance: in = out + removed + change of what the tanks hold.
struct Balance {
  double water_in = 0;     ///< m3
  double water_out = 0;    ///< m3
  double cod_in = 0;       ///< g
  double cod_out = 0;      ///< g
  double cod_removed = 0;  ///< g
};

/// An industrial park's plant reduced to a few first-order relations: equalisation (level-controlled
/// outflow), a mixed biological tank (COD first order, NH4-N by Monod), a settling tank. In its own time,
/// seeded, pure: the same settings, seed and upsets give the same series, however the time is cut into steps.
class PlantProcess {
 public:
  static constexpr double kStep = 2.0;  ///< seconds of process time; step() goes on in whole ones

  /// `clock`: seconds since Monday 00:00 at the plant. Begins settled: the day before is run through.
  PlantProcess(const ProcessSettings& settings, std::uint64_t seed, double clock);

  /// Goes on by `seconds` of process time, keeping the rest that fills no whole `kStep` for the next call.
  void step(double seconds, const Upset& upset = {});

  [[nodiscard]] const Water& inlet() const { return inlet_; }
  [[nodiscard]] const Water& outlet() const { return settled_; }
  [[nodiscard]] double flow_in() const { return flow_in_; }    ///< m3/h
  [[nodiscard]] double flow_out() const { return flow_out_; }  ///< m3/h
  /// Pump running and valve open. A full tank runs over without them.
  [[nodiscard]] bool discharging() const { return discharging_; }
  [[nodiscard]] double level() const;                    ///< m, of the equalisation tank
  [[nodiscard]] double fill() const { return volume_; }  ///< m3, in the equalisation tank
  [[nodiscard]] const Balance& balance() const { return balance_; }
  [[nodiscard]] double cod_held() const;  ///< g, in all tanks

 private:
  void one_step(const Upset& upset);
  void flow_in_now(const Upset& upset);
  void equalise(double hours);
  void degrade(double hours, const Upset& upset);
  void settle(double hours, const Upset& upset);

  ProcessSettings settings_;
  Random random_;
  double clock_;
  double pending_ = 0;
  double flow_wobble_ = 0;
  double load_wobble_ = 0;
  double volume_;
  double flow_in_ = 0;
  double flow_out_ = 0;
  bool discharging_ = true;
  double solids_made_ = 0;
  Water inlet_;
  Water equal_;
  Water treated_;
  Water settled_;
  Balance balance_;
};

/// A quantity of the process that an instrument can show.
struct Signal {
  std::string_view name;  ///< "cod_out", "flow_in", …
  std::string_view unit;  ///< as in config/standards/parameters.csv; "" has none
  double (*read)(const PlantProcess&);
};
/// All of them, in the order the help prints them.
[[nodiscard]] const std::vector<Signal>& signals();
/// Null where there is none of that name.
[[nodiscard]] const Signal* find_signal(std::string_view name);

}  // namespace effluent::simulator
