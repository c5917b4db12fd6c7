// SPDX-License-Identifier: Apache-2.0
#include "core/record/counter_text.hpp"

#include "core/record/line_members.hpp"

namespace effluent {

void write_counter(JsonWriter& json, const std::optional<CounterRun>& counter) {
  if (!counter) {
    json.null("totaliser");
    return;
  }
  json.key("totaliser").open_object();
  json.raw("first", fixed_text(counter->first, counter->digits))
      .text("first_at", time_text(counter->first_at));
  json.raw("last", fixed_text(counter->last, counter->digits)).text("last_at", time_text(counter->last_at));
  json.raw("rise", fixed_text(counter->rise, counter->digits));
  json.integer("wraps", counter->wraps).integer("resets", counter->resets).close_object();
}

std::optional<CounterRun> read_counter(std::string_view json, bool& good) {
  if (json == "null") return std::nullopt;
  const LineMembers members{json};
  const std::string written = members.raw("first");
  const auto dot = written.find('.');
  const int digits = dot == std::string::npos ? 0 : static_cast<int>(written.size() - dot - 1);
  const auto first = round_text(written, digits);
  const auto last = round_text(members.raw("last"), digits);
  const auto rise = round_text(members.raw("rise"), digits);
  const auto first_at = members.time("first_at");
  const auto last_at = members.time("last_at");
  const auto wraps = members.integer("wraps");
  const auto resets = members.integer("resets");
  if (!first || !last || !rise || !first_at || !last_at || !wraps || !resets) {
    good = false;
    return std::nullopt;
  }
  return CounterRun{*first, *first_at, *last, *last_at, *rise, *wraps, *resets, digits};
}

}  // namespace effluent
