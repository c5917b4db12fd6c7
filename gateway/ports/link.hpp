// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/measure/time.hpp"

namespace effluent {

/// The byte pipe of one bus. One thread owns it. It frames and checks nothing: that is core/modbus.
class Link {
 public:
  virtual ~Link() = default;
  enum class Outcome : std::uint8_t { ok, timeout, lost };

  /// Opens the link or fails within `timeout`. An open link is closed first.
  [[nodiscard]] virtual Outcome open(milliseconds timeout) = 0;
  virtual void close() = 0;
  [[nodiscard]] virtual bool is_open() const = 0;
  /// All bytes or `lost`.
  [[nodiscard]] virtual Outcome send(std::span<const std::uint8_t> bytes) = 0;
  /// Waits until something has come or `until` is reached; `received` bytes are in `buffer`. `lost`: the
  /// other side closed or reset. `timeout` with 0 bytes: nothing came. `until` in the past: looks once, does
  /// not wait.
  [[nodiscard]] virtual Outcome receive(std::span<std::uint8_t> buffer, std::size_t& received,
                                        Monotonic until) = 0;
};

}  // namespace effluent
