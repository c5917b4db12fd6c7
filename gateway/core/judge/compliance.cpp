// SPDX-License-Identifier: Apache-2.0
#include "core/judge/compliance.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "core/record/json_writer.hpp"

namespace effluent {
namespace {

constexpr std::array<Verdict, kVerdicts> kAll{Verdict::within_limit, Verdict::exceeding,
                                              Verdict::not_enough_data, Verdict::no_limit,
                                              Verdict::not_discharging};
/// The worst first (design.md 5); a point that discharges nothing hides no other.
constexpr std::array<Verdict, kVerdicts> kWorstFirst{Verdict::exceeding, Verdict::no_limit,
                                                     Verdict::not_enough_data, Verdict::within_limit,
                                                     Verdict::not_discharging};
/// Reasons of a plant, in the order of record.md; the register of parks, which knows the others, is the
/// center's.
constexpr std::array<Verdict, 3> kReasons{Verdict::exceeding, Verdict::no_limit, Verdict::not_enough_data};

std::size_t index_of(Verdict verdict) { return static_cast<std::size_t>(verdict); }

Verdict worst_of(const std::array<bool, kVerdicts>& found) {
  for (const auto verdict : kWorstFirst) {
    if (found.at(index_of(verdict))) return verdict;
  }
  return Verdict::not_enough_data;  // nothing is measured automatically: nothing is known
}

bool has_text(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

void write_plant(JsonWriter& json, const Plant& plant, const PlantStanding& standing) {
  json.open_object()
      .text("plant", plant.id)
      .text("park", plant.park)
      .text("verdict", name_of(standing.verdict));
  json.key("scope").open_object();
  json.key("automatic")
      .open_object()
      .integer("required", standing.required)
      .integer("judged", standing.judged);
  json.close_object();
  json.key("laboratory")
      .open_object()
      .integer("required", standing.laboratory)
      .integer("valid", standing.laboratory_valid)
      .integer("overdue", standing.laboratory - standing.laboratory_valid);
  json.close_object();
  json.key("not_assessed").open_array();
  for (const auto& parameter : standing.not_assessed) json.text(parameter);
  json.close_array().close_object();
  json.key("reasons").open_array();
  for (const auto verdict : kReasons) {
    if (standing.found.at(index_of(verdict))) json.text(name_of(verdict));
  }
  json.close_array().close_object();
}

void write_parks(JsonWriter& json, const ParksStanding& parks) {
  json.key("parks")
      .open_object()
      .integer("meeting", parks.meeting)
      .integer("total", parks.total)
      .key("percent");
  if (parks.total > 0) {
    json.raw(percent_text(parks.meeting, parks.total));
  } else {
    json.null();
  }
  json.integer("target_percent", 100).text("of", "parks served by this gateway").close_object();
}

void widen(PlantStanding& standing, Instant start, Instant end) {
  if (!standing.start || start < *standing.start) standing.start = start;
  if (!standing.end || end > *standing.end) standing.end = end;
}

}  // namespace

ComplianceBoard::ComplianceBoard(const Site& site, std::string criterion)
    : site_{site}, criterion_{std::move(criterion)} {}

bool ComplianceBoard::add(const FinalVerdict& verdict) {
  if (!is_formed(site_, verdict.key)) return false;
  const auto held = finals_.find(verdict.key);
  if (held != finals_.end() && verdict.end < held->second.end) return false;
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
    standing.found.at(index_of(Verdict::no_limit)) = true;
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
    if (point.outlet == outlet.id && point.parameter == parameter) points.push_back(point.id);
  }
  if (points.empty()) points.emplace_back();
  std::array<bool, kVerdicts> of_points{};
  std::optional<Instant> judged_from;
  for (const auto& point : points) {
    const auto* latest = latest_binding({plant.id, outlet.id, point, parameter, true, " ", " ", " "});
    of_points.at(index_of(latest == nullptr ? Verdict::not_enough_data : latest->verdict)) = true;
    if (latest == nullptr) continue;
    widen(standing, latest->start, latest->end);
    judged_from = std::max(judged_from.value_or(latest->start), latest->start);
  }
  const Verdict worst = worst_of(of_points);
  standing.found.at(index_of(worst)) = true;
  if (worst == Verdict::within_limit || worst == Verdict::exceeding) ++standing.judged;
  const auto sample = laboratory_.latest(plant.id, outlet.id, parameter);
  if (sample && sample->verdict == Verdict::exceeding && (!judged_from || sample->taken_at >= *judged_from))
    standing.found.at(index_of(Verdict::exceeding)) = true;
}

void ComplianceBoard::add_laboratory(const Plant& plant, const Outlet& outlet, const LaboratoryDuty& duty,
                                     Instant now, PlantStanding& standing) const {
  const auto sample = laboratory_.latest(plant.id, outlet.id, duty.parameter);
  if (!sample) return;
  if (sample->is_valid(duty, now)) ++standing.laboratory_valid;
  if (sample->verdict == Verdict::exceeding) standing.found.at(index_of(Verdict::exceeding)) = true;
}

PlantStanding ComplianceBoard::standing(std::size_t plant, Instant now) const {
  PlantStanding standing;
  const Plant& described = site_.plants.at(plant);
  for (const auto& outlet : described.outlets) add_outlet(described, outlet, now, standing);
  if (described.outlets.empty()) standing.found.at(index_of(Verdict::no_limit)) = true;
  standing.verdict = worst_of(standing.found);
  standing.found.at(index_of(standing.verdict)) = true;
  return standing;
}

ParksStanding ComplianceBoard::parks(Instant now) const {
  std::map<std::string, bool> meets;
  for (std::size_t plant = 0; plant < site_.plants.size(); ++plant) {
    auto& park = meets.try_emplace(site_.plants[plant].park, true).first->second;
    park = park && plant_verdict(plant, now) == Verdict::within_limit;
  }
  ParksStanding parks;
  for (const auto& [id, met] : meets) {
    ++parks.total;
    if (met) ++parks.meeting;
  }
  return parks;
}

std::string ComplianceBoard::content(Instant now) const {
  std::vector<PlantStanding> standings;
  PlantStanding all;
  std::array<std::int64_t, kVerdicts> counts{};
  for (std::size_t plant = 0; plant < site_.plants.size(); ++plant) {
    standings.push_back(standing(plant, now));
    ++counts.at(index_of(standings.back().verdict));
    if (standings.back().start) widen(all, *standings.back().start, *standings.back().end);
  }
  std::string text;
  JsonWriter json{text};
  const auto time_or_null = [&json](std::string_view name, const std::optional<Instant>& time) {
    json.text_or_null(name, time ? time_text(*time) : std::string{});
  };
  json.key("period").open_object();
  time_or_null("start", all.start);
  time_or_null("end", all.end);
  json.close_object().text("criterion", criterion_).key("plants").open_array();
  for (std::size_t plant = 0; plant < standings.size(); ++plant)
    write_plant(json, site_.plants[plant], standings[plant]);
  json.close_array().key("counts").open_object();
  for (const auto verdict : kAll) json.integer(name_of(verdict), counts.at(index_of(verdict)));
  json.close_object();
  write_parks(json, parks(now));
  return text;
}

std::string ComplianceBoard::payload(Instant now) const {
  std::string text;
  JsonWriter json{text};
  json.open_object().integer("v", 1).text("gateway", site_.gateway).text("time", time_text(now));
  text += ',' + content(now) + '}';
  return text;
}

}  // namespace effluent
