// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/measure/codec.hpp"
#include "support/registers.hpp"
#include "support/scripted_link.hpp"
#include "work/poller/poller.hpp"

namespace effluent {

/// A device of one plant with a point for each of these registers. Registers far apart are asked one by one.
inline Device make_device(int unit_id, milliseconds poll, std::vector<Register> registers) {
  auto profile = std::make_shared<Profile>();
  profile->registers = std::move(registers);
  Device device;
  device.unit_id = unit_id;
  device.poll = poll;
  for (std::size_t i = 0; i < profile->registers.size(); ++i) device.channels.push_back({i, i, std::nullopt});
  device.profile = std::move(profile);
  return device;
}

/// One bus in virtual time: poller, link, clocks, and what was recorded.
class BusRig {
 public:
  /// Started at 1000.3 s of Unix time; the monotonic clock shows 77 s.
  explicit BusRig(std::vector<Device> devices, milliseconds timeout = milliseconds{1000})
      : site{site_of(std::move(devices), timeout)},
        poller{site,
               0,
               link,
               clock,
               [this](Poll poll) {
                 if (room) polls.push_back(std::move(poll));
                 return room;
               },
               [this] { return next_random(); },
               clock.wall()} {}
  BusRig(const BusRig&) = delete;
  BusRig& operator=(const BusRig&) = delete;

  FakeClock clock{Instant{milliseconds{1'000'300}}, Monotonic{std::chrono::seconds{77}}};
  ScriptedLink link{clock};
  std::vector<Poll> polls;
  bool room = true;
  /// Where a connection's transactions begin.
  std::function<std::uint16_t()> next_random = [] { return std::uint16_t{0xFFFE}; };

  const Site site;
  Poller poller;

  /// Steps when the poller asks for it until that time has passed. Not after a stop.
  void run_for(milliseconds time) {
    for (const Monotonic end = clock.monotonic() + time; clock.monotonic() < end;)
      clock.advance_to(std::min(poller.step(), end));
  }
  [[nodiscard]] std::int64_t missed(GapCause cause) const {
    std::int64_t sum = 0;
    for (const Poll& poll : polls) sum += poll.missed[static_cast<std::size_t>(cause)];
    return sum;
  }
  static Instant at(int second) { return Instant{std::chrono::seconds{second}}; }

 private:
  static Site site_of(std::vector<Device> devices, milliseconds timeout) {
    Site site;
    site.buses.resize(1);
    site.buses[0].timeout = timeout;
    site.plants.resize(1);
    for (const Device& device : devices) {
      if (device.channels.size() > site.plants[0].points.size())
        site.plants[0].points.resize(device.channels.size());
    }
    site.devices = std::move(devices);
    return site;
  }
};

/// A request as an instrument reads it from the wire.
struct Asked {
  std::vector<std::uint8_t> bytes;

  [[nodiscard]] std::uint16_t word(std::size_t at) const {
    return static_cast<std::uint16_t>(bytes.at(at) << 8 | bytes.at(at + 1));
  }
  [[nodiscard]] std::uint16_t transaction() const { return word(0); }
  [[nodiscard]] std::uint8_t unit() const { return bytes.at(6); }
  [[nodiscard]] std::uint8_t function() const { return bytes.at(7); }
  [[nodiscard]] std::uint16_t address() const { return word(8); }
  [[nodiscard]] std::uint16_t count() const { return word(10); }

  /// The right reply with these data bytes.
  [[nodiscard]] std::vector<std::uint8_t> reply(const std::vector<std::uint8_t>& data) const {
    std::vector<std::uint8_t> frame{bytes[0], bytes[1],  0, 0, 0, static_cast<std::uint8_t>(data.size() + 3),
                                    unit(),   function()};
    frame.push_back(static_cast<std::uint8_t>(data.size()));
    frame.insert(frame.end(), data.begin(), data.end());
    return frame;
  }
  [[nodiscard]] std::vector<std::uint8_t> exception(std::uint8_t code) const {
    return {bytes[0], bytes[1], 0, 0, 0, 3, unit(), static_cast<std::uint8_t>(function() | 0x80), code};
  }
};

}  // namespace effluent
