// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace effluent {

using std::chrono::milliseconds;

/// A moment of wall-clock time, in milliseconds of Unix time.
using Instant = std::chrono::sys_time<milliseconds>;
/// A moment of the monotonic clock that goes on in suspend (CLOCK_BOOTTIME): schedules, time-outs, intervals.
struct MonotonicClock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<MonotonicClock>;
  static constexpr bool is_steady = true;  // NOLINT(readability-identifier-naming): as the standard names it
};
using Monotonic = MonotonicClock::time_point;

/// Viet Nam's time, the only zone of the record: windows, days of permits, printed times.
inline constexpr std::chrono::hours kZoneOffset{7};

/// A calendar day at +07:00.
using Day = std::chrono::year_month_day;

[[nodiscard]] Day day_of(Instant instant);
/// 00:00 at +07:00 of that day.
[[nodiscard]] Instant start_of(Day day);
/// The first day of its calendar month.
[[nodiscard]] Day first_of_month(Day day);
/// The start of the window of that length (dividing 24 h) at +07:00 that holds `instant`.
[[nodiscard]] Instant window_start(Instant instant, milliseconds length);
/// RFC 3339, milliseconds, +07:00: `2026-11-24T09:14:40.000+07:00`.
[[nodiscard]] std::string time_text(Instant instant);
/// `2026-11-24`
[[nodiscard]] std::string day_text(Day day);
/// RFC 3339 with `T` and an offset or `Z` (either case), no second 60; digits after the millisecond are cut
/// off; none too where the year at +07:00 is not one of 0000 to 9999, which `time_text` could not write.
[[nodiscard]] std::optional<Instant> parse_time(std::string_view text);
/// `YYYY-MM-DD`, a day that exists.
[[nodiscard]] std::optional<Day> parse_day(std::string_view text);
/// `90d`, `24h`, `5min`, `30s`, `500ms`: an integer and a unit; none for anything else or more than 100
/// years.
[[nodiscard]] std::optional<milliseconds> parse_duration(std::string_view text);
/// The shortest such text, in the largest unit that divides it; `0ms` for zero.
[[nodiscard]] std::string duration_text(milliseconds duration);

}  // namespace effluent
