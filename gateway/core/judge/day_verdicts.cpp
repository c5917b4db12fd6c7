// SPDX-License-Identifier: Apache-2.0
#include "core/judge/day_verdicts.hpp"

#include <algorithm>

namespace effluent {
namespace {

constexpr char kSeparator = '\t';                                         // no id or parameter holds one
constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuv";  // one for each set of five verdicts
constexpr std::size_t kDayLength = 10;                                    // 2026-11-24
constexpr std::size_t kItemLength = kDayLength + 2;                       // 2026-11-24=3
static_assert(kDigits.size() == 1U << kVerdicts);

std::uint8_t bit_of(Verdict verdict) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(verdict));
}

std::string name_of(const DaySeries& series) {
  return series.plant + kSeparator + series.outlet + kSeparator + series.parameter;
}

std::optional<DaySeries> parse_series(std::string_view name) {
  const auto outlet = name.find(kSeparator);
  if (outlet == std::string_view::npos) return std::nullopt;
  const auto parameter = name.find(kSeparator, outlet + 1);
  if (parameter == std::string_view::npos) return std::nullopt;
  return DaySeries{std::string{name.substr(0, outlet)},
                   std::string{name.substr(outlet + 1, parameter - outlet - 1)},
                   std::string{name.substr(parameter + 1)}};
}

/// A window that starts on that day, not before `begin`, ends by `until`.
bool holds_window(Day day, Instant begin, Instant until, milliseconds length) {
  Instant start = window_start(begin, length);
  if (start < begin) start += length;
  return day_of(start) == day && start + length <= until;
}

std::string text_of(const std::map<std::chrono::sys_days, std::uint8_t>& days) {
  std::string text;
  for (const auto& [day, found] : days) {
    if (!text.empty()) text += ' ';
    text += day_text(Day{day}) + '=' + kDigits.at(found);
  }
  return text;
}

std::optional<std::map<std::chrono::sys_days, std::uint8_t>> parse_days(std::string_view text) {
  std::map<std::chrono::sys_days, std::uint8_t> days;
  for (std::size_t at = 0; at < text.size(); at += kItemLength + 1) {
    const auto item = text.substr(at, kItemLength);
    if (item.size() != kItemLength || item[kDayLength] != '=') return std::nullopt;
    if (at + kItemLength < text.size() && text[at + kItemLength] != ' ') return std::nullopt;
    const auto day = parse_day(item.substr(0, kDayLength));
    const auto found = kDigits.find(item.back());
    if (!day || found == std::string_view::npos) return std::nullopt;
    days[std::chrono::sys_days{*day}] = static_cast<std::uint8_t>(found);
  }
  return days;
}

}  // namespace

std::optional<DayVerdicts::Kept> DayVerdicts::note(const DaySeries& series, Number day, Verdict verdict) {
  Found& days = series_[series];
  const bool full = days.size() >= kMostDays && days.count(day) == 0;
  if (full && day < days.begin()->first) return std::nullopt;
  auto& held = days[day];
  const auto before = held;
  held = static_cast<std::uint8_t>(held | bit_of(verdict));
  if (held == before) return std::nullopt;
  if (days.size() > kMostDays) days.erase(days.begin());
  return Kept{name_of(series), text_of(days)};
}

std::optional<DayVerdicts::Kept> DayVerdicts::add(const FinalVerdict& verdict) {
  if (!verdict.key.binding) return std::nullopt;
  return note({verdict.key.plant, verdict.key.outlet, verdict.key.parameter}, Number{day_of(verdict.start)},
              verdict.verdict);
}

std::optional<DayVerdicts::Kept> DayVerdicts::replace(const DaySeries& series, Day day,
                                                      const VerdictSet& found) {
  const auto held = series_.find(series);
  if (held == series_.end() || held->second.count(Number{day}) == 0) return std::nullopt;
  std::uint8_t bits = 0;
  for (std::size_t index = 0; index < kVerdicts; ++index) {
    if (found.at(index)) bits = static_cast<std::uint8_t>(bits | bit_of(static_cast<Verdict>(index)));
  }
  auto& of_day = held->second.at(Number{day});
  if (of_day == bits) return std::nullopt;
  of_day = bits;
  return Kept{name_of(series), text_of(held->second)};
}

std::vector<DayVerdicts::Kept> DayVerdicts::leave_out(const Site& site, Instant from, Instant until) {
  std::map<std::string, std::string> kept;
  const Number last{day_of(until)};
  const auto first = std::max(Number{day_of(from)}, last - std::chrono::days{kMostDays});
  for (auto day = first; day <= last; day += std::chrono::days{1}) {
    const Instant begin = std::max(from, start_of(Day{day}));
    for (const auto& plant : site.plants) {
      if (begins_.count(plant.id) == 0) continue;
      for (const auto& outlet : plant.outlets) {
        const Permit* permit = outlet.permit_on(Day{day});
        if (permit == nullptr) continue;
        for (const auto& parameter : permit->automatic) {
          if (!holds_window(Day{day}, begin, until, length_of(permit->judged_period(parameter)))) continue;
          const auto changed = note({plant.id, outlet.id, parameter}, day, Verdict::not_enough_data);
          if (changed) kept[changed->name] = changed->text;
        }
      }
    }
  }
  std::vector<Kept> list;
  for (auto& [name, text] : kept) list.push_back({name, std::move(text)});
  return list;
}

std::optional<DayVerdicts::Kept> DayVerdicts::begin(const std::string& plant, Instant start) {
  const Number day{day_of(start)};
  const auto [held, is_new] = begins_.try_emplace(plant, day);
  if (!is_new && held->second <= day) return std::nullopt;
  held->second = day;
  return Kept{plant, day_text(Day{day})};
}

bool DayVerdicts::read(std::string_view name, std::string_view text) {
  const auto series = parse_series(name);
  if (!series) {
    const auto day = parse_day(text);
    if (day) begins_.insert_or_assign(std::string{name}, Number{*day});
    return day.has_value();
  }
  auto days = parse_days(text);
  if (!days) return false;
  while (days->size() > kMostDays) days->erase(days->begin());
  series_.insert_or_assign(*series, std::move(*days));
  return true;
}

std::optional<Day> DayVerdicts::first_day(const std::string& plant) const {
  const auto held = begins_.find(plant);
  if (held == begins_.end()) return std::nullopt;
  return Day{held->second};
}

VerdictSet DayVerdicts::of(const DaySeries& series, Day day) const {
  VerdictSet found{};
  const auto held = series_.find(series);
  if (held == series_.end()) return found;
  const auto bits = held->second.find(Number{day});
  if (bits == held->second.end()) return found;
  for (std::size_t index = 0; index < kVerdicts; ++index)
    found.at(index) = ((bits->second >> index) & 1U) != 0;
  return found;
}

std::vector<std::string> DayVerdicts::parameters(const std::string& plant, const std::string& outlet) const {
  std::vector<std::string> names;
  for (auto at = series_.lower_bound({plant, outlet, {}}); at != series_.end(); ++at) {
    if (at->first.plant != plant || at->first.outlet != outlet) break;
    names.push_back(at->first.parameter);
  }
  return names;
}

}  // namespace effluent
