// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <utility>

#include "core/explain/teller.hpp"

namespace effluent {
namespace {

/// The worst first (design.md 5).
constexpr std::array<Verdict, 5> kWorstFirst{Verdict::exceeding, Verdict::no_limit, Verdict::not_enough_data,
                                             Verdict::not_discharging, Verdict::within_limit};

}  // namespace

bool Teller::has_series(const std::string& outlet, const std::string& parameter) const {
  return std::any_of(series_.begin(), series_.end(), [&](const Series& series) {
    return series.key.binding && series.key.outlet == outlet && series.key.parameter == parameter;
  });
}

void Teller::one_series(const Series& series) {
  const auto& key = series.key;
  const std::string name = name_of_parameter(key.parameter);
  const std::string period = period_words(series.period);
  const int depth = key.binding ? 1 : 2;
  text_ += "\n";
  if (!key.binding) {
    line(1, words(Say::shadow, {title_of(key.standard), key.column}) + " (" + name + ")");
  } else if (key.point.empty()) {
    line(0, words(Say::series_without_point, {name, period}));
  } else {
    line(0, words(Say::series, {name, key.point, period}));
  }
  std::string parts;
  for (const auto verdict : kWorstFirst) {
    const auto count = series.with(verdict).size();
    if (count == 0) continue;
    parts +=
        (parts.empty() ? "" : ", ") + words(Say::tally_part, {std::to_string(count), verdict_words(verdict)});
  }
  line(depth, words(Say::tally, {std::to_string(series.windows.size()), parts}));
  if (series.missing() > 0) {
    line(depth,
         words(Say::missing_windows, {std::to_string(series.missing()), std::to_string(series.expected())}));
  }
  limits(depth, series, unit_of(key.point, key.parameter));
  if (key.binding) surrogate(depth, series);
  for (const auto verdict : kWorstFirst) block(depth, series, verdict);
  if (key.binding) {
    error_source(depth, series);
    outside(depth, series);
    cap(depth, series);
  }
  look(depth, series.windows);
}

void Teller::surrogate(int depth, const Series& series) {
  const auto standing = series.surrogate();
  if (standing.empty()) return;
  line(depth, words(standing == name_of(SurrogateStanding::correlated) ? Say::surrogate_correlated
                                                                       : Say::surrogate_not_correlated));
}

void Teller::one_outlet(const std::string& id) {
  heading(words(Say::outlet, {id}));
  const Permit* permit = permit_of(id);
  line(0, permit == nullptr
              ? words(Say::no_permit)
              : words(Say::permit, {permit->number, title_of(permit->standard), permit->column}));
  for (const auto& series : series_) {
    if (series.key.outlet == id && shown(series.key.parameter)) one_series(series);
  }
  batches(id);
  if (permit == nullptr) return;
  for (const auto& parameter : permit->automatic) {
    if (has_series(id, parameter) || !shown(parameter)) continue;
    text_ += "\n";
    line(0, words(Say::no_verdict_recorded, {name_of_parameter(parameter)}));
  }
}

void Teller::batches(const std::string& outlet) {
  bool first = true;
  for (const ToldVerdict& told : record_.batches) {
    if (told.outlet != outlet || !told.binding || !shown(told.parameter)) continue;
    if (std::exchange(first, false)) text_ += "\n";
    const std::string unit = unit_of(told.point, told.parameter);
    line(0, words(Detail::batch,
                  {clock_words(told.start), clock_words(*told.batch_end), name_of_parameter(told.parameter),
                   told.value.empty() ? "-" : told.value + (unit.empty() ? "" : " " + unit),
                   verdict_words(told.verdict), std::to_string(told.place.seq)}));
  }
}

void Teller::outlets() {
  std::vector<std::string> ids;
  for (const auto& outlet : context_.plant.outlets) ids.push_back(outlet.id);
  // One that has verdicts of the day and is configured no more is told all the same.
  for (const auto& series : series_) {
    if (std::find(ids.begin(), ids.end(), series.key.outlet) == ids.end()) ids.push_back(series.key.outlet);
  }
  for (const auto& id : ids) one_outlet(id);
}

}  // namespace effluent
