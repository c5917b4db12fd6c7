// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/judge/basis.hpp"
#include "core/site/site.hpp"

namespace effluent {

/// A mean line that each window of a point's period gives.
struct MeanPlan {
  std::size_t point = 0;  ///< index in the plant's points
  std::size_t row = 0;    ///< index in PointWindows::rows()
  std::string head;
};

/// A verdict line that each window gives while its permit is in force.
struct VerdictPlan {
  std::optional<std::size_t> point;
  std::size_t row = 0;                 ///< with a point: index in PointWindows::rows()
  std::optional<std::size_t> own_row;  ///< index in PlantPlan::own_rows; none: its windows are the point's
  std::string outlet;
  std::string parameter;
  Period period = Period::day;
  bool judged_period = true;  ///< false: written with --all-periods only
  bool binding = true;
  Basis basis;
  std::string head;
  bool ranged = false;  ///< told by how long and how far it lies outside (is_ranged)
};

struct PermitPlan {
  const Permit* permit = nullptr;
  std::vector<VerdictPlan> verdicts;  ///< in judge.md's order
};

struct OutletPlan {
  std::vector<PermitPlan> permits;
  /// The permit whose days hold `day`; null if none.
  [[nodiscard]] const PermitPlan* in_force(Day day) const;
};

/// Windows of verdicts that close by a time of their own: of an automatic parameter that no point of its
/// outlet measures.
struct OwnRowPlan {
  std::string outlet;
  std::string parameter;
  Period period = Period::day;
  milliseconds delay{0};  ///< what they wait for beyond the end and the grace
};
/// Those of a plant that the judged periods need, permit by permit; one may stand twice.
[[nodiscard]] std::vector<OwnRowPlan> judged_own_rows(const Plant& plant);

/// Which lines a plant's windows give, in judge.md's order within one window end.
struct PlantPlan {
  std::vector<MeanPlan> means;
  std::vector<OutletPlan> outlets;
  std::vector<OwnRowPlan> own_rows;
  std::vector<bool> shelved;  ///< by point: a verdict asks for the windows of its shortest period
};
[[nodiscard]] PlantPlan plan_of(const Plant& plant, const Standards& standards);

}  // namespace effluent
