// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <optional>
#include <vector>

#include "core/judge/base_shelf.hpp"
#include "core/judge/exclusion_month.hpp"
#include "core/judge/line_plan.hpp"
#include "core/judge/point_windows.hpp"

namespace effluent {

/// What is kept of one point of a plant.
struct PointState {
  explicit PointState(const Point& point) : windows{point} {}

  PointWindows windows;
  ExclusionMonth month;  ///< of its closed days
  BaseShelf shelf;       ///< filled where a verdict asks for more than a window's sums
  /// By row of `windows`: what closes at the window end being written.
  std::array<std::optional<Sums>, kPeriods.size()> closed;
};

/// Windows of verdicts that close by a time of their own (OwnRowPlan).
struct OwnRow {
  explicit OwnRow(const OwnRowPlan& plan) : row{plan.period}, delay{plan.delay} {}

  WindowRow row;
  milliseconds delay;
  bool closes = false;  ///< at the window end being written
};

/// All windows of one plant. `plant` outlives it.
struct PlantState {
  PlantState(const Plant& described, std::size_t its_index, const Standards& standards);

  const Plant& plant;
  std::size_t index;  ///< in Site::plants
  PlantPlan plan;
  std::vector<PointState> points;  ///< as Plant::points
  std::vector<OwnRow> own;         ///< as PlantPlan::own_rows
  WindowGap gap;
};

}  // namespace effluent
