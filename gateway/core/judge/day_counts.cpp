// SPDX-License-Identifier: Apache-2.0
#include "core/judge/day_counts.hpp"

#include <algorithm>
#include <set>

#include "core/judge/window_book.hpp"

namespace effluent {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr days kRolling{30};

/// How long after its end the last windows of a plant's day may close (record.md, "Windows").
milliseconds settling(const Site& site, std::size_t plant) {
  milliseconds delay{0};
  milliseconds poll{0};
  for (const auto& point : site.plants.at(plant).points) delay = std::max(delay, point.sample_delay);
  for (const auto& device : site.devices) {
    if (!device.channels.empty() && device.plant == plant) poll = std::max(poll, device.poll);
  }
  return kGrace + delay + poll;
}

/// One day of the calendar, seen from today.
struct CountedDay {
  sys_days number;
  sys_days today;
  bool is_over = false;
  [[nodiscard]] Day day() const { return Day{number}; }
};

void count(DayPeriods& periods, const CountedDay& at, Verdict verdict) {
  const auto index = static_cast<std::size_t>(verdict);
  if (at.number == at.today) ++periods.today.at(index);
  if (at.number == at.today - days{1}) ++periods.yesterday.at(index);
  if (first_of_month(at.day()) == first_of_month(Day{at.today})) ++periods.month.at(index);
  if (at.number < at.today && at.number >= at.today - kRolling) ++periods.rolling_30d.at(index);
}

bool is_demanded(const Permit* permit, const std::string& parameter) {
  if (permit == nullptr) return false;
  return std::find(permit->automatic.begin(), permit->automatic.end(), parameter) != permit->automatic.end();
}

std::vector<ParameterDays> parameters_of(const Plant& plant, const Outlet& outlet,
                                         const DayVerdicts& verdicts, const std::vector<CountedDay>& all) {
  std::set<std::string> names;
  const auto held = verdicts.parameters(plant.id, outlet.id);
  for (const auto& at : all) {
    if (const Permit* permit = outlet.permit_on(at.day())) {
      names.insert(permit->automatic.begin(), permit->automatic.end());
    }
    for (const auto& name : held) {
      if (worst_of(verdicts.of({plant.id, outlet.id, name}, at.day()))) names.insert(name);
    }
  }
  std::vector<ParameterDays> list;
  for (const auto& name : names) list.push_back({name, {}});
  return list;
}

/// Counts the day for the outlet and its parameters; none: nothing is known of it yet.
std::optional<Verdict> count_outlet(const std::string& plant, const Outlet& outlet,
                                    const DayVerdicts& verdicts, const CountedDay& at, OutletDays& counted) {
  const Permit* permit = outlet.permit_on(at.day());
  VerdictSet found{};
  for (auto& parameter : counted.parameters) {
    auto verdict = worst_of(verdicts.of({plant, outlet.id, parameter.parameter}, at.day()));
    if (!verdict && at.is_over && is_demanded(permit, parameter.parameter))
      verdict = Verdict::not_enough_data;
    if (!verdict) continue;
    add_to(found, *verdict);
    count(parameter.periods, at, *verdict);
  }
  // Fail closed: what is discharged without a permit is held against nothing, what is not measured unknown.
  if (permit == nullptr) add_to(found, Verdict::no_limit);
  if (permit != nullptr && permit->automatic.empty() && at.is_over) add_to(found, Verdict::not_enough_data);
  const auto worst = worst_of(found);
  if (worst) count(counted.periods, at, *worst);
  return worst;
}

std::vector<CountedDay> days_of(const Site& site, std::size_t plant, const DayVerdicts& verdicts,
                                Instant now) {
  const auto known = verdicts.first_day(site.plants.at(plant).id);
  std::vector<CountedDay> all;
  if (!known) return all;
  const sys_days today{day_of(now)};
  const milliseconds settled = settling(site, plant);
  for (auto day = std::max(sys_days{first_counted(now)}, sys_days{*known}); day <= today; day += days{1}) {
    all.push_back({day, today, now >= start_of(Day{day + days{1}}) + settled});
  }
  return all;
}

}  // namespace

Day first_counted(Instant now) {
  const Day today = day_of(now);
  return Day{std::min(sys_days{first_of_month(today)}, sys_days{today} - kRolling)};
}

PlantDays count_days(const Site& site, std::size_t plant, const DayVerdicts& verdicts, Instant now) {
  const Plant& described = site.plants.at(plant);
  const auto all = days_of(site, plant, verdicts, now);
  PlantDays counted{described.id, {}, {}};
  for (const auto& outlet : described.outlets)
    counted.outlets.push_back({outlet.id, {}, parameters_of(described, outlet, verdicts, all)});
  for (const auto& at : all) {
    VerdictSet found{};
    for (std::size_t outlet = 0; outlet < described.outlets.size(); ++outlet) {
      const auto verdict =
          count_outlet(described.id, described.outlets[outlet], verdicts, at, counted.outlets[outlet]);
      if (verdict) add_to(found, *verdict);
    }
    if (described.outlets.empty()) add_to(found, Verdict::no_limit);
    if (const auto worst = worst_of(found)) count(counted.periods, at, *worst);
  }
  return counted;
}

}  // namespace effluent
