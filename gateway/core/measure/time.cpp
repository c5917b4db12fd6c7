// SPDX-License-Identifier: Apache-2.0
#include "core/measure/time.hpp"

#include <array>
#include <charconv>
#include <cstdio>
#include <utility>

namespace effluent {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// A fixed-width run of digits; none where a character is no digit.
std::optional<int> number(std::string_view text, std::size_t at, std::size_t width) {
  if (text.size() < at + width) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, width)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

bool has(std::string_view text, std::size_t at, char wanted) {
  return at < text.size() && text[at] == wanted;
}

std::optional<milliseconds> offset_of(std::string_view text) {
  if (text == "Z" || text == "z") return milliseconds{0};
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const auto h = number(text, 1, 2);
  const auto m = number(text, 4, 2);
  if (!h || !m || *h > 23 || *m > 59) return std::nullopt;
  const milliseconds offset = hours{*h} + minutes{*m};
  return text[0] == '-' ? -offset : offset;
}

}  // namespace

Day day_of(Instant instant) { return Day{floor<days>(instant + kZoneOffset)}; }

Instant start_of(Day day) { return Instant{std::chrono::sys_days{day}} - kZoneOffset; }

Day first_of_month(Day day) { return day.year() / day.month() / 1; }

Instant window_start(Instant instant, milliseconds length) {
  const auto local = (instant + kZoneOffset).time_since_epoch();
  auto slots = local / length;
  if (local % length < milliseconds{0}) --slots;
  return Instant{slots * length} - kZoneOffset;
}

std::string time_text(Instant instant) {
  const auto local = instant + kZoneOffset;
  const auto midnight = floor<days>(local);
  const Day day{midnight};
  const std::chrono::hh_mm_ss<milliseconds> clock{local - midnight};
  std::array<char, 48> buffer{};
  const int size = std::snprintf(
      buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03d+07:00", static_cast<int>(day.year()),
      static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return {buffer.data(), static_cast<std::size_t>(size)};
}

std::string day_text(Day day) { return time_text(start_of(day)).substr(0, 10); }

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = number(text, 0, 4);
  const auto m = number(text, 5, 2);
  const auto d = number(text, 8, 2);
  if (!y || !m || !d) return std::nullopt;
  const Day day{std::chrono::year{*y}, std::chrono::month{static_cast<unsigned>(*m)},
                std::chrono::day{static_cast<unsigned>(*d)}};
  if (!day.ok()) return std::nullopt;
  return day;
}

std::optional<Instant> parse_time(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't')) return std::nullopt;
  const auto day = parse_day(text.substr(0, 10));
  const auto h = number(text, 11, 2);
  const auto m = number(text, 14, 2);
  const auto s = number(text, 17, 2);
  if (!day || !h || !m || !s || !has(text, 13, ':') || !has(text, 16, ':')) return std::nullopt;
  if (*h > 23 || *m > 59 || *s > 59) return std::nullopt;
  std::size_t at = 19;
  milliseconds fraction{0};
  if (has(text, at, '.')) {
    std::size_t digits = 0;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++digits) {
      if (digits == 0) fraction += milliseconds{(text[at] - '0') * 100};
      if (digits == 1) fraction += milliseconds{(text[at] - '0') * 10};
      if (digits == 2) fraction += milliseconds{text[at] - '0'};
    }
    if (digits == 0) return std::nullopt;
  }
  const auto offset = offset_of(text.substr(at));
  if (!offset) return std::nullopt;
  const Instant instant =
      Instant{std::chrono::sys_days{*day}} + hours{*h} + minutes{*m} + seconds{*s} + fraction - *offset;
  // The offset may lead out of the years that four digits can write.
  const int year = static_cast<int>(day_of(instant).year());
  return year < 0 || year > 9999 ? std::nullopt : std::optional{instant};
}

namespace {
constexpr std::array<std::pair<std::string_view, milliseconds>, 5> kUnits{
    {{"d", days{1}}, {"h", hours{1}}, {"min", minutes{1}}, {"s", seconds{1}}, {"ms", milliseconds{1}}}};
}

std::optional<milliseconds> parse_duration(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || count < 0 || text.empty() || text[0] == '-') return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const auto& [name, size] : kUnits) {
    constexpr milliseconds kMost = days{36525};
    if (unit == name) return count > kMost / size ? std::nullopt : std::optional{count * size};
  }
  return std::nullopt;
}

std::string duration_text(milliseconds duration) {
  if (duration.count() == 0) return "0ms";
  for (const auto& [name, size] : kUnits) {
    if (duration % size == milliseconds{0}) return std::to_string(duration / size) + std::string{name};
  }
  return {};  // unreachable: every duration is a multiple of 1 ms
}

}  // namespace effluent
