// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/explain/teller.hpp"

namespace effluent {
namespace {

bool is_more_than_zero(const std::string& number) { return less_number("0", number); }

/// The standby has measured.
bool is_shared(const std::vector<ToldShare>& instruments) {
  return instruments.size() > 1 && std::any_of(instruments.begin() + 1, instruments.end(),
                                               [](const ToldShare& share) { return share.n > 0; });
}

}  // namespace

std::string Teller::span(const std::string& seconds) const { return span_words(context_.language, seconds); }

/// Who has measured, where a standby has.
std::vector<std::string> Teller::notes_of_instruments(const ToldVerdict& told) const {
  const auto& instruments = told.details.instruments;
  if (!is_shared(instruments)) return {};
  std::string list;
  for (const auto& share : instruments) {
    const bool primary = share.point == told.point;
    list += list.empty() ? "" : ", ";
    list += words(primary ? Detail::share_of_primary : Detail::share_of_standby,
                  {share.point, span(share.measured), std::to_string(share.n)});
  }
  return {words(Detail::instruments, {list})};
}

/// What the plant took in while its outlet stood still, and whether that can be.
std::string Teller::inflow_words(const ToldVerdict& told) const {
  const ToldDischarge& discharge = *told.details.discharge;
  const std::string end = clock_words(told.start + length_of(told.period));
  if (discharge.inflow.empty()) return words(Detail::inflow_unknown, {end, discharge.tank});
  return words(discharge.explained ? Detail::inflow_explains : Detail::inflow_does_not,
               {end, discharge.inflow, discharge.tank});
}

std::vector<std::string> Teller::notes_of_discharge(const ToldVerdict& told) const {
  const auto& discharge = told.details.discharge;
  if (!discharge) return {};
  std::string list;
  const auto add = [&](const std::string& seconds, Detail what) {
    if (!is_more_than_zero(seconds)) return;
    list += (list.empty() ? "" : ", ") + words(what, {span(seconds)});
  };
  add(discharge->idle, Detail::discharge_idle);
  add(discharge->flush, Detail::discharge_flush);
  add(discharge->contradictory, Detail::discharge_contradictory);
  if (list.empty()) return {};
  std::vector<std::string> notes{words(Detail::discharge, {list})};
  if (is_more_than_zero(discharge->idle)) notes.push_back(inflow_words(told));
  return notes;
}

/// Of an exceedance: how it stands to the error that is permitted the instrument.
std::vector<std::string> Teller::notes_of_error(const ToldVerdict& told) const {
  const auto& error = told.details.error;
  if (!error) return {};
  return {words(error->covers ? Detail::error_covers : Detail::error_does_not,
                {error->plus_minus, unit_of(told.point, told.parameter)})};
}

std::vector<std::string> Teller::notes_of_weighting(const ToldVerdict& told) const {
  const auto& weighting = told.details.weighting;
  if (!weighting) return {};
  std::vector<std::string> notes{words(Detail::weighting, {weighting->point, weighting->volume})};
  if (is_more_than_zero(weighting->without_flow))
    notes.push_back(words(Detail::weighting_without, {span(weighting->without_flow)}));
  return notes;
}

/// Where the permitted error comes from, once for all windows of a series.
void Teller::error_source(int depth, const Series& series) {
  for (const auto* told : series.windows) {
    const auto& error = told->details.error;
    if (!error) continue;
    line(depth, words(Detail::error_source, {error->document, certainty_words(error->certainty)}));
    return;
  }
}

/// Of windows that are told together: who has measured, and what the last standstill rests on.
void Teller::composition_of_many(int depth, const Windows& windows) {
  const ToldVerdict* idle = nullptr;
  std::size_t shared = 0;
  for (const auto* told : windows) {
    const auto& discharge = told->details.discharge;
    if (discharge && is_more_than_zero(discharge->idle)) idle = told;
    if (is_shared(told->details.instruments)) ++shared;
  }
  if (shared > 0) line(depth, words(Detail::instruments_in, {std::to_string(shared)}));
  if (idle != nullptr) line(depth, inflow_words(*idle));
}

}  // namespace effluent
