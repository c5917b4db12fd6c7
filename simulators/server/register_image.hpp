// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "core/profile/profile.hpp"
#include "instrument/instrument.hpp"

namespace effluent::simulator {

/// What an instrument's tables hold: every register of its profile, in the profile's own layout. A value that
/// an instrument can't show, or that its type can't hold, becomes the register's no_value pattern (NaN for a
/// float), else its status register says device_fault, else the register can't be read at all: nothing ever
/// wraps.
class RegisterImage {
 public:
  /// The profile outlives the image.
  explicit RegisterImage(const Profile& profile);

  /// Takes over what the instrument shows; all registers change at once.
  void show(const DeviceSettings& settings, const Display& display);

  /// Modbus Application Protocol 1.1b3: the answer to `request` (function code and data), functions 1 to 4 as
  /// far as the profile has them. Exceptions: 1 for another function, 2 where an address does not exist, 3
  /// for a count of 0 or above the limit (125 or the profile's; 2000 bits) or a request of another length, 4
  /// for a register that has nothing to show.
  [[nodiscard]] std::vector<std::uint8_t> answer(std::span<const std::uint8_t> request) const;

 private:
  /// Two bytes as the wire carries them (one for a bit); `dead`: can't be read.
  struct Word {
    std::array<std::uint8_t, 2> bytes{};
    bool dead = false;
  };
  using Words = std::map<std::uint32_t, Word>;

  void put(const Register& reg, std::span<const std::uint8_t> bytes, bool dead);
  void put_value(const Register& reg, const std::optional<Decimal>& value);
  void put_status(const Register& reg, StatusMeaning meaning);
  void open_gaps();
  [[nodiscard]] bool serves(std::uint8_t function) const;

  const Profile& profile_;
  std::map<Table, Words> tables_;
  std::map<std::string, bool> failing_;  ///< status registers that must say device_fault for a value
};

}  // namespace effluent::simulator
