// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/judge/line_plan.hpp"
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

/// Judges recorded windows of one plant again, from the base means of the record, without what the center has
/// accepted to be left out. A base mean that lies even partly in an excluded period is left out whole: its
/// slots with an entering reading count as missing, cause `explained`, and its readings as excluded ones. By
/// the permit and limits of the window's day in today's configuration. Pure; `plant` and `standards` outlive
/// it.
class Reviser {
 public:
  Reviser(const Plant& plant, std::size_t index, const Standards& standards);

  /// A base mean of the plant; those of every window that is revised, in any order.
  void add(const StoredMean& mean);
  /// The window of that verdict without what the exclusions leave out; without any it is the recorded line
  /// again, as long as the configuration is the same. None where today's configuration forms no such verdict.
  [[nodiscard]] std::optional<JudgedLine> revise(const StoredVerdict& old,
                                                 std::span<const Exclusion> exclusions) const;

 private:
  using Place = std::pair<Instant, milliseconds>;  ///< start, length
  using Means = std::map<Place, Sums>;
  [[nodiscard]] std::pair<const Permit*, const VerdictPlan*> plan_for(const StoredVerdict& old) const;
  [[nodiscard]] static bool is_held_by_a_longer(const Means& means, const Place& place);

  const Plant& plant_;
  std::size_t index_;
  PlantPlan plan_;
  std::map<std::string, Means> means_;  ///< by point
};

}  // namespace effluent
