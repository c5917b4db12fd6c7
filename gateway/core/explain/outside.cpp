// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/explain/teller.hpp"

namespace effluent {

std::string Teller::seconds_words(milliseconds below, milliseconds above) const {
  std::string text;
  const auto add = [&](milliseconds time, Detail side) {
    if (time == milliseconds{0}) return;
    text += (text.empty() ? "" : ", ") + words(side, {span_words(context_.language, seconds_text(time))});
  };
  add(below, Detail::outside_below);
  add(above, Detail::outside_above);
  return text;
}

/// Of pH, temperature and whatever has two limits.
void Teller::outside(int depth, const Series& series) {
  const auto told = seconds_outside(series);
  if (!told) {
    minutes(depth, series);
    return;
  }
  if (told->most == nullptr) {
    line(depth, words(Detail::outside_none));
  } else {
    line(depth, words(Detail::outside, {seconds_words(told->below, told->above)}));
    if (series.with(Verdict::exceeding).empty()) line(depth, words(Say::minutes_despite));
  }
  if (told->most != nullptr && series.windows.size() > 1) {
    const auto& most = *told->most;
    const auto [below, above] = seconds_outside(most);
    line(depth, words(Detail::outside_most,
                      {clock_words(most.start), clock_words(most.start + length_of(most.period)),
                       seconds_words(below, above)}));
  }
  for (const auto* window : series.windows) worst_hour(depth, *window);
}

void Teller::worst_hour(int depth, const ToldVerdict& told) {
  const auto& outside = told.details.outside;
  if (!outside || !outside->worst_hour) return;
  const std::string from = clock_words(*outside->worst_hour);
  const std::string to = clock_words(*outside->worst_hour + std::chrono::hours{1});
  const std::string& value = outside->worst_value;
  const std::string unit = unit_of(told.point, told.parameter);
  const auto deviation = deviation_of(value, told.limit_min, told.limit_max);
  if (!deviation) {
    line(depth, words(Detail::nearest_hour, {from, to, value, unit}));
    return;
  }
  line(depth, words(Detail::worst_hour,
                    {from, to, value, unit,
                     deviation->above ? words(Say::deviation_above, {deviation->by, told.limit_max})
                                      : words(Say::deviation_below, {deviation->by, told.limit_min})}));
}

/// Of verdicts that do not say how long: counted from the means.
void Teller::minutes(int depth, const Series& series) {
  const auto& told = *series.windows.front();
  const bool two_sided = !told.limit_min.empty() && !told.limit_max.empty();
  if (!two_sided || told.point.empty()) return;
  const auto outside = minutes_outside(record_, told);
  if (!outside) {
    line(depth, words(Say::minutes_unknown));
    return;
  }
  const std::string period = period_words(outside->period);
  const std::string counted = std::to_string(outside->windows);
  if (outside->below == 0 && outside->above == 0) {
    line(depth, words(Say::minutes_none, {period, counted}));
    return;
  }
  line(depth, words(Say::minutes_outside,
                    {std::to_string(outside->below), std::to_string(outside->above), period, counted}));
  if (series.with(Verdict::exceeding).empty()) line(depth, words(Say::minutes_despite));
}

/// As it stood at the end of the last window that lost time.
void Teller::cap(int depth, const Series& series) {
  const auto lost = std::find_if(series.windows.rbegin(), series.windows.rend(),
                                 [](const ToldVerdict* window) { return window->details.cap.has_value(); });
  if (lost == series.windows.rend()) return;
  const ToldVerdict& told = **lost;
  const auto part = [this](const std::string& time, const std::string& most) {
    return words(less_number(most, time) ? Detail::cap_passed : Detail::cap_kept,
                 {span_words(context_.language, time), span_words(context_.language, most)});
  };
  const ToldCap& cap = *told.details.cap;
  line(depth, words(Detail::cap, {clock_words(told.start + length_of(told.period)),
                                  part(cap.day, cap.day_cap), part(cap.month, cap.month_cap)}));
}

}  // namespace effluent
