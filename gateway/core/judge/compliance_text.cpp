// SPDX-License-Identifier: Apache-2.0
#include "core/judge/compliance.hpp"
#include "core/record/json_writer.hpp"

namespace effluent {
namespace {

constexpr std::array<Verdict, kVerdicts> kAll{Verdict::within_limit, Verdict::exceeding,
                                              Verdict::not_enough_data, Verdict::no_limit,
                                              Verdict::not_discharging};

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
  for (const auto reason : reasons_of(standing.found)) json.text(reason);
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

/// Verdicts without a day are left out: a message must stay small.
void write_tally(JsonWriter& json, std::string_view name, const DayTally& tally) {
  json.key(name).open_object();
  for (const auto verdict : kAll) {
    const auto days = tally.at(static_cast<std::size_t>(verdict));
    if (days > 0) json.integer(name_of(verdict), days);
  }
  json.close_object();
}

void write_periods(JsonWriter& json, const DayPeriods& periods) {
  json.key("periods").open_object();
  write_tally(json, "today", periods.today);
  write_tally(json, "yesterday", periods.yesterday);
  write_tally(json, "month", periods.month);
  write_tally(json, "rolling_30d", periods.rolling_30d);
  json.close_object();
}

void write_outlets(JsonWriter& json, const std::vector<OutletDays>& outlets) {
  json.key("outlets").open_array();
  for (const auto& outlet : outlets) {
    json.open_object().text("outlet", outlet.outlet);
    write_periods(json, outlet.periods);
    json.key("parameters").open_array();
    for (const auto& parameter : outlet.parameters) {
      json.open_object().text("parameter", parameter.parameter);
      write_periods(json, parameter.periods);
      json.close_object();
    }
    json.close_array().close_object();
  }
  json.close_array();
}

void write_park_list(JsonWriter& json, const std::vector<ParkStanding>& parks) {
  json.key("park_list").open_array();
  for (const auto& park : parks) {
    json.open_object().text("park", park.park).key("meets");
    if (park.meets) {
      json.boolean(*park.meets);
    } else {
      json.null();
    }
    json.key("reasons").open_array();
    for (const auto reason : reasons_of(park.found)) json.text(reason);
    json.close_array().close_object();
  }
  json.close_array();
}

}  // namespace

std::vector<std::string_view> reasons_of(const VerdictSet& found) {
  std::vector<std::string_view> reasons;
  for (const auto verdict : {Verdict::exceeding, Verdict::no_limit, Verdict::not_enough_data}) {
    if (is_in(found, verdict)) reasons.push_back(name_of(verdict));
  }
  return reasons;
}

void ComplianceBoard::write_days(JsonWriter& json, Instant now, std::optional<std::size_t> only) const {
  json.key("days").open_array();
  for (std::size_t plant = 0; plant < site_.plants.size(); ++plant) {
    if (only && *only != plant) continue;
    const auto days = plant_days(plant, now);
    json.open_object().text("plant", days.plant);
    write_periods(json, days.periods);
    json.key("month").open_object().text("criterion", name_of(month_)).key("meets");
    if (const auto met = month_meets(plant, days, now)) {
      json.boolean(*met);
    } else {
      json.null();
    }
    json.close_object();
    write_outlets(json, days.outlets);
    json.close_object();
  }
  json.close_array();
}

std::string ComplianceBoard::content(Instant now, std::optional<std::size_t> only) const {
  const auto all = standings(now);
  std::array<std::int64_t, kVerdicts> counts{};
  std::optional<Instant> start;
  std::optional<Instant> end;
  for (const auto& made : all) {
    ++counts.at(static_cast<std::size_t>(made.verdict));
    if (made.start && (!start || *made.start < *start)) start = made.start;
    if (made.end && (!end || *made.end > *end)) end = made.end;
  }
  std::string text;
  JsonWriter json{text};
  const auto time_or_null = [&json](std::string_view name, const std::optional<Instant>& time) {
    json.text_or_null(name, time ? time_text(*time) : std::string{});
  };
  json.key("period").open_object();
  time_or_null("start", start);
  time_or_null("end", end);
  json.close_object().text("criterion", criterion_).key("plants").open_array();
  for (std::size_t plant = 0; plant < all.size(); ++plant) {
    if (!only || *only == plant) write_plant(json, site_.plants[plant], all[plant]);
  }
  json.close_array().key("counts").open_object();
  for (const auto verdict : kAll)
    json.integer(name_of(verdict), counts.at(static_cast<std::size_t>(verdict)));
  json.close_object();
  const auto parks = parks_among(all);
  write_parks(json, parks_of(parks));
  write_days(json, now, only);
  write_park_list(json, parks);
  return text;
}

std::string ComplianceBoard::payload(Instant now, std::optional<std::size_t> only) const {
  std::string text;
  JsonWriter json{text};
  json.open_object().integer("v", 1).text("gateway", site_.gateway).text("time", time_text(now));
  text += ',' + content(now, only) + '}';
  return text;
}

}  // namespace effluent
