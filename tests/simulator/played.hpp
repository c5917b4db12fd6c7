// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/measure/codec.hpp"
#include "program/simulation.hpp"

namespace effluent::simulator {

/// A shipped plant under a shipped scenario, in virtual time, seen as a gateway sees it: through the
/// registers.
class Played {
 public:
  /// Begins on a Monday at 08:00.
  Played(const std::string& plant, const std::string& scenario, double speed = 60, std::uint64_t seed = 3)
      : speed_(speed), plants_(read(plant)), simulation_(plants_, load(scenario), seed, 8 * 3600.0, speed) {}

  /// Goes on to this time of the plant since the start.
  void to(milliseconds plant_time) {
    simulation_.advance(
        milliseconds{static_cast<std::int64_t>(static_cast<double>(plant_time.count()) / speed_)});
  }
  /// Goes on to this real time since the start.
  void to_real(milliseconds elapsed) { simulation_.advance(elapsed); }

  /// What the register says; none: no value, or it can't be read.
  [[nodiscard]] std::optional<double> value(const std::string& device, const std::string& name) {
    const auto& reg = reg_of(device, name);
    const auto bytes = bytes_of(device, reg);
    if (bytes.empty()) return std::nullopt;
    const auto decoded = decode(reg, 6, bytes);
    return decoded ? std::optional(static_cast<double>(*decoded) * 1e-6) : std::nullopt;
  }
  /// The same, with a failed test where there is none.
  [[nodiscard]] double number(const std::string& device, const std::string& name) {
    const auto found = value(device, name);
    EXPECT_TRUE(found) << device << '.' << name << " has no value";
    return found.value_or(0);
  }
  /// Of the device's status register.
  [[nodiscard]] StatusMeaning status(const std::string& device) {
    for (const auto& reg : settings_of(device).profile.registers) {
      if (!reg.is_status) continue;
      const auto bytes = bytes_of(device, reg);
      const auto found = reg.states.find(bytes.empty() ? ~0ULL : assemble(reg, bytes));
      return found == reg.states.end() ? reg.otherwise : found->second;
    }
    ADD_FAILURE() << device << " has no status register";
    return StatusMeaning::device_fault;
  }
  /// Every register of every instrument, in a text that differs where one of them does.
  [[nodiscard]] std::string all() {
    std::string text;
    for (const auto& device : plants_.front().devices) {
      for (const auto& reg : device.profile.registers) {
        for (const auto byte : bytes_of(device.id, reg)) text += std::to_string(byte) + ' ';
        text += '|';
      }
    }
    return text;
  }

 private:
  static std::vector<PlantSettings> read(const std::string& plant) {
    std::vector<Finding> findings;
    std::vector<PlantSettings> plants{read_plant(folder() / "plants" / (plant + ".toml"), findings)};
    EXPECT_TRUE(findings.empty()) << plant;
    return plants;
  }
  [[nodiscard]] Scenario load(const std::string& name) const {
    std::vector<Finding> findings;
    auto scenario = read_scenario(folder() / "scenarios" / (name + ".toml"), plants_, findings);
    EXPECT_TRUE(findings.empty()) << (findings.empty() ? "" : to_text(findings.front()));
    return scenario;
  }
  static std::filesystem::path folder() { return SIMULATORS_FOLDER; }

  [[nodiscard]] const DeviceSettings& settings_of(const std::string& device) const {
    for (const auto& one : plants_.front().devices) {
      if (one.id == device) return one;
    }
    throw std::invalid_argument("no device " + device);
  }
  [[nodiscard]] const Register& reg_of(const std::string& device, const std::string& name) const {
    const auto* reg = settings_of(device).profile.find(name);
    if (reg == nullptr) throw std::invalid_argument(device + " has no register " + name);
    return *reg;
  }
  /// Empty: the instrument refuses.
  [[nodiscard]] std::vector<std::uint8_t> bytes_of(const std::string& device, const Register& reg) {
    const std::vector<std::uint8_t> request = {
        static_cast<std::uint8_t>(reg.table), static_cast<std::uint8_t>(reg.address >> 8),
        static_cast<std::uint8_t>(reg.address & 0xFF), 0, static_cast<std::uint8_t>(reg.words)};
    for (auto& station : simulation_.stations()) {
      if (station.name != device) continue;
      const auto reply = station.answer(request);
      if (reply.empty() || reply[0] != request[0]) return {};
      return {reply.begin() + 2, reply.end()};
    }
    return {};
  }

  double speed_;
  std::vector<PlantSettings> plants_;
  Simulation simulation_;
};

}  // namespace effluent::simulator
