// SPDX-License-Identifier: Apache-2.0
#include "work/recorder/revised_text.hpp"

#include <charconv>

#include "core/record/json_writer.hpp"
#include "core/record/line_members.hpp"

namespace effluent {
namespace {

constexpr std::size_t kNumberLength = 10;
constexpr std::size_t kDayLength = 10;  // 2026-11-24

}  // namespace

std::string window_name(const StoredVerdict& verdict) {
  return name_text(verdict.key) + '\t' + std::string{name_of(verdict.period)} + '\t' +
         std::to_string(verdict.start.time_since_epoch().count());
}

std::string revised_text(const RevisedText& revised) {
  std::string text;
  JsonWriter json{text};
  json.open_object().text("epoch", revised.place.epoch).integer("seq", revised.place.seq);
  json.text("verdict", name_of(revised.verdict));
  json.integer("decision", static_cast<std::int64_t>(revised.decision)).close_object();
  return text;
}

std::optional<RevisedText> parse_revised(std::string_view text) {
  const LineMembers json{text};
  const auto seq = json.integer("seq");
  const auto decision = json.integer("decision");
  const auto verdict = parse_verdict(json.text("verdict"));
  if (json.failed() || !seq || !decision || *decision < 0 || !verdict) return std::nullopt;
  return RevisedText{{json.text("epoch"), *seq}, *verdict, static_cast<std::size_t>(*decision)};
}

std::string number_text(std::size_t number) {
  const std::string digits = std::to_string(number);
  return std::string(digits.size() < kNumberLength ? kNumberLength - digits.size() : 0, '0') + digits;
}

std::optional<std::size_t> parse_number(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional{number} : std::nullopt;
}

std::string days_text(const std::set<std::chrono::sys_days>& days) {
  std::string text;
  for (const auto day : days) text += (text.empty() ? "" : " ") + day_text(Day{day});
  return text;
}

std::set<std::chrono::sys_days> parse_days(std::string_view text) {
  std::set<std::chrono::sys_days> days;
  for (std::size_t at = 0; at < text.size(); at += kDayLength + 1) {
    if (const auto day = parse_day(text.substr(at, kDayLength))) days.insert(std::chrono::sys_days{*day});
  }
  return days;
}

}  // namespace effluent
