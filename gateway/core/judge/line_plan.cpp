// SPDX-License-Identifier: Apache-2.0
#include "core/judge/line_plan.hpp"

#include <algorithm>
#include <tuple>

#include "core/judge/lines.hpp"
#include "core/judge/outside_range.hpp"
#include "core/judge/point_windows.hpp"

namespace effluent {
namespace {

/// Orders by bytes, null (empty) last.
std::tuple<bool, std::string_view> null_last(std::string_view text) { return {text.empty(), text}; }

class PlanMaker {
 public:
  PlanMaker(const Plant& plant, const Standards& standards) : plant_{plant}, standards_{standards} {
    for (const auto& point : plant.points) windows_.emplace_back(point);
    plan_.shelved.assign(plant.points.size(), false);
  }

  PlantPlan make() {
    plan_means();
    std::vector<const Outlet*> outlets;
    for (const auto& outlet : plant_.outlets) outlets.push_back(&outlet);
    std::sort(outlets.begin(), outlets.end(), [](const auto* l, const auto* r) { return l->id < r->id; });
    for (const auto* outlet : outlets) {
      auto& planned = plan_.outlets.emplace_back();
      for (const auto& permit : outlet->permits) planned.permits.push_back(plan_permit(*outlet, permit));
    }
    return std::move(plan_);
  }

 private:
  using Null = std::tuple<bool, std::string_view>;
  using Order = std::tuple<Null, std::string_view, Period, bool, std::string_view, std::string_view, Null>;

  /// Within one outlet and window end.
  [[nodiscard]] Order order(const VerdictPlan& line) const {
    return {null_last(point_id(line)),
            line.parameter,
            line.period,
            !line.binding,
            line.basis.standard,
            line.basis.column,
            null_last(line.basis.flow_band)};
  }

  void plan_means() {
    for (std::size_t i = 0; i < plant_.points.size(); ++i) {
      const Point& point = plant_.points[i];
      for (std::size_t row = 0; row < windows_[i].rows().size(); ++row) {
        const auto period = windows_[i].rows()[row].period();
        plan_.means.push_back(
            {i, row, line_head({"mean", plant_.id, point.outlet, point.id, point.parameter, period})});
      }
    }
    std::sort(plan_.means.begin(), plan_.means.end(), [this](const MeanPlan& l, const MeanPlan& r) {
      const Point& a = plant_.points[l.point];
      const Point& b = plant_.points[r.point];
      return std::tuple{null_last(a.outlet), std::string_view{a.id}, l.row} <
             std::tuple{null_last(b.outlet), std::string_view{b.id}, r.row};
    });
  }

  PermitPlan plan_permit(const Outlet& outlet, const Permit& permit) {
    PermitPlan planned{&permit, {}};
    for (const auto& parameter : permit.automatic) {
      bool measured = false;
      for (std::size_t i = 0; i < plant_.points.size(); ++i) {
        if (plant_.points[i].outlet != outlet.id || plant_.points[i].parameter != parameter) continue;
        measured = true;
        for (std::size_t row = 0; row < windows_[i].rows().size(); ++row) {
          const auto period = windows_[i].rows()[row].period();
          plan_bases(planned, permit,
                     VerdictPlan{i, row, {}, outlet.id, parameter, period, false, true, {}, {}, false});
        }
      }
      if (measured) continue;
      const auto period = permit.judged_period(parameter);
      const auto row = own_row({outlet.id, parameter, period, milliseconds{0}});
      plan_bases(planned, permit,
                 VerdictPlan{std::nullopt, 0, row, outlet.id, parameter, period, true, true, {}, {}, false});
    }
    std::sort(planned.verdicts.begin(), planned.verdicts.end(),
              [this](const auto& l, const auto& r) { return order(l) < order(r); });
    for (auto& line : planned.verdicts) {
      line.ranged = line.point && is_ranged(line.basis, line.parameter);
      if (line.ranged) plan_.shelved[*line.point] = true;
    }
    return planned;
  }

  /// The permit's own standard and each shadow.
  void plan_bases(PermitPlan& planned, const Permit& permit, VerdictPlan line) {
    line.judged_period = permit.judged_period(line.parameter) == line.period;
    line.head = line_head({"verdict", plant_.id, line.outlet, point_id(line), line.parameter, line.period});
    line.basis = basis_of(permit, nullptr, line.parameter, standards_);
    planned.verdicts.push_back(line);
    line.binding = false;
    for (const auto& shadow : permit.shadows) {
      line.basis = basis_of(permit, &shadow, line.parameter, standards_);
      planned.verdicts.push_back(line);
    }
  }

  std::size_t own_row(const OwnRowPlan& wanted) {
    const auto found = std::find_if(plan_.own_rows.begin(), plan_.own_rows.end(), [&](const auto& one) {
      return one.outlet == wanted.outlet && one.parameter == wanted.parameter && one.period == wanted.period;
    });
    const auto index = static_cast<std::size_t>(found - plan_.own_rows.begin());
    if (found == plan_.own_rows.end()) plan_.own_rows.push_back(wanted);
    return index;
  }

  [[nodiscard]] const std::string& point_id(const VerdictPlan& line) const {
    static const std::string none;
    return line.point ? plant_.points[*line.point].id : none;
  }

  const Plant& plant_;
  const Standards& standards_;
  std::vector<PointWindows> windows_;  // only for the periods they form
  PlantPlan plan_;
};

}  // namespace

const PermitPlan* OutletPlan::in_force(Day day) const {
  const auto found = std::find_if(permits.begin(), permits.end(),
                                  [day](const auto& one) { return one.permit->in_force(day); });
  return found == permits.end() ? nullptr : &*found;
}

std::vector<OwnRowPlan> judged_own_rows(const Plant& plant) {
  std::vector<OwnRowPlan> rows;
  for (const Outlet& outlet : plant.outlets) {
    for (const Permit& permit : outlet.permits) {
      for (const std::string& parameter : permit.automatic) {
        const bool measured = std::any_of(plant.points.begin(), plant.points.end(), [&](const Point& point) {
          return point.outlet == outlet.id && point.parameter == parameter;
        });
        if (!measured)
          rows.push_back({outlet.id, parameter, permit.judged_period(parameter), milliseconds{0}});
      }
    }
  }
  return rows;
}

PlantPlan plan_of(const Plant& plant, const Standards& standards) {
  return PlanMaker{plant, standards}.make();
}

}  // namespace effluent
