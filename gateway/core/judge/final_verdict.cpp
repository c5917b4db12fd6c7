// SPDX-License-Identifier: Apache-2.0
#include "core/judge/final_verdict.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>
#include <vector>

namespace effluent {
namespace {

constexpr char kSeparator = '\t';  // no id, key of a table or body (JSON escapes it) holds one

/// An empty text stands for null, which comes last.
auto place(const std::string& text) { return std::tuple{text.empty(), std::string_view{text}}; }

auto place(const VerdictKey& key) {
  return std::tuple{std::string_view{key.plant},
                    place(key.outlet),
                    place(key.point),
                    std::string_view{key.parameter},
                    !key.binding,
                    place(key.standard),
                    place(key.column),
                    place(key.flow_band)};
}

/// The first `count - 1` fields and the rest as the last one; fewer where there are fewer.
std::vector<std::string_view> fields_of(std::string_view text, std::size_t count) {
  std::vector<std::string_view> fields;
  while (fields.size() + 1 < count) {
    const auto end = text.find(kSeparator);
    if (end == std::string_view::npos) break;
    fields.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  fields.push_back(text);
  return fields;
}

std::optional<Instant> parse_instant(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return Instant{milliseconds{count}};
}

bool forms(const Permit& permit, const VerdictKey& key) {
  const auto& automatic = permit.automatic;
  if (std::find(automatic.begin(), automatic.end(), key.parameter) == automatic.end()) return false;
  const auto same = [&key](const auto& rules) {
    return rules.standard == key.standard && rules.column == key.column &&
           (rules.flow_band == key.flow_band || key.flow_band.empty());
  };
  if (key.binding) return same(permit);
  return std::any_of(permit.shadows.begin(), permit.shadows.end(), same);
}

/// The point is there, at that outlet, for that parameter; or no point is.
bool has_point(const Plant& plant, const VerdictKey& key) {
  const auto measures = [&key](const Point& point) { return point.is_judged_for(key.outlet, key.parameter); };
  if (key.point.empty()) return std::none_of(plant.points.begin(), plant.points.end(), measures);
  return std::any_of(plant.points.begin(), plant.points.end(),
                     [&](const Point& point) { return measures(point) && point.id == key.point; });
}

}  // namespace

std::strong_ordering operator<=>(const VerdictKey& left, const VerdictKey& right) {
  const auto l = place(left);
  const auto r = place(right);
  if (l < r) return std::strong_ordering::less;
  return r < l ? std::strong_ordering::greater : std::strong_ordering::equal;
}

FinalVerdict final_of(const Site& site, const JudgedLine& line) {
  const Plant& plant = site.plants.at(line.plant);
  FinalVerdict verdict;
  verdict.key = {plant.id,       line.outlet,   line.point ? plant.points.at(*line.point).id : std::string{},
                 line.parameter, line.binding,  line.standard,
                 line.column,    line.flow_band};
  verdict.period = line.period;
  verdict.start = line.start;
  verdict.end = line.end;
  verdict.verdict = line.verdict;
  verdict.body = line.body;
  return verdict;
}

std::string name_text(const VerdictKey& key) {
  std::string text;
  for (const auto* field : {&key.plant, &key.outlet, &key.point, &key.parameter}) text += *field + kSeparator;
  text += key.binding ? "binding" : "shadow";
  for (const auto* field : {&key.standard, &key.column, &key.flow_band}) text += kSeparator + *field;
  return text;
}

std::string value_text(const FinalVerdict& verdict) {
  std::string text{name_of(verdict.period)};
  for (const auto instant : {verdict.start, verdict.end}) {
    text += kSeparator + std::to_string(instant.time_since_epoch().count());
  }
  text += kSeparator;
  text += name_of(verdict.verdict);
  return text + kSeparator + verdict.body;
}

std::optional<FinalVerdict> parse_final(std::string_view name, std::string_view value) {
  const auto names = fields_of(name, 8);
  const auto values = fields_of(value, 5);
  if (names.size() != 8 || values.size() != 5) return std::nullopt;
  if (names[4] != "binding" && names[4] != "shadow") return std::nullopt;
  const auto period = parse_period(values[0]);
  const auto start = parse_instant(values[1]);
  const auto end = parse_instant(values[2]);
  const auto verdict = parse_verdict(values[3]);
  if (!period || !start || !end || !verdict) return std::nullopt;
  FinalVerdict parsed;
  parsed.key = {std::string{names[0]}, std::string{names[1]}, std::string{names[2]}, std::string{names[3]},
                names[4] == "binding", std::string{names[5]}, std::string{names[6]}, std::string{names[7]}};
  parsed.period = *period;
  parsed.start = *start;
  parsed.end = *end;
  parsed.verdict = *verdict;
  parsed.body = values[4];
  return parsed;
}

bool is_revised(const FinalVerdict& verdict) {
  // Quotes inside a text of the body are escaped: only the member itself matches.
  return verdict.body.find(R"(,"revises":{)") != std::string::npos;
}

bool is_formed(const Site& site, const VerdictKey& key) {
  for (const auto& plant : site.plants) {
    if (plant.id != key.plant || !has_point(plant, key)) continue;
    for (const auto& outlet : plant.outlets) {
      if (outlet.id != key.outlet) continue;
      return std::any_of(outlet.permits.begin(), outlet.permits.end(),
                         [&key](const Permit& permit) { return forms(permit, key); });
    }
  }
  return false;
}

}  // namespace effluent
