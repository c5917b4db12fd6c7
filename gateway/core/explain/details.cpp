// SPDX-License-Identifier: Apache-2.0
#include "core/explain/details.hpp"

#include <algorithm>

#include "core/explain/series.hpp"
#include "core/record/json_reader.hpp"
#include "core/record/line_members.hpp"

namespace effluent {
namespace {

std::optional<ToldMissing> read_missing(const LineMembers& json) {
  const auto object = json.object("not_measured");
  if (object.failed()) return std::nullopt;
  ToldMissing missing{object.raw("percent"), {}};
  const auto causes = object.object("causes");
  for (const auto& cause : causes.names()) missing.causes.emplace_back(cause, causes.raw(cause));
  std::stable_sort(missing.causes.begin(), missing.causes.end(), [](const auto& left, const auto& right) {
    return less_number(right.second, left.second);
  });
  return missing;
}

std::optional<ToldExcluded> read_excluded(const LineMembers& json) {
  const auto object = json.object("excluded");
  const auto n = object.integer("n");
  if (object.failed() || !n) return std::nullopt;
  return ToldExcluded{*n, object.raw("min"), object.raw("max")};
}

std::optional<ToldCap> read_cap(const LineMembers& json) {
  const auto object = json.object("exclusion_cap");
  if (object.failed()) return std::nullopt;
  return ToldCap{object.raw("day_s"), object.raw("day_cap_s"), object.raw("month_s"),
                 object.raw("month_cap_s")};
}

std::optional<ToldOutside> read_outside(const LineMembers& json) {
  const auto object = json.object("outside");
  if (object.failed()) return std::nullopt;
  const auto worst = object.object("worst_hour");
  return ToldOutside{object.raw("below_s"), object.raw("above_s"),
                     worst.failed() ? std::nullopt : worst.time("start"), worst.raw("value")};
}

std::vector<ToldShare> read_instruments(const LineMembers& json) {
  const std::string text = json.raw("instruments");
  std::vector<ToldShare> all;
  JsonReader reader{text};
  reader.enter('[');
  while (reader.next_item()) {
    const LineMembers share{reader.raw()};
    all.push_back({share.text("point"), share.raw("measured_s"), share.integer("n").value_or(0)});
  }
  return all;
}

std::optional<ToldDischarge> read_discharge(const LineMembers& json) {
  const auto object = json.object("discharge");
  if (object.failed()) return std::nullopt;
  return ToldDischarge{object.raw("idle_s"),          object.raw("flush_s"),
                       object.raw("contradictory_s"), object.raw("inflow_m3"),
                       object.raw("tank_volume_m3"),  object.raw("explained") == "true"};
}

std::optional<ToldError> read_error(const LineMembers& json) {
  const auto object = json.object("permitted_error");
  if (object.failed()) return std::nullopt;
  return ToldError{object.raw("plus_minus"), object.raw("covers_exceedance") == "true",
                   object.text("certainty"), object.text("document")};
}

std::optional<ToldWeighting> read_weighting(const LineMembers& json) {
  const auto object = json.object("weighting");
  if (object.failed()) return std::nullopt;
  return ToldWeighting{object.text("point"), object.raw("volume_m3"), object.raw("without_flow_s")};
}

}  // namespace

bool is_composed(const ToldDetails& details) {
  const auto& all = details.instruments;
  const bool shared = std::any_of(all.begin() + (all.empty() ? 0 : 1), all.end(),
                                  [](const ToldShare& share) { return share.n > 0; });
  const auto& discharge = details.discharge;
  const bool set_aside = discharge && discharge->explained &&
                         (less_number("0", discharge->idle) || less_number("0", discharge->flush));
  return shared || set_aside;
}

ToldDetails read_details(const LineMembers& json) {
  return {read_missing(json),    read_excluded(json), json.raw("mean_with_excluded"), read_cap(json),
          json.raw("deviation"), read_outside(json),  read_instruments(json),         read_discharge(json),
          read_error(json),      read_weighting(json)};
}

}  // namespace effluent
