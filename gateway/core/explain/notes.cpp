// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/explain/teller.hpp"

namespace effluent {

const ToldMean* Teller::mean_of(const ToldVerdict& told) const {
  if (is_composed(told.details)) return nullptr;
  for (const auto& mean : record_.means) {
    if (mean.point == told.point && mean.period == told.period && mean.start == told.start) return &mean;
  }
  return nullptr;
}

/// Truncated to two digits: 0.00 may stand for something.
std::string Teller::percent_words(const std::string& percent) const {
  return percent == "0.00" ? words(Detail::percent_tiny) : words(Detail::percent, {percent});
}

std::string Teller::causes_words(const ToldMissing& missing) const {
  std::string text;
  for (const auto& [cause, percent] : missing.causes) {
    const std::string name = missing_cause_words(context_.language, cause);
    text += text.empty() ? "" : ", ";
    text += missing.causes.size() == 1 ? name : words(Detail::part, {name, percent_words(percent)});
  }
  return text;
}

std::vector<std::string> Teller::notes_of_mean(const ToldVerdict& told, const std::string& unit) const {
  const ToldMean* mean = mean_of(told);
  if (mean == nullptr) return {};
  std::vector<std::string> notes;
  if (mean->over_range > 0) notes.push_back(words(Detail::over_range, {std::to_string(mean->over_range)}));
  if (mean->under_range > 0) notes.push_back(words(Detail::under_range, {std::to_string(mean->under_range)}));
  if (!mean->mean_lower.empty()) {
    notes.push_back(
        words(Detail::below_detection, {std::to_string(mean->below_detection), std::to_string(mean->n),
                                        mean->mean_lower, mean->mean_upper, unit}));
  }
  // A day's mean may hide what an hour's shows.
  if (told.period == Period::day && mean->n > 1 && !mean->std_dev.empty())
    notes.push_back(words(Detail::spread, {mean->min, mean->max, mean->std_dev, unit}));
  return notes;
}

std::vector<std::string> Teller::notes(const ToldVerdict& told) const {
  if (!told.binding) return {};
  const std::string unit = unit_of(told.point, told.parameter);
  const auto& missing = told.details.missing;
  const auto& excluded = told.details.excluded;
  const auto& with = told.details.mean_with_excluded;
  std::vector<std::string> notes = notes_of_error(told);
  const auto add = [&notes](const std::vector<std::string>& more) {
    notes.insert(notes.end(), more.begin(), more.end());
  };
  add(notes_of_discharge(told));
  add(notes_of_weighting(told));
  add(notes_of_instruments(told));
  if (missing && !missing->causes.empty())
    notes.push_back(words(Detail::missing, {percent_words(missing->percent), causes_words(*missing)}));
  if (excluded && excluded->n == 1) {
    notes.push_back(words(Detail::excluded_one, {excluded->max, unit}));
  } else if (excluded) {
    notes.push_back(
        words(Detail::excluded, {std::to_string(excluded->n), excluded->min, excluded->max, unit}));
  }
  if (!with.empty()) {
    const bool outside_limit = deviation_of(with, told.limit_min, told.limit_max).has_value();
    notes.push_back(
        words(outside_limit ? Detail::with_excluded_outside : Detail::with_excluded, {with, unit}));
  }
  add(notes_of_mean(told, unit));
  return notes;
}

void Teller::excluded_of_many(int depth, const Windows& windows) {
  const ToldVerdict* low = nullptr;
  const ToldVerdict* high = nullptr;
  std::size_t count = 0;
  for (const auto* told : windows) {
    const auto& excluded = told->details.excluded;
    if (!excluded) continue;
    ++count;
    if (low == nullptr || less_number(excluded->min, low->details.excluded->min)) low = told;
    if (high == nullptr || less_number(high->details.excluded->max, excluded->max)) high = told;
  }
  if (count == 0) return;
  line(depth, words(Detail::excluded_in, {std::to_string(count), low->details.excluded->min,
                                          high->details.excluded->max, unit_of(low->point, low->parameter),
                                          clock_words(low->start), clock_words(high->start)}));
}

void Teller::notes_of_many(int depth, const Windows& windows) {
  const ToldVerdict* most = nullptr;
  std::size_t beyond = 0;
  std::size_t below = 0;
  for (const auto* told : windows) {
    const auto& missing = told->details.missing;
    const bool more = missing && !missing->causes.empty() &&
                      (most == nullptr || less_number(most->details.missing->percent, missing->percent));
    if (more) most = told;
    const ToldMean* mean = mean_of(*told);
    if (mean == nullptr) continue;
    if (mean->over_range + mean->under_range > 0) ++beyond;
    if (!mean->mean_lower.empty()) ++below;
  }
  if (most != nullptr) {
    const auto& missing = *most->details.missing;
    line(depth, words(Detail::missing_most,
                      {clock_words(most->start), clock_words(most->start + length_of(most->period)),
                       percent_words(missing.percent), causes_words(missing)}));
  }
  composition_of_many(depth, windows);
  excluded_of_many(depth, windows);
  if (beyond > 0) line(depth, words(Detail::beyond_range_in, {std::to_string(beyond)}));
  if (below > 0) line(depth, words(Detail::below_detection_in, {std::to_string(below)}));
}

}  // namespace effluent
