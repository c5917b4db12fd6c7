// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "files/files.hpp"
#include "instrument/instrument.hpp"
#include "server/modbus_server.hpp"
#include "server/register_image.hpp"

namespace effluent::simulator {

/// Plants, their instruments and what those show, in step. Told the time; knows no socket.
class Simulation {
 public:
  /// `clock`: seconds since Monday 00:00 at the plants. `speed`: how much faster the process runs than the
  /// instruments, which keep real time; a scenario keeps the one its file names.
  Simulation(const std::vector<PlantSettings>& plants, Scenario scenario, std::uint64_t seed, double clock,
             double speed);

  /// What instruments show changes on a grid of this pitch since the start, so that a late or a missed call
  /// changes nothing of the series.
  static constexpr milliseconds kStep{500};

  /// Goes on to the last step at or before `elapsed` (since the start).
  void advance(milliseconds elapsed);
  /// Shows a recorded row from now on.
  void replay(const Recorded& row);

  /// One a device; valid as long as the simulation. Their faults follow the scenario.
  [[nodiscard]] std::vector<Station>& stations() { return stations_; }

 private:
  struct Plant {
    PlantSettings settings;
    PlantProcess process;
    std::vector<std::size_t> instruments;
  };
  struct Unit {
    Instrument instrument;
    std::unique_ptr<RegisterImage> image;
  };

  void one_step(milliseconds at);
  /// All instruments of the plant.
  void look(const Plant& plant, milliseconds at);
  void show_all(milliseconds elapsed);

  Scenario scenario_;
  double speed_;
  std::vector<Plant> plants_;
  std::vector<std::unique_ptr<Unit>> units_;
  std::vector<Station> stations_;
  milliseconds elapsed_{0};
};

}  // namespace effluent::simulator
