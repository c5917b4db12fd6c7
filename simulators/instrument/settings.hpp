// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/measure/time.hpp"
#include "core/profile/profile.hpp"
#include "model/plant_process.hpp"

namespace effluent::simulator {

/// What one register of an instrument shows.
struct ChannelSettings {
  std::string name;                   ///< of the profile's register
  const Signal* signal = nullptr;     ///< null: `fixed`, or only a column of a replay
  std::optional<double> fixed;        ///< a constant, in the register's unit
  double noise = 0;                   ///< standard deviation, in the unit
  double drift_per_day = 0;           ///< in the unit; calibration sets it back
  std::optional<milliseconds> cycle;  ///< an analyser: a fresh result this often, held in between
  std::string counts;  ///< shows the number of results of that register of the device; empty: no counter
  std::optional<double> min;  ///< what it can measure: beyond, it shows no value
  std::optional<double> max;
  std::string column;  ///< of a replay; empty: `device.register`
};

/// One instrument: a Modbus TCP server of its own.
struct DeviceSettings {
  std::string id;
  Profile profile;
  int unit_id = 1;
  std::uint16_t port = 0;                        ///< 0: any free one
  std::optional<milliseconds> calibrates_every;  ///< none: never
  milliseconds calibrates_for{0};
  std::vector<ChannelSettings> channels;
};

struct PlantSettings {
  std::string id;
  std::string name;
  ProcessSettings process;
  std::vector<DeviceSettings> devices;
};

/// What a scenario can do to an instrument.
enum class Fault : std::uint8_t {
  none,
  silent,       ///< takes questions and gives no answer
  closed,       ///< closes all connections and its port
  hang_up,      ///< closes the connection at each question
  exception,    ///< answers each question with exception 4
  garbage,      ///< answers with random bytes
  no_value,     ///< its value registers carry no value
  calibrating,  ///< the status register says so
  maintenance,
  device_fault,
  stuck,       ///< repeats the value it shows when the event begins
  drifting,    ///< shows more (or less) than there is, by the hour
  over_range,  ///< can't show more than its full scale and a little: it saturates
};
/// Does it change what the registers of an instrument say that answers, and says that it measures?
[[nodiscard]] constexpr bool is_of_value(Fault fault) { return fault >= Fault::stuck; }

/// What a scenario does to what one register shows.
struct Influence {
  bool stuck = false;
  double drift = 0;                  ///< added to what there is, in the register's unit
  std::optional<double> full_scale;  ///< where its range ends, in the register's unit
  std::optional<double> standard;    ///< it is shown this solution, not the water; in the register's unit
};

/// One happening of a scenario. Times are the scenario's, since the start (or since each repetition).
struct Event {
  std::string plant;   ///< empty: every plant
  std::string device;  ///< empty: it is an upset of the process
  milliseconds from{0};
  milliseconds to{0};
  Fault fault = Fault::none;
  std::string reg;                   ///< the register it is about; empty: every register of the device
  double per_hour = 0;               ///< drifting: register's unit an hour of the scenario's time
  std::optional<double> full_scale;  ///< over_range: in the register's unit
  std::optional<double> standard;    ///< calibrating: in the register's unit; none: it goes on with the water
  Upset upset;
};

struct Scenario {
  std::string name;
  std::string description;
  std::optional<milliseconds> repeat;  ///< begins anew this often
  bool plant_clock = false;            ///< its times are those of the process, faster with --speed; else real
  std::vector<Event> events;

  /// The scenario's own time when `real` time has passed since the start and the process runs `speed` times
  /// as fast.
  [[nodiscard]] milliseconds time_of(milliseconds real, double speed) const;
  /// All upsets of that plant in force at `elapsed` of its time, together: factors multiply, shifts add.
  [[nodiscard]] Upset upset_of(const std::string& plant, milliseconds elapsed) const;
  /// The last one listed that holds; one of the value gives way to one of the connection or the status.
  [[nodiscard]] Fault fault_of(const std::string& device, milliseconds elapsed) const;
  /// All that hold for this register, together: drifts add, of scales and standards the last listed counts.
  [[nodiscard]] Influence influence_on(const std::string& device, const std::string& reg,
                                       milliseconds elapsed) const;
};

}  // namespace effluent::simulator
