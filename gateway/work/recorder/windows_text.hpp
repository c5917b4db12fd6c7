// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "core/judge/verdict.hpp"
#include "core/measure/time.hpp"
#include "core/site/site.hpp"

namespace effluent {

/// What is stored of one point's windows. Times are starts of windows.
struct StoredPointWindows {
  Instant begin{};                                           ///< of the point
  std::array<std::optional<Instant>, kPeriods.size()> next;  ///< by Period: the first one not written
  std::int64_t scan = 0;                                     ///< the oldest block an open window rests on
};

/// Outlet, parameter and period of verdicts whose windows close by a time of their own (OwnRowPlan).
using OwnWindows = std::tuple<std::string, std::string, Period>;

/// What is stored of one plant's windows.
struct StoredPlantWindows {
  std::map<std::string, StoredPointWindows> points;  ///< by id
  std::map<OwnWindows, Instant> own;                 ///< start of the first window not written
};

/// The text a plant's windows are kept by.
[[nodiscard]] std::string windows_text(const StoredPlantWindows& windows);
/// What can be read of such a text; nothing of an empty one.
[[nodiscard]] StoredPlantWindows parse_windows(std::string_view text);

/// The name under which the store keeps the last day whose `quantity` lines of the point are written.
[[nodiscard]] std::string quantity_name(const Plant& plant, const Point& point);

}  // namespace effluent
