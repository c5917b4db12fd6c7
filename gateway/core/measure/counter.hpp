// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/measure/decimal.hpp"
#include "core/measure/time.hpp"

namespace effluent {

/// The parameter of points that a totaliser measures.
inline constexpr std::string_view kCounted = "volume";

/// How a totaliser's register counts, in the unit of its point.
struct CounterRule {
  Decimal wraps_at;       ///< the register goes on from 0 there; above 0
  Decimal most_per_hour;  ///< no more than that can be counted in an hour; above 0
};

/// What a register that counts up did from one reading to a later one.
struct CounterRun {
  Int128 first = 0;  ///< in 10^-digits, as last and rise
  Instant first_at{};
  Int128 last = 0;
  Instant last_at{};
  /// Counted between the two; what a reset hides is not in it.
  Int128 rise = 0;
  std::int64_t wraps = 0;
  std::int64_t resets = 0;  ///< the register fell and it was no wrap
  int digits = 0;

  /// Of one reading.
  [[nodiscard]] static CounterRun at(Int128 value, Instant time, int digits);
  void scale_to(int more_digits);
};

/// Goes on with what came later. A register that fell wrapped if `rule` says where it does and no more than
/// the most possible would have been counted meanwhile; else it was reset.
void follow(CounterRun& run, CounterRun next, const std::optional<CounterRule>& rule);

}  // namespace effluent
