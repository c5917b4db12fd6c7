// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/measure/decimal.hpp"
#include "core/measure/time.hpp"
#include "instrument/settings.hpp"
#include "model/random.hpp"

namespace effluent::simulator {

/// One line of a recording: what a column says, none for an empty cell or "?".
using Recorded = std::map<std::string, std::optional<Decimal>>;

/// What an instrument shows just now.
struct Display {
  StatusMeaning status = StatusMeaning::measuring;
  std::vector<std::optional<Decimal>> values;  ///< one a channel; none: no value
};

/// A sensor or analyser: noise, drift, cycles, calibrations. Pure; told the time, it never asks.
class Instrument {
 public:
  Instrument(DeviceSettings settings, std::uint64_t seed);

  /// Looks at the process at `elapsed` (real time since the start, never going back). `influences`: what a
  /// scenario does to each channel, in their order; empty: nothing.
  void look(const PlantProcess& process, milliseconds elapsed, const std::vector<Influence>& influences = {});
  /// Shows what was recorded, as it stands, in the channels whose column the recording has; these no longer
  /// follow the process.
  void replay(const Recorded& row);

  /// With what the scenario does to it. Status faults show in the status register, the value stays beside it.
  [[nodiscard]] Display display(Fault fault) const;
  [[nodiscard]] const DeviceSettings& settings() const { return settings_; }

 private:
  struct Channel {
    explicit Channel(Random noise) : random(noise) {}
    Random random;
    double drift = 0;
    milliseconds measured_at{-1};
    std::optional<Decimal> value;
    std::int64_t results = 0;  ///< how often `value` was measured
    bool replayed = false;     ///< a recording drives it, no longer the process
    bool in_standard = false;  ///< a solution is shown to it
    bool stuck = false;        ///< shows `held`
    std::optional<Decimal> held;
  };

  void follow(const ChannelSettings& settings, Channel& channel, const PlantProcess& process, double days,
              const Influence& influence);
  static void measure(const ChannelSettings& settings, Channel& channel, const PlantProcess& process,
                      const Influence& influence);
  [[nodiscard]] bool calibrating_at(milliseconds elapsed) const;
  /// Results of the register of that name; none where the instrument has no such.
  [[nodiscard]] std::optional<Decimal> count_of(const std::string& name) const;

  DeviceSettings settings_;
  std::vector<Channel> channels_;
  Random random_;
  milliseconds phase_{0};  ///< of the calibrations, so that not all instruments calibrate together
  milliseconds seen_{0};
  bool calibrating_ = false;
};

/// The column a channel takes from a recording.
[[nodiscard]] std::string column_of(const DeviceSettings& device, const ChannelSettings& channel);

}  // namespace effluent::simulator
