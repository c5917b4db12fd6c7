// SPDX-License-Identifier: Apache-2.0
#include "core/record/stored_verdict.hpp"

#include "core/record/line_members.hpp"

namespace effluent {
namespace {

/// Seconds with up to three digits, as the record prints them.
milliseconds milliseconds_of(const std::string& seconds) {
  const auto number = Decimal::parse(seconds);
  if (!number) return {};
  auto units = static_cast<std::int64_t>(number->units());
  for (int digits = number->digits(); digits < 3; ++digits) units *= 10;
  return milliseconds{units};
}

}  // namespace

std::optional<StoredVerdict> read_final(std::string_view line) {
  const LineMembers json{line};
  const auto period = parse_period(json.text("period"));
  const auto start = json.time("start");
  const auto verdict = parse_verdict(json.text("verdict"));
  const auto basis = json.object("basis");
  if (json.failed() || json.text("kind") != "verdict" || !period || !start || !verdict || basis.failed())
    return std::nullopt;
  StoredVerdict stored;
  stored.place = {json.text("epoch"), json.integer("seq").value_or(-1)};
  stored.key = {json.text("plant"),     json.text("outlet"),           json.text("point"),
                json.text("parameter"), json.raw("binding") == "true", basis.text("standard"),
                basis.text("column"),   basis.text("flow_band")};
  stored.period = *period;
  stored.start = *start;
  stored.verdict = *verdict;
  stored.revised = !json.raw("revises").empty();
  if (const auto cap = json.object("exclusion_cap"); !cap.failed()) {
    stored.excluded.day = milliseconds_of(cap.raw("day_s"));
    stored.excluded.month = milliseconds_of(cap.raw("month_s"));
  }
  return stored;
}

}  // namespace effluent
