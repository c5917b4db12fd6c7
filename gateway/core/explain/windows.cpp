// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/explain/teller.hpp"

namespace effluent {
std::string Teller::outside_words(const ToldVerdict& told) const {
  const std::string& recorded = told.details.deviation;
  const bool ranged = !told.limit_min.empty() || !recorded.empty();
  if (!ranged) return told.ratio.empty() ? "" : words(Say::ratio, {told.ratio});
  if (const auto deviation = deviation_of(told.value, told.limit_min, told.limit_max)) {
    const std::string& by = recorded.empty() ? deviation->by : recorded;
    return deviation->above ? words(Say::deviation_above, {by, told.limit_max})
                            : words(Say::deviation_below, {by, told.limit_min});
  }
  if (told.verdict == Verdict::exceeding) return words(Say::deviation_tiny);
  const bool inside = !recorded.empty() && recorded.front() == '-';
  return inside ? words(Detail::inside_by, {recorded.substr(1)}) : "";
}

std::string Teller::coverage_words(const ToldVerdict& told) const {
  if (told.coverage_percent.empty()) return words(Say::coverage_unknown);
  const ToldMean* mean = mean_of(told);
  if (mean == nullptr) return words(Say::coverage_alone, {told.coverage_percent});
  const std::string n = std::to_string(mean->n);
  const std::string due = std::to_string(mean->due);
  if (!mean->slots) return words(Say::coverage, {n, told.coverage_percent, due});
  return words(Say::coverage_slots, {n, std::to_string(*mean->slots), due, told.coverage_percent});
}

/// With `at_least` the mean is a bound, on the side on which it lies outside.
std::string Teller::value_words(const ToldVerdict& told) const {
  const std::string unit = unit_of(told.point, told.parameter);
  if (told.value.empty()) return words(Say::no_value);
  if (!told.at_least) return words(Say::value, {told.value, unit});
  const bool low = !told.limit_min.empty() && less_number(told.value, told.limit_min);
  return low ? words(Detail::value_at_most, {told.value, unit})
             : words(Say::value_at_least, {told.value, unit});
}

std::string Teller::window_words(const ToldVerdict& told) const {
  std::string text = value_words(told);
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
    const auto beside = notes(**first);
    // Windows that touch and tell the same are told once.
    for (++at; at != windows.end(); ++at) {
      if ((*at)->start != (*(at - 1))->start + length || window_words(**at) != text || notes(**at) != beside)
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
    for (const auto& note : beside) line(depth + 1, note);
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
    const bool telling = verdict == Verdict::exceeding || verdict == Verdict::not_enough_data ||
                         (verdict == Verdict::within_limit && !windows.front()->reasons.empty());
    if (windows.size() == 1 || (telling && series.key.binding)) {
      each_window(depth + 1, windows);
    } else {
      lowest_and_highest(depth + 1, windows);
      if (series.key.binding) notes_of_many(depth + 1, windows);
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

}  // namespace effluent
