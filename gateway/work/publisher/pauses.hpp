// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>

#include "core/measure/time.hpp"

namespace effluent {

/// Pauses between attempts to connect: 1, 2, 4, 8, then 10 s, each ± 20 % (record.md, MQTT), so that the
/// gateways of a province don't come back as one. Splitmix64: no library's generator, the same row for the
/// same seed.
class ReconnectPauses {
 public:
  static constexpr std::array<std::int64_t, 5> kRow{1000, 2000, 4000, 8000, 10000};  ///< ms

  explicit ReconnectPauses(std::uint64_t seed) : state_{seed} {}

  [[nodiscard]] milliseconds next() {
    const std::int64_t middle = kRow.at(at_);
    at_ = std::min(at_ + 1, kRow.size() - 1);
    const std::int64_t fifth = middle / 5;
    return milliseconds{middle - fifth +
                        static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(2 * fifth + 1))};
  }
  void begin_anew() { at_ = 0; }

 private:
  std::uint64_t random() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
  }
  std::uint64_t state_;
  std::size_t at_ = 0;
};

/// Pauses after a message that was not taken: 1 s, doubling to 30 s.
class RefusalPauses {
 public:
  [[nodiscard]] milliseconds next() {
    const auto pause = next_;
    next_ = std::min(next_ * 2, milliseconds{30'000});
    return pause;
  }
  void begin_anew() { next_ = milliseconds{1000}; }

 private:
  milliseconds next_{1000};
};

}  // namespace effluent
