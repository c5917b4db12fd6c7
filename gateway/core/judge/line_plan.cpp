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
      if (outlet->discharge && outlet->discharge->batches) plan_batches(*outlet);
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
      const auto primaries = primaries_of(outlet, parameter);
      for (const std::size_t primary : primaries) plan_point(planned, outlet, permit, primary);
      if (!primaries.empty()) continue;
      VerdictPlan line;
      line.outlet = outlet.id;
      line.parameter = parameter;
      line.period = permit.judged_period(parameter);
      line.own_row = own_row({outlet.id, parameter, line.period, milliseconds{0}});
      plan_bases(planned, permit, line);
    }
    std::sort(planned.verdicts.begin(), planned.verdicts.end(),
              [this](const auto& l, const auto& r) { return order(l) < order(r); });
    for (auto& line : planned.verdicts) {
      line.ranged = line.point && is_ranged(line.basis, line.parameter);
      if (line.ranged) plan_.shelved[*line.point] = true;
    }
    return planned;
  }

  /// Points that measure the parameter there, but for those that stand in for one of them.
  [[nodiscard]] std::vector<std::size_t> primaries_of(const Outlet& outlet,
                                                      const std::string& parameter) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < plant_.points.size(); ++i) {
      if (plant_.points[i].is_judged_for(outlet.id, parameter)) found.push_back(i);
    }
    return found;
  }

  void plan_point(PermitPlan& planned, const Outlet& outlet, const Permit& permit, std::size_t primary) {
    VerdictPlan line;
    line.point = primary;
    line.outlet = outlet.id;
    line.parameter = plant_.points[primary].parameter;
    line.composition = composition(outlet, primary);
    line.weighted = permit.flow_weighted.count(line.parameter) > 0;
    for (std::size_t row = 0; row < windows_[primary].rows().size(); ++row) {
      line.row = row;
      line.period = windows_[primary].rows()[row].period();
      if (line.composition) {
        line.own_row = own_row({outlet.id, line.parameter, line.period, delay_at(outlet, line.parameter)});
      }
      plan_bases(planned, permit, line);
    }
  }

  /// None where the verdicts of the point rest on it alone.
  std::optional<std::size_t> composition(const Outlet& outlet, std::size_t primary) {
    const auto standby = standby_of(primary);
    const auto flow = weighting_flow(outlet, plant_.points[primary].parameter);
    if (!standby && !outlet.discharge && !flow) return std::nullopt;
    for (std::size_t i = 0; i < plan_.compositions.size(); ++i) {
      if (plan_.compositions[i].primary == primary) return i;
    }
    CompositionPlan made{primary, standby, std::nullopt, flow};
    plan_.shelved[primary] = true;
    if (flow) plan_.shelved[*flow] = true;
    if (outlet.discharge) made.discharge = discharge(*outlet.discharge);
    if (standby) {
      plan_.shelved[*standby] = true;
      const Point& point = plant_.points[primary];
      const auto shortest = windows_[primary].rows().front().period();
      const auto row = own_row({outlet.id, point.parameter, shortest, delay_at(outlet, point.parameter)});
      plan_.standbys.push_back({primary, *standby, row});
    }
    plan_.compositions.push_back(std::move(made));
    return plan_.compositions.size() - 1;
  }

  /// Of the outlet planned last. They wait for all that its verdicts wait for.
  void plan_batches(const Outlet& outlet) {
    milliseconds delay{0};
    for (const auto& point : plant_.points) {
      if (point.outlet == outlet.id) delay = std::max(delay, delay_at(outlet, point.parameter));
    }
    const auto row = own_row({outlet.id, std::string{}, Period::five_minutes, delay});
    plan_.batches.push_back({plan_.outlets.size() - 1, discharge(*outlet.discharge), row});
    for (auto& permit : plan_.outlets.back().permits) {
      for (auto& line : permit.verdicts) {
        if (!line.composition || !line.judged_period) continue;
        line.batch_head = line_head(
            {"verdict", plant_.id, line.outlet, point_id(line), line.parameter, line.period, "batch"});
      }
    }
  }

  DischargePlan discharge(const DischargeRules& rules) {
    DischargePlan plan;
    for (const auto& sign : rules.signs) {
      const auto point = plant_.index_of_point(sign.point);
      if (!point) continue;
      plan.signs.push_back({*point, sign.at_most, sign.at_least});
      plan_.shelved[*point] = true;
    }
    plan.inflow = plant_.index_of_point(rules.inflow).value_or(0);
    plan_.shelved[plan.inflow] = true;
    plan.tank_volume_m3 = rules.tank_volume_m3;
    plan.flush_time = rules.flush_time;
    return plan;
  }

  /// The outlet's flow, where one of its permits weights the parameter by it.
  [[nodiscard]] std::optional<std::size_t> weighting_flow(const Outlet& outlet,
                                                          const std::string& parameter) const {
    const bool weighted =
        std::any_of(outlet.permits.begin(), outlet.permits.end(),
                    [&](const Permit& permit) { return permit.flow_weighted.count(parameter) > 0; });
    return weighted ? plant_.index_of_point(outlet.flow) : std::nullopt;
  }

  /// What the verdicts of a parameter wait for: the slowest of all points they rest on.
  [[nodiscard]] milliseconds delay_at(const Outlet& outlet, const std::string& parameter) const {
    milliseconds delay{0};
    const auto wait_for = [&](const Point& point) { delay = std::max(delay, point.sample_delay); };
    for (const auto& point : plant_.points) {
      if (point.outlet == outlet.id && point.parameter == parameter) wait_for(point);
      if (point.id == outlet.flow && weighting_flow(outlet, parameter)) wait_for(point);
      if (!outlet.discharge) continue;
      const auto& signs = outlet.discharge->signs;
      const bool sign = std::any_of(signs.begin(), signs.end(),
                                    [&](const DischargeSign& one) { return one.point == point.id; });
      if (sign || point.id == outlet.discharge->inflow) wait_for(point);
    }
    return delay;
  }

  [[nodiscard]] std::optional<std::size_t> standby_of(std::size_t primary) const {
    for (std::size_t i = 0; i < plant_.points.size(); ++i) {
      if (plant_.points[i].standby_for == plant_.points[primary].id) return i;
    }
    return std::nullopt;
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

PlantPlan plan_of(const Plant& plant, const Standards& standards) {
  return PlanMaker{plant, standards}.make();
}

}  // namespace effluent
