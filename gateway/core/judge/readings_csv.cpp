// SPDX-License-Identifier: Apache-2.0
#include "core/judge/readings_csv.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace effluent {
namespace {

constexpr std::size_t kFields = 5;
constexpr std::size_t kLongestShown = 60;

using Fields = std::array<std::string_view, kFields>;
using Problem = tl::unexpected<std::string>;

/// A piece of the line as a message shows it: printable, and never long.
std::string shown(std::string_view text) {
  std::string out = "\"";
  for (const char c : text.substr(0, kLongestShown)) {
    const auto byte = static_cast<unsigned char>(c);
    out.push_back(byte < 0x20 || byte == 0x7F ? '?' : c);
  }
  return out + (text.size() > kLongestShown ? "…\"" : "\"");
}

tl::expected<Fields, std::string> split(std::string_view line) {
  Fields fields;
  std::size_t count = 0;
  while (true) {
    const auto comma = line.find(',');
    if (count < kFields) fields[count] = line.substr(0, comma);
    ++count;
    if (comma == std::string_view::npos) break;
    line.remove_prefix(comma + 1);
  }
  if (count == 1 && fields[0].empty()) return Problem{"a blank line; remove it"};
  if (count != kFields) {
    return Problem{std::to_string(count) + " fields, not 5; write " + std::string{ReadingsReader::kHeader}};
  }
  return fields;
}

std::optional<State> state_of(std::string_view text) {
  for (const auto state : {State::measuring, State::calibrating, State::fault}) {
    if (text == name_of(state)) return state;
  }
  return std::nullopt;
}

tl::expected<std::optional<std::int64_t>, std::string> value_of(std::string_view text, State state,
                                                                int digits) {
  if (text.empty()) {
    if (state != State::measuring) return std::nullopt;
    return Problem{"no value, but state measuring; write the value, or calibrating or fault"};
  }
  const bool begins_well = text[0] == '-' || (text[0] >= '0' && text[0] <= '9');
  const bool plain = begins_well && text.find_first_not_of("-.0123456789") == std::string_view::npos;
  const auto value = plain ? round_text(text, digits) : std::nullopt;
  if (value) return value;
  return Problem{
      "value " + shown(text) +
      " is no number, or too large; write digits with a decimal point, no exponent and no sign but -"};
}

}  // namespace

ReadingsReader::ReadingsReader(const Site& site) : site_{site} {
  for (std::size_t p = 0; p < site.plants.size(); ++p) {
    const Plant& plant = site.plants[p];
    latest_.emplace_back(plant.points.size());
    for (std::size_t i = 0; i < plant.points.size(); ++i)
      named_.push_back({plant.id, plant.points[i].id, p, i});
  }
  std::sort(named_.begin(), named_.end(), [](const Named& l, const Named& r) {
    return std::tie(l.plant, l.point) < std::tie(r.plant, r.point);
  });
}

tl::expected<const ReadingsReader::Named*, std::string> ReadingsReader::find(std::string_view plant,
                                                                             std::string_view point) {
  // Rows of several points usually come in a fixed order: try the last one and the one behind it first.
  for (const auto guess : {found_, found_ + 1, std::size_t{0}}) {
    if (guess < named_.size() && named_[guess].point == point && named_[guess].plant == plant) {
      found_ = guess;
      return &named_[guess];
    }
  }
  const auto found = std::lower_bound(
      named_.begin(), named_.end(), std::tie(plant, point),
      [](const Named& one, const auto& wanted) { return std::tie(one.plant, one.point) < wanted; });
  if (found != named_.end() && found->plant == plant && found->point == point) {
    found_ = static_cast<std::size_t>(found - named_.begin());
    return &*found;
  }
  const bool known = std::any_of(site_.plants.begin(), site_.plants.end(),
                                 [&](const Plant& one) { return one.id == plant; });
  if (!known) return Problem{"no plant " + shown(plant) + " in the configuration; correct its id"};
  return Problem{"plant " + shown(plant) + " has no point " + shown(point) + "; correct its id"};
}

tl::expected<std::optional<ReadingRow>, std::string> ReadingsReader::read(std::string_view line) {
  if (line.size() > kLongestLine) return Problem{"longer than 64 KiB; no row is"};
  const auto fields = split(line);
  if (!fields) return Problem{fields.error()};
  const auto& [time_field, plant_field, point_field, value_field, state_field] = *fields;
  const auto time = parse_time(time_field);
  if (!time) {
    return Problem{"time " + shown(time_field) + " does not read; write 2026-01-31T09:05:00+07:00"};
  }
  const auto named = find(plant_field, point_field);
  if (!named) return Problem{named.error()};
  const auto state = state_of(state_field);
  if (!state) return Problem{"state " + shown(state_field) + "; write measuring, calibrating or fault"};
  const auto [plant, point] = std::pair{(*named)->plant_index, (*named)->point_index};
  const auto value = value_of(value_field, *state, site_.plants[plant].points[point].digits);
  if (!value) return Problem{value.error()};
  if (now_ && *time < *now_) {
    return Problem{"time " + shown(time_field) + " is before that of a row above; sort the file by time"};
  }
  const ReadingRow row{*time, plant, point, *value, *state};
  auto& latest = latest_[plant][point];
  if (latest && latest->time == *time) {
    if (*latest == row) return std::nullopt;
    return Problem{"another value or state for the same point and instant as a row above; keep one of them"};
  }
  latest = row;
  now_ = *time;
  return row;
}

}  // namespace effluent
