// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "core/judge/sums.hpp"
#include "core/record/line_members.hpp"
#include "core/site/site.hpp"

namespace effluent {

struct Stored {
  std::size_t point = 0;
  Instant time;
  WindowReading reading;
};

/// The readings of a block, as windows take them (record.md, "Polls" and "Block").
inline void read_block(const Site& site, const std::string& block, std::vector<Stored>& into,
                       Instant& polled_at) {
  const LineMembers members{block};
  polled_at = *members.time("polled_at");
  const Plant& plant = site.plants[0];
  for (std::size_t i = 0; i < plant.points.size(); ++i) {
    const Point& point = plant.points[i];
    const auto at = block.find("{\"point\":\"" + point.id + "\"");
    if (at == std::string::npos) continue;
    const std::string object = block.substr(at, block.find('}', at) + 1 - at);
    const LineMembers one{object};
    const auto state = one.text("state").empty() ? State::measuring : *parse_state(one.text("state"));
    const auto cause = one.text("cause").empty() ? Cause::none : *parse_cause(one.text("cause"));
    const auto value = one.raw("value").empty() ? std::nullopt : round_text(one.raw("value"), point.digits);
    const auto result_at = one.time("result_at");
    const bool counts = !point.cycle || result_at == polled_at;
    if (!counts && state == State::measuring) continue;  // the same result again
    const auto time = (counts && result_at ? *result_at : polled_at) - point.sample_delay;
    into.push_back({i, time, {value, state, cause, counts}});
  }
}

}  // namespace effluent
