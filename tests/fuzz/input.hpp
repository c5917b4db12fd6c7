// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>

namespace effluent::fuzz {

/// Ends the program where a promise is broken: what a fuzzer sees, and what a test can't miss.
inline void require(bool holds) {
  if (!holds) std::abort();
}

/// The bytes of one run, taken from the front; behind their end come zeros.
class Input {
 public:
  explicit Input(std::span<const std::uint8_t> bytes) : rest_{bytes} {}

  [[nodiscard]] bool is_empty() const { return rest_.empty(); }
  [[nodiscard]] std::span<const std::uint8_t> rest() const { return rest_; }

  [[nodiscard]] std::span<const std::uint8_t> take(std::size_t most) {
    const auto taken = rest_.first(std::min(most, rest_.size()));
    rest_ = rest_.subspan(taken.size());
    return taken;
  }
  [[nodiscard]] std::uint64_t number(std::size_t bytes) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : take(bytes)) value = value << 8U | byte;
    return value;
  }
  [[nodiscard]] std::uint8_t byte() { return static_cast<std::uint8_t>(number(1)); }
  [[nodiscard]] std::uint16_t word() { return static_cast<std::uint16_t>(number(2)); }
  /// 0 to `below` - 1.
  [[nodiscard]] std::size_t below(std::size_t below) { return static_cast<std::size_t>(number(2)) % below; }

 private:
  std::span<const std::uint8_t> rest_;
};

}  // namespace effluent::fuzz
