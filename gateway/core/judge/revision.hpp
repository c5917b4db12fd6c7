// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/judge/plant_state.hpp"
#include "core/record/entry.hpp"
#include "core/record/stored_verdict.hpp"

namespace effluent {

/// A period in which, as the center has accepted, readings of some points do not speak of the discharge.
struct Exclusion {
  std::string plant;
  std::vector<std::string> points;  ///< ids
  Instant from{};
  Instant until{};  ///< not included
  /// Some moment of the window [start, end) of that point lies in it.
  [[nodiscard]] bool touches(const std::string& of_plant, const std::string& point, Instant start,
                             Instant end) const;
};

/// Base means of one plant as the record has them: those of the windows that are judged again, and of a day
/// and an hour before (what is discharged depends on them).
class RecordedMeans {
 public:
  using Place = std::pair<Instant, milliseconds>;  ///< start, length
  /// In any order.
  void add(const StoredMean& mean);
  /// Each of the point once, oldest first; one that a longer one holds is left out.
  void each(const std::string& point, const std::function<void(const BaseWindow&)>& take) const;

 private:
  std::map<std::string, std::map<Place, Sums>> means_;  ///< by point
};

/// The points whose readings make up the verdicts under a point's id: itself and its standby.
[[nodiscard]] std::vector<std::string> measuring_points(const Plant& plant, const std::string& point);

/// Judges recorded windows of one plant again, from the base means of the record, without what the center has
/// accepted to be left out. A base mean that lies even partly in an excluded period is left out whole: its
/// slots with an entering reading count as missing, cause `explained`, and its readings as excluded ones;
/// what else rests on it (a standby that stands in, a sign of a standstill, a flow that weighs) finds no
/// reading there. By the permit and limits of the window's day in today's configuration. Pure; `plant` and
/// `standards` outlive it.
class Reviser {
 public:
  Reviser(const Plant& plant, std::size_t index, const Standards& standards, const RecordedMeans& means,
          std::span<const Exclusion> exclusions);

  /// The window of that verdict without what the exclusions leave out; without any it is the recorded line
  /// again, as long as the configuration is the same. None where today's configuration forms no such verdict.
  [[nodiscard]] std::optional<JudgedLine> revise(const StoredVerdict& old) const;

 private:
  [[nodiscard]] std::pair<const Permit*, const VerdictPlan*> plan_for(const StoredVerdict& old) const;

  PlantState left_;   ///< without what the exclusions leave out
  PlantState whole_;  ///< as if nothing were left out
};

}  // namespace effluent
