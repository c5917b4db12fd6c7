// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/explain/teller.hpp"

namespace effluent {
namespace {

/// Subjects in a list, and how many.
struct List {
  std::string text;
  std::size_t count = 0;
  void add(const std::string& subject) {
    text += (text.empty() ? "" : ", ") + subject;
    ++count;
  }
};

bool decides(const Series& series) {
  return std::any_of(series.windows.begin(), series.windows.end(), [](const ToldVerdict* told) {
    return told->verdict == Verdict::within_limit || told->verdict == Verdict::exceeding;
  });
}

bool has_minutes_outside(const DayRecord& record, const Series& series) {
  const auto& told = *series.windows.front();
  if (told.limit_min.empty() || told.limit_max.empty() || !series.with(Verdict::exceeding).empty())
    return false;
  const auto outside = minutes_outside(record, told);
  return outside && outside->below + outside->above > 0;
}

}  // namespace

void Teller::opening() {
  line(0, words(Say::title, {context_.plant.name, context_.plant.id, day_words(context_.day)}));
  line(0, words(Say::source_note, {context_.site.gateway}));
  line(0, words(Say::decimal_point));
  if (!context_.parameter.empty())
    line(0, words(Say::only_parameter, {name_of_parameter(context_.parameter)}));
  std::vector<std::string> others;
  for (const auto& told : record_.verdicts) {
    const auto found = record_.configurations.find(told.place.epoch);
    const std::string hash = found == record_.configurations.end() ? "?" : found->second;
    if (hash == context_.configuration || std::find(others.begin(), others.end(), hash) != others.end())
      continue;
    others.push_back(hash);
    line(0, words(Say::other_configuration, {hash.substr(0, 16), context_.configuration.substr(0, 16)}));
  }
  if (context_.now < start_of(context_.day) + std::chrono::hours{24}) line(0, words(Say::not_ended));
}

void Teller::conclusion() {
  heading(words(Say::conclusion));
  List exceeding;
  List within;
  List incomplete;
  List undecided;
  List outside;
  for (const auto& series : series_) {
    if (!series.key.binding || !shown(series.key.parameter)) continue;
    const std::string name = subject(series.key);
    if (!series.with(Verdict::exceeding).empty()) {
      exceeding.add(name);
    } else if (series.all_within()) {
      within.add(name);
    } else {
      (decides(series) ? incomplete : undecided).add(name);
    }
    if (has_minutes_outside(record_, series)) outside.add(name);
  }
  for (const auto& outlet : context_.plant.outlets) {
    const Permit* permit = permit_of(outlet);
    if (permit == nullptr) continue;
    for (const auto& parameter : permit->automatic) {
      if (!has_series(outlet.id, parameter) && shown(parameter)) {
        undecided.add(name_of_parameter(parameter) + " (" + outlet.id + ")");
      }
    }
  }
  List by_laboratory;
  for (std::size_t i = 0; i < record_.samples.size(); ++i) {
    const auto& [place, result, verdict, reasons, low, high, basis] = record_.samples[i];
    const bool counts = day_of(result.taken_at) == context_.day && !replaced(i) && shown(result.parameter);
    if (counts && verdict == Verdict::exceeding) {
      by_laboratory.add(name_of_parameter(result.parameter) + " (" + result.outlet + ")");
    }
  }
  const std::size_t all = exceeding.count + within.count + incomplete.count + undecided.count;
  if (exceeding.count > 0) line(0, words(Say::exceeding_in, {exceeding.text}));
  if (by_laboratory.count > 0) line(0, words(Say::laboratory_exceeding_in, {by_laboratory.text}));
  if (within.count > 0 && within.count == all) {
    line(0, words(Say::none_exceeds, {std::to_string(all), within.text}));
  } else if (within.count > 0) {
    line(0,
         words(Say::none_exceeds_in_some, {std::to_string(within.count), std::to_string(all), within.text}));
  }
  if (incomplete.count > 0) line(0, words(Say::incomplete_in, {incomplete.text}));
  if (undecided.count > 0) line(0, words(Say::undecided_in, {undecided.text}));
  if (outside.count > 0) line(0, words(Say::minutes_outside_in, {outside.text}));
  if (record_.verdicts.empty()) line(0, words(Say::nothing_judged));
  line(0, words(Say::conclusion_scope));
}

}  // namespace effluent
