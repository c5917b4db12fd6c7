// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "core/quantity/volume.hpp"
#include "core/site/site.hpp"

namespace effluent {

enum class Span : std::uint8_t { day, thirty_days, month };
[[nodiscard]] std::string_view name_of(Span span);  ///< "24h", "30d", "month"

/// The 24 h with the highest mean among those that end in some time.
struct HighestDay {
  Mean mean;
  Instant start{};
  milliseconds covered{0};
  std::optional<Decimal> minimum_percent;  ///< the coverage that was asked for; none: no permit asks
};

/// What one point held and measured in a day, 30 days or a month.
struct Quantities {
  Sums sums;  ///< with what a totaliser counted
  std::optional<HighestDay> highest;
  VolumeSums volume;

  /// Those of a later day.
  void append(const Quantities& later, const std::optional<CounterRule>& rule);
};

struct QuantityFacts {
  Span span = Span::day;
  Instant start{};
  Instant end{};
  Instant from{};  ///< start of the first window that is counted
  const Quantities& held;
  /// Of the longest window of the point in it: how far from its ends a totaliser may have been read.
  milliseconds window{0};
};

/// Whose line it is. `flow`: that of its outlet, null where none is named.
struct QuantitySubject {
  const Plant& plant;
  const Point& point;
  const Point* flow = nullptr;
  bool is_totaliser = false;  ///< of the outlet
};

/// The body of a `quantity` entry (docs/formats/entries.md), from `"kind":` to its last member.
[[nodiscard]] std::string quantity_body(const QuantitySubject& subject, const QuantityFacts& facts);

}  // namespace effluent
