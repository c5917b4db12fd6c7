// SPDX-License-Identifier: Apache-2.0
#include "core/judge/compliance.hpp"

#include <algorithm>
#include <utility>

namespace effluent {
namespace {

bool has_text(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

void widen(PlantStanding& standing, Instant start, Instant end) {
  if (!standing.start || start < *standing.start) standing.start = start;
  if (!standing.end || end > *standing.end) standing.end = end;
}

}  // namespace

ComplianceBoard::ComplianceBoard(const Site& site, std::string criterion, MonthCriterion month)
    : site_{site}, criterion_{std::move(criterion)}, month_{month} {}

bool ComplianceBoard::add(const FinalVerdict& verdict) {
  if (!is_formed(site_, verdict.key)) return false;
  const auto held = finals_.find(verdict.key);
  if (held != finals_.end() && verdict.end < held->second.end) return false;
  // What was revised stays so, whoever brings the old one again.
  const bool old = held != finals_.end() && verdict.end == held->second.end && is_revised(held->second);
  if (old && !is_revised(verdict)) return false;
  finals_.insert_or_assign(verdict.key, verdict);
  return true;
}

bool ComplianceBoard::add(const JudgedLine& line) {
  return line.kind == JudgedLine::Kind::verdict && add(final_of(site_, line));
}

std::vector<FinalVerdict> ComplianceBoard::finals(std::size_t plant) const {
  std::vector<FinalVerdict> list;
  for (const auto& [key, verdict] : finals_) {
    if (key.plant == site_.plants.at(plant).id) list.push_back(verdict);
  }
  // The map has them by key already; judge.md begins with the window's end.
  std::stable_sort(list.begin(), list.end(),
                   [](const FinalVerdict& left, const FinalVerdict& right) { return left.end < right.end; });
  return list;
}

std::vector<std::string> ComplianceBoard::final_bodies(std::size_t plant) const {
  std::vector<std::string> bodies;
  for (auto& verdict : finals(plant)) bodies.push_back(std::move(verdict.body));
  return bodies;
}

const FinalVerdict* ComplianceBoard::latest_binding(const VerdictKey& wanted) const {
  const FinalVerdict* latest = nullptr;
  for (auto at = finals_.lower_bound(wanted); at != finals_.end(); ++at) {
    const auto& key = at->first;
    if (key.plant != wanted.plant || key.outlet != wanted.outlet || key.point != wanted.point ||
        key.parameter != wanted.parameter || !key.binding) {
      break;
    }
    if (latest == nullptr || at->second.end > latest->end) latest = &at->second;
  }
  return latest;
}

void ComplianceBoard::add_outlet(const Plant& plant, const Outlet& outlet, Instant now,
                                 PlantStanding& standing) const {
  const Permit* permit = outlet.permit_on(day_of(now));
  if (permit == nullptr) {  // fail closed: what is discharged here is held against nothing
    add_to(standing.found, Verdict::no_limit);
    return;
  }
  standing.required += static_cast<std::int64_t>(permit->automatic.size());
  standing.laboratory += static_cast<std::int64_t>(permit->laboratory.size());
  for (auto& parameter : site_.not_assessed(*permit)) {
    if (!has_text(standing.not_assessed, parameter)) standing.not_assessed.push_back(std::move(parameter));
  }
  for (const auto& parameter : permit->automatic) add_automatic(plant, outlet, parameter, standing);
  for (const auto& duty : permit->laboratory) add_laboratory(plant, outlet, duty, now, standing);
}

void ComplianceBoard::add_automatic(const Plant& plant, const Outlet& outlet, const std::string& parameter,
                                    PlantStanding& standing) const {
  std::vector<std::string> points;
  for (const auto& point : plant.points) {
    if (point.is_judged_for(outlet.id, parameter)) points.push_back(point.id);
  }
  if (points.empty()) points.emplace_back();
  VerdictSet of_points{};
  std::optional<Instant> judged_from;
  for (const auto& point : points) {
    const auto* latest = latest_binding({plant.id, outlet.id, point, parameter, true, " ", " ", " "});
    add_to(of_points, latest == nullptr ? Verdict::not_enough_data : latest->verdict);
    if (latest == nullptr) continue;
    widen(standing, latest->start, latest->end);
    judged_from = std::max(judged_from.value_or(latest->start), latest->start);
  }
  const Verdict worst = worst_of(of_points).value_or(Verdict::not_enough_data);
  add_to(standing.found, worst);
  if (worst == Verdict::within_limit || worst == Verdict::exceeding) ++standing.judged;
  if (worst == Verdict::exceeding) standing.instruments_exceed = true;
  const auto sample = laboratory_.latest(plant.id, outlet.id, parameter);
  if (sample && sample->verdict == Verdict::exceeding && (!judged_from || sample->taken_at >= *judged_from))
    standing.laboratory_exceeds = true;
}

void ComplianceBoard::add_laboratory(const Plant& plant, const Outlet& outlet, const LaboratoryDuty& duty,
                                     Instant now, PlantStanding& standing) const {
  const auto sample = laboratory_.latest(plant.id, outlet.id, duty.parameter);
  if (!sample) return;
  if (sample->is_valid(duty, now)) ++standing.laboratory_valid;
  if (sample->verdict == Verdict::exceeding) standing.laboratory_exceeds = true;
}

PlantStanding ComplianceBoard::standing(std::size_t plant, Instant now) const {
  PlantStanding standing;
  const Plant& described = site_.plants.at(plant);
  for (const auto& outlet : described.outlets) add_outlet(described, outlet, now, standing);
  if (described.outlets.empty()) add_to(standing.found, Verdict::no_limit);
  if (standing.laboratory_exceeds) add_to(standing.found, Verdict::exceeding);
  // Nothing is measured automatically: nothing is known.
  standing.verdict = worst_of(standing.found).value_or(Verdict::not_enough_data);
  add_to(standing.found, standing.verdict);
  return standing;
}

std::vector<PlantStanding> ComplianceBoard::standings(Instant now) const {
  std::vector<PlantStanding> all;
  for (std::size_t plant = 0; plant < site_.plants.size(); ++plant) all.push_back(standing(plant, now));
  return all;
}

std::vector<ParkStanding> ComplianceBoard::parks_among(const std::vector<PlantStanding>& standings) const {
  std::map<std::string, ParkStanding> parks;
  for (std::size_t plant = 0; plant < site_.plants.size(); ++plant) {
    const std::string& id = site_.plants[plant].park;
    const auto& of_plant = standings.at(plant);
    auto& park = parks.try_emplace(id, ParkStanding{id}).first->second;
    if (of_plant.verdict != Verdict::not_discharging) {
      park.meets = park.meets.value_or(true) && of_plant.verdict == Verdict::within_limit;
    }
    for (std::size_t index = 0; index < kVerdicts; ++index)
      park.found.at(index) = park.found.at(index) || of_plant.found.at(index);
  }
  std::vector<ParkStanding> list;
  for (auto& [id, park] : parks) list.push_back(std::move(park));
  return list;
}

ParksStanding parks_of(const std::vector<ParkStanding>& list) {
  ParksStanding parks;
  for (const auto& park : list) {
    if (!park.meets) continue;
    ++parks.total;
    if (*park.meets) ++parks.meeting;
  }
  return parks;
}

std::int64_t ComplianceBoard::laboratory_exceeding(std::size_t plant, Instant now) const {
  const Instant from = start_of(first_of_month(day_of(now)));
  return laboratory_.exceeding(site_.plants.at(plant).id, from, now);
}

std::optional<bool> ComplianceBoard::month_meets(std::size_t plant, const PlantDays& days,
                                                 Instant now) const {
  return meets(month_, days.periods.month, laboratory_exceeding(plant, now) > 0);
}

}  // namespace effluent
