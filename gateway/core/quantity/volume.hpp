// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>

#include "core/judge/base_shelf.hpp"
#include "core/measure/point.hpp"
#include "core/quantity/wide.hpp"

namespace effluent {

/// By index of Cause, in the order of its table; kNoReading last.
template <class Amount>
using ByCause = std::map<std::size_t, Amount>;

/// What a window's slots lost, by cause.
[[nodiscard]] ByCause<milliseconds> lost_time(const Sums& sums, milliseconds length);

/// A window of the flow: the volume is its printed mean × its length.
struct FlowWindow {
  Instant start{};
  Instant end{};
  bool known = false;             ///< a reading entered
  Wide volume = 0;                ///< units of the printed mean × ms
  ByCause<milliseconds> missing;  ///< of a window without an entering reading
};
[[nodiscard]] FlowWindow flow_window(const BaseWindow& window, const Point& flow);

/// Volume by flow over some time, and what one point measured of it. Exact.
struct VolumeSums {
  /// Parts of a window are parts of this: a multiple of every window's length.
  static constexpr std::int64_t kWhole = milliseconds{std::chrono::hours{24}}.count();

  Wide volume = 0;                ///< units of the flow's printed mean × ms
  milliseconds known{0};          ///< length of the flow's windows that tell a volume
  ByCause<milliseconds> missing;  ///< length of those that don't; what is left had no window
  Wide measured = 0;              ///< of the volume: units × ms × kWhole
  ByCause<Wide> lost;             ///< likewise
  std::optional<Wide> load;       ///< printed mean × volume: units × units × ms; none: no window has both

  void add(const VolumeSums& other);
};

/// `own`: what the point's windows within the unit of that length held; `flow`: the flow's windows in it.
class JointUnit {
 public:
  JointUnit(Instant start, Instant end) : start_{start}, end_{end} {}
  void add(const Sums& own) { own_.add(own); }
  void add(const FlowWindow& flow);
  [[nodiscard]] Instant start() const { return start_; }
  [[nodiscard]] VolumeSums sums(const Point& point) const;

 private:
  Instant start_;
  Instant end_;
  Sums own_;
  VolumeSums flow_;
};

}  // namespace effluent
