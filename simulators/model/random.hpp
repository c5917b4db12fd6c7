// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <random>
#include <string_view>

namespace effluent::simulator {

/// Seeded numbers that are the same with every compiler and library (the distributions of the standard are
/// not).
class Random {
 public:
  /// One stream of its own for each `name`: adding an instrument changes no other's noise.
  Random(std::uint64_t seed, std::string_view name) : engine_(seed ^ hash_of(name)) {}

  [[nodiscard]] std::uint64_t next() { return engine_(); }
  /// In [0, 1).
  [[nodiscard]] double uniform() { return static_cast<double>(next() >> 11U) * 0x1p-53; }
  /// Mean 0, standard deviation 1, never beyond ±6 (the sum of twelve uniforms).
  [[nodiscard]] double gauss() {
    double sum = -6.0;
    for (int i = 0; i < 12; ++i) sum += uniform();
    return sum;
  }

 private:
  /// FNV-1a, 64 bits.
  static std::uint64_t hash_of(std::string_view name) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char letter : name) {
      hash ^= static_cast<unsigned char>(letter);
      hash *= 0x100000001b3ULL;
    }
    return hash;
  }

  std::mt19937_64 engine_;
};

}  // namespace effluent::simulator
