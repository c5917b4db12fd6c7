// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/explain/teller.hpp"

namespace effluent {
namespace {

/// Nothing that is told of the one differs from the other.
bool alike(const ToldVerdict& left, const ToldVerdict& right) {
  return left.value == right.value && left.coverage_percent == right.coverage_percent &&
         left.ratio == right.ratio && left.reasons == right.reasons && left.at_least == right.at_least;
}

const ToldMean* mean_of(const DayRecord& record, const ToldVerdict& told) {
  for (const auto& mean : record.means) {
    if (mean.point == told.point && mean.period == told.period && mean.start == told.start) return &mean;
  }
  return nullptr;
}

}  // namespace

std::string Teller::outside_words(const ToldVerdict& told) const {
  const bool two_sided = !told.limit_min.empty();
  if (!two_sided) return told.ratio.empty() ? "" : words(Say::ratio, {told.ratio});
  const auto deviation = deviation_of(told.value, told.limit_min, told.limit_max);
  if (deviation && deviation->above) return words(Say::deviation_above, {deviation->by, told.limit_max});
  if (deviation) return words(Say::deviation_below, {deviation->by, told.limit_min});
  return told.verdict == Verdict::exceeding ? words(Say::deviation_tiny) : "";
}

std::string Teller::coverage_words(const ToldVerdict& told) const {
  if (told.coverage_percent.empty()) return words(Say::coverage_unknown);
  const ToldMean* mean = mean_of(record_, told);
  if (mean == nullptr) return words(Say::coverage_alone, {told.coverage_percent});
  const std::string n = std::to_string(mean->n);
  const std::string due = std::to_string(mean->due);
  if (!mean->slots) return words(Say::coverage, {n, told.coverage_percent, due});
  return words(Say::coverage_slots, {n, std::to_string(*mean->slots), due, told.coverage_percent});
}

std::string Teller::window_words(const ToldVerdict& told) const {
  const std::string unit = unit_of(told.point, told.parameter);
  std::string text = told.value.empty() ? words(Say::no_value)
                     : told.at_least    ? words(Say::value_at_least, {told.value, unit})
                                        : words(Say::value, {told.value, unit});
  for (const auto& more : {outside_words(told), coverage_words(told)}) {
    if (!more.empty()) text = words(Say::window_values, {text, more});
  }
  return text;
}

void Teller::each_window(int depth, const Windows& windows) {
  for (auto at = windows.begin(); at != windows.end();) {
    const auto first = at;
    const auto length = length_of((*first)->period);
    std::string text = window_words(**first);
    // Windows that touch and tell the same are told once.
    for (++at; at != windows.end(); ++at) {
      if ((*at)->start != (*(at - 1))->start + length || !alike(**at, **first) || window_words(**at) != text)
        break;
    }
    const std::string from = clock_words((*first)->start);
    const std::string to = clock_words((*(at - 1))->start + length);
    if (at - first > 1) {
      line(depth, words(Say::windows_alike, {from, to, std::to_string(at - first), text}));
    } else {
      const auto& place = (*first)->place;
      text = words(Say::window_values, {text, words(Say::entry, {place.epoch, std::to_string(place.seq)})});
      line(depth, words(Say::window, {from, to, text}));
    }
  }
}

void Teller::lowest_and_highest(int depth, const Windows& windows) {
  Windows valued;
  for (const auto* told : windows) {
    if (!told->value.empty()) valued.push_back(told);
  }
  if (valued.empty()) {
    line(depth, words(Say::no_value));
    return;
  }
  const auto [low, high] = std::minmax_element(
      valued.begin(), valued.end(),
      [](const auto* left, const auto* right) { return less_number(left->value, right->value); });
  const std::string unit = unit_of((*low)->point, (*low)->parameter);
  line(depth, words(Say::lowest_highest, {(*low)->value, (*high)->value, unit, clock_words((*low)->start),
                                          clock_words((*high)->start)}));
}

void Teller::why(int depth, const ToldVerdict& told) {
  for (const auto& reason : told.reasons) {
    line(depth, words(Say::why, {reason_words(reason, told.outlet, told.basis.standard)}));
  }
  if (!told.reasons.empty()) return;
  if (told.verdict == Verdict::within_limit) line(depth, words(Say::why, {words(Say::why_within)}));
  if (told.verdict == Verdict::exceeding) line(depth, words(Say::why, {words(Say::why_exceeding)}));
  if (told.verdict == Verdict::not_discharging) line(depth, words(Say::why, {words(Say::why_discharge)}));
}

void Teller::block(int depth, const Series& series, Verdict verdict) {
  const auto found = series.with(verdict);
  std::vector<Windows> by_reasons;  // as they come
  for (const auto* told : found) {
    const auto same = std::find_if(by_reasons.begin(), by_reasons.end(),
                                   [&](const Windows& one) { return one.front()->reasons == told->reasons; });
    (same == by_reasons.end() ? by_reasons.emplace_back() : *same).push_back(told);
  }
  for (const auto& windows : by_reasons) {
    line(depth, words(Say::block, {verdict_words(verdict), std::to_string(windows.size())}));
    why(depth + 1, *windows.front());
    const bool telling = verdict == Verdict::exceeding || verdict == Verdict::not_enough_data;
    if (windows.size() == 1 || (telling && series.key.binding)) {
      each_window(depth + 1, windows);
    } else {
      lowest_and_highest(depth + 1, windows);
    }
  }
}

void Teller::look(int depth, const Windows& windows) {
  std::vector<std::pair<std::string, std::string>> by_epoch;  // in the journal's order
  for (const auto* told : windows) {
    if (by_epoch.empty() || by_epoch.back().first != told->place.epoch)
      by_epoch.emplace_back(told->place.epoch, "");
    auto& list = by_epoch.back().second;
    list += (list.empty() ? "" : ", ") + std::to_string(told->place.seq);
  }
  for (const auto& [epoch, list] : by_epoch) line(depth, words(Say::look, {epoch, list}));
}

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

}  // namespace effluent
