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
  std::size_t row = 0;  ///< with a point: index in PointWindows::rows(); else in PlantPlan::pointless
  std::string outlet;
  std::string parameter;
  Period period = Period::day;
  bool judged_period = true;  ///< false: written with --all-periods only
  bool binding = true;
  Basis basis;
  std::string head;
  std::optional<std::size_t> ranged;  ///< index in PlantPlan::ranged; none: no such parameter, or no point
};

/// A series of verdicts that are told by how long and how far they lie outside (is_ranged).
struct RangedPlan {
  std::size_t point = 0;
  std::size_t row = 0;  ///< index in PointWindows::rows()
  const Permit* permit = nullptr;
  Basis basis;
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

/// The windows of an automatic parameter that no point of its outlet measures.
struct PointlessPlan {
  std::string outlet;
  std::string parameter;
  Period period = Period::day;
};

/// Which lines a plant's windows give, in judge.md's order within one window end.
struct PlantPlan {
  std::vector<MeanPlan> means;
  std::vector<OutletPlan> outlets;
  std::vector<PointlessPlan> pointless;
  std::vector<RangedPlan> ranged;
};
[[nodiscard]] PlantPlan plan_of(const Plant& plant, const Standards& standards);

}  // namespace effluent
