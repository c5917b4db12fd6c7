// SPDX-License-Identifier: Apache-2.0
#include "golden/calendar.hpp"

#include <chrono>
#include <stdexcept>

namespace effluent::golden {
namespace {

struct Row {
  const char* scenario;
  const char* from;  // month, day and time
  int hours;
  double stretch;
};

// A short calibration alone stays under the caps on exclusions, a long one is over that of its day. That of
// 31 October is over the month's, that of 1 November is not. Tết of 2026 is on 17 February.
constexpr Row kRows[] = {
    {"normal", "01-01T00:00", 7 * 24, 1},
    {"calibration", "01-12T08:05", 1, 1},
    {"calibration", "01-19T08:05", 1, 1},
    {"calibration", "01-26T08:05", 1, 1},
    {"calibration", "01-31T06:00", 13, 24},
    {"tet-shutdown", "02-13T00:00", 13 * 24, 1},
    {"aeration-failure", "03-10T00:00", 24, 1},
    {"dosing-failure", "04-07T00:00", 24, 1},
    {"stuck", "05-12T00:00", 72, 144},
    {"drifting", "06-01T00:00", 8 * 24, 168},
    {"storm", "06-30T16:00", 12, 1},
    {"over-range", "07-14T00:00", 24, 1},
    {"storm", "08-18T12:00", 12, 1},
    {"organic-shock", "09-15T06:00", 12, 60},
    {"organic-shock", "10-28T00:00", 12, 60},
    {"dead-instrument", "10-29T00:00", 6, 60},
    {"batch-discharge", "10-29T06:00", 3 * 24, 1},
    {"calibration", "10-28T12:00", 13, 24},
    {"calibration", "10-29T12:00", 13, 24},
    {"calibration", "10-31T08:05", 1, 1},
    {"calibration", "11-01T08:05", 1, 1},
    {"upsets", "10-31T02:00", 30, 60},
    {"over-range", "11-01T00:00", 24, 1},
    {kNoPower, "11-02T09:00", 30, 1},
    {"aeration-failure", "12-30T20:00", 24, 1},
};

Instant moment(int year, const char* text) {
  const auto found = parse_time(std::to_string(year) + "-" + text + ":00+07:00");
  if (!found) throw std::invalid_argument(std::string{"no moment: "} + text);
  return *found;
}

}  // namespace

std::vector<Occurrence> calendar_of(int year) {
  std::vector<Occurrence> all;
  for (const auto& row : kRows) {
    const auto from = moment(year, row.from);
    all.push_back({row.scenario, from, from + std::chrono::hours{row.hours}, row.stretch});
  }
  return all;
}

}  // namespace effluent::golden
