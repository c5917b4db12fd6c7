// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "core/judge/basis.hpp"
#include "core/judge/sums.hpp"

namespace effluent {

/// Whether a parameter is told by how long and how far it lies outside, rather than by a ratio: pH,
/// temperature, and whatever else has two limits.
[[nodiscard]] bool is_ranged(const Basis& basis, const std::string& parameter);

/// An hour and its mean.
struct HourMean {
  Instant start{};
  Mean mean;
};

/// How long the means of one point's shortest windows lay outside the limits of a basis within a longer
/// window, and which hour was farthest outside (or nearest to it): a daily mean hides acid and alkaline
/// dumps.
class OutsideRange {
 public:
  OutsideRange() = default;
  explicit OutsideRange(const Basis& basis) : least_{basis.limit_min}, most_{basis.limit_max} {}

  /// A closed or restored window of the point's shortest period, in order of their start.
  void add(Instant start, milliseconds length, const Sums& sums);

  [[nodiscard]] milliseconds below() const { return below_; }
  [[nodiscard]] milliseconds above() const { return above_; }
  /// Of the hours so far, the last one included; none without a reading, or where the shortest window is
  /// longer than an hour.
  [[nodiscard]] std::optional<HourMean> worst_hour() const { return worse(worst_, hour_); }

 private:
  [[nodiscard]] std::optional<HourMean> worse(const std::optional<HourMean>& earlier,
                                              const std::optional<HourMean>& later) const;

  std::optional<Decimal> least_;
  std::optional<Decimal> most_;
  milliseconds below_{0};
  milliseconds above_{0};
  std::optional<HourMean> worst_;  ///< of the hours before the last
  std::optional<HourMean> hour_;
};

}  // namespace effluent
