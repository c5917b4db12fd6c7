// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/explain/parameter_name.hpp"
#include "core/explain/teller.hpp"

namespace effluent {

void Teller::heading(const std::string& text) { text_ += "\n" + text + "\n"; }

void Teller::line(int depth, const std::string& text) {
  text_ += std::string(static_cast<std::size_t>(depth) * 2, ' ') + text + "\n";
}

const LimitRow* row_of(const Site& site, const std::string& parameter) {
  for (const auto& [id, standard] : site.standards) {
    for (const auto& row : standard.rows) {
      if (row.parameter == parameter) return &row;
    }
  }
  return nullptr;
}

std::string parameter_name(const Site& site, const std::string& parameter, Language language) {
  const LimitRow* row = row_of(site, parameter);
  if (row == nullptr) return parameter;
  return language == Language::vi ? row->name_vi : row->name_en;
}

const LimitRow* Teller::row_of(const std::string& parameter) const {
  return effluent::row_of(context_.site, parameter);
}

std::string Teller::name_of_parameter(const std::string& parameter) const {
  return parameter_name(context_.site, parameter, context_.language);
}

std::string Teller::unit_of(const std::string& point, const std::string& parameter) const {
  for (const auto& configured : context_.plant.points) {
    if (configured.id == point && configured.parameter == parameter) return configured.unit;
  }
  const LimitRow* row = row_of(parameter);
  return row == nullptr ? "?" : row->unit;
}

std::string Teller::title_of(const std::string& standard) const {
  const auto found = context_.site.standards.find(standard);
  return found == context_.site.standards.end() ? standard : found->second.title;
}

std::string Teller::subject(const VerdictKey& key) const {
  return name_of_parameter(key.parameter) + " (" + key.outlet + (key.point.empty() ? "" : "/" + key.point) +
         ")";
}

std::string Teller::day_words(Day day) const {
  std::string text = day_text(day);
  if (context_.language == Language::en) return text;
  return text.substr(8, 2) + "/" + text.substr(5, 2) + "/" + text.substr(0, 4);
}

/// The time of the day, with the day where it is another one; the day's own end is 24:00.
std::string Teller::clock_words(Instant instant) const {
  if (instant == start_of(context_.day) + std::chrono::hours{24}) return "24:00";
  const std::string text = time_text(instant);
  const bool whole = text.substr(17, 6) == "00.000";
  const std::string clock = text.substr(11, whole ? 5 : 8);
  return day_of(instant) == context_.day ? clock : day_words(day_of(instant)) + " " + clock;
}

std::string Teller::device_words(const std::string& device) const {
  const auto& all = context_.site.devices;
  const bool known = std::any_of(all.begin(), all.end(), [&](const Device& one) { return one.id == device; });
  return known ? device : words(Say::unknown_device, {device});
}

const Permit* Teller::permit_of(const std::string& outlet) const {
  const Outlet* configured = context_.plant.find_outlet(outlet);
  return configured == nullptr ? nullptr : configured->permit_on(context_.day);
}

std::string Teller::verdict_words(Verdict verdict) const {
  switch (verdict) {
    case Verdict::within_limit:
      return words(Say::within_limit);
    case Verdict::exceeding:
      return words(Say::exceeding);
    case Verdict::not_enough_data:
      return words(Say::not_enough_data);
    case Verdict::no_limit:
      return words(Say::no_limit);
    case Verdict::not_discharging:
      return words(Say::not_discharging);
  }
  return {};
}

std::string Teller::period_words(Period period) const {
  switch (period) {
    case Period::five_minutes:
      return words(Say::period_5min);
    case Period::hour:
      return words(Say::period_1h);
    case Period::day:
      return words(Say::period_24h);
  }
  return {};
}

std::string Teller::reason_words(const std::string& reason, const std::string& outlet,
                                 const std::string& standard) const {
  if (reason == "no_point") return words(Say::reason_no_point);
  if (reason == "limit_blank") return words(Say::reason_limit_blank);
  if (reason == "limit_unverified") return words(Say::reason_limit_unverified);
  if (reason == "detection_above_limit") return words(Say::reason_detection);
  if (reason == "exclusion_cap") return words(Say::reason_exclusion_cap);
  if (reason == "over_range") return words(Say::reason_over_range);
  if (reason == "under_range") return words(Say::reason_under_range);
  if (reason == "depends_on_exclusion") return words(Say::reason_depends);
  if (reason == "flow_contradiction") return words(Detail::reason_flow_contradiction);
  if (reason == "flow_missing") return words(Detail::reason_flow_missing);
  if (reason == "coverage") {
    const Permit* permit = permit_of(outlet);
    if (permit != nullptr)
      return words(Say::reason_coverage_permit, {permit->minimum_coverage_percent.text()});
    return words(Say::reason_coverage);
  }
  if (reason == "outside_standard_dates") {
    const auto found = context_.site.standards.find(standard);
    if (found == context_.site.standards.end()) return words(Say::reason_dates);
    const auto& to = found->second.in_force_to;
    return words(Say::reason_dates_known,
                 {day_words(found->second.in_force_from), to ? day_words(*to) : std::string{"…"}});
  }
  return words(Say::reason_other, {reason});
}

}  // namespace effluent
