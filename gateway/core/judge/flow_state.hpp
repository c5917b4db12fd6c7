// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <utility>

#include "core/judge/plant_state.hpp"

namespace effluent {

/// What the signs of an outlet say of a stretch of time. What is not proved to stand still discharges.
enum class FlowState { discharging, idle, flush, contradictory };

/// Reads the signs of one outlet from the shelves of its plant; both outlive it.
class FlowWatch {
 public:
  FlowWatch(const PlantState& state, const DischargePlan& plan, const Decimal& minimum_coverage_percent)
      : state_{state}, plan_{plan}, minimum_coverage_percent_{minimum_coverage_percent} {}

  /// Of a window; its parts of 5 min together.
  [[nodiscard]] FlowState of(Instant start, milliseconds length) const;
  /// The batch that ends with the part of 5 min before the one that ends at `end`: where that one is idle and
  /// the one before is not. None where none ends, or where it began more than 24 h before.
  [[nodiscard]] std::optional<std::pair<Instant, Instant>> batch_before(Instant end) const;
  /// What flowed into the plant while the outlet stood idle, in m3, in the 24 h before `end`; none where the
  /// inflow of those 24 h is not known well enough.
  [[nodiscard]] std::optional<Mean> held_back(Instant end) const;

 private:
  enum class Sign { unknown, stopped, running };
  [[nodiscard]] Sign read(const SignPlan& sign, Instant start) const;
  [[nodiscard]] FlowState signs_at(Instant start) const;
  [[nodiscard]] FlowState part(Instant start) const;

  const PlantState& state_;
  const DischargePlan& plan_;
  const Decimal& minimum_coverage_percent_;
};

}  // namespace effluent
