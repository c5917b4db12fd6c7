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
  std::optional<std::size_t> composition;  ///< index in PlantPlan::compositions; none: one point's windows
  std::string outlet;
  std::string parameter;
  Period period = Period::day;
  bool judged_period = true;  ///< false: written with --all-periods only
  bool binding = true;
  Basis basis;
  std::string head;
  bool weighted = false;   ///< by the flow of its composition
  std::string batch_head;  ///< of its verdicts on batches; empty: it gives none
  bool ranged = false;     ///< told by how long and how far it lies outside (is_ranged)
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

/// A sign of a standstill (DischargeSign), found.
struct SignPlan {
  std::size_t point = 0;  ///< index in the plant's points; its shortest period is 5 min
  std::optional<Decimal> at_most;
  std::optional<Decimal> at_least;
};
struct DischargePlan {
  std::vector<SignPlan> signs;
  std::size_t inflow = 0;  ///< index in the plant's points
  Decimal tank_volume_m3;
  milliseconds flush_time{0};
};

/// What a verdict that rests on more than one point is made of.
struct CompositionPlan {
  std::size_t primary = 0;             ///< index in the plant's points
  std::optional<std::size_t> standby;  ///< likewise
  std::optional<DischargePlan> discharge;
  std::optional<std::size_t> flow;  ///< likewise; some permit weights by it
};

/// An outlet whose batches are judged; each ends with a part of 5 min of `own_row`.
struct BatchPlan {
  std::size_t outlet = 0;  ///< index in PlantPlan::outlets
  DischargePlan discharge;
  std::size_t own_row = 0;
};

/// A primary instrument and its standby; who measures is told with each window of `own_row`.
struct StandbyPlan {
  std::size_t primary = 0;
  std::size_t standby = 0;
  std::size_t own_row = 0;
};

/// Windows of verdicts that close by a time of their own: of an automatic parameter that no point of its
/// outlet measures, or whose verdicts rest on several points.
struct OwnRowPlan {
  std::string outlet;
  std::string parameter;
  Period period = Period::day;
  milliseconds delay{0};  ///< what they wait for beyond the end and the grace
};

/// Which lines a plant's windows give, in judge.md's order within one window end.
struct PlantPlan {
  std::vector<MeanPlan> means;
  std::vector<OutletPlan> outlets;
  std::vector<OwnRowPlan> own_rows;  ///< each outlet, parameter and period once
  std::vector<CompositionPlan> compositions;
  std::vector<StandbyPlan> standbys;
  std::vector<BatchPlan> batches;
  std::vector<bool> shelved;  ///< by point: a verdict asks for the windows of its shortest period
};
[[nodiscard]] PlantPlan plan_of(const Plant& plant, const Standards& standards);

}  // namespace effluent
