// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/explain/teller.hpp"

namespace effluent {
namespace {

bool decides(const Series& series) {
  return std::any_of(series.windows.begin(), series.windows.end(), [](const ToldVerdict* told) {
    return told->verdict == Verdict::within_limit || told->verdict == Verdict::exceeding;
  });
}

bool depends_on_exclusion(const Series& series) {
  return std::any_of(series.windows.begin(), series.windows.end(), [](const ToldVerdict* told) {
    return std::find(told->reasons.begin(), told->reasons.end(), "depends_on_exclusion") !=
           told->reasons.end();
  });
}

/// Of every window that exceeds the limit lies within the error that is permitted the instrument.
bool is_within_error(const Series& series) {
  const auto exceeding = series.with(Verdict::exceeding);
  return !exceeding.empty() && std::all_of(exceeding.begin(), exceeding.end(), [](const ToldVerdict* told) {
    return told->details.error && told->details.error->covers;
  });
}

bool has_minutes_outside(const DayRecord& record, const Series& series) {
  if (!series.with(Verdict::exceeding).empty()) return false;
  if (const auto told = seconds_outside(series)) return told->most != nullptr;
  const auto& told = *series.windows.front();
  if (told.limit_min.empty() || told.limit_max.empty()) return false;
  const auto outside = minutes_outside(record, told);
  return outside && outside->below + outside->above > 0;
}

bool has_revision(const DayRecord& record, const Series& series) {
  return std::any_of(record.revisions.begin(), record.revisions.end(), [&](const ToldRevision& revision) {
    return std::any_of(series.windows.begin(), series.windows.end(),
                       [&](const ToldVerdict* told) { return told->place == revision.by; });
  });
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

Teller::Sorted Teller::sorted() const {
  Sorted sorted;
  for (const auto& series : series_) {
    if (!series.key.binding || !shown(series.key.parameter)) continue;
    const std::string name = subject(series.key);
    if (!series.with(Verdict::exceeding).empty()) {
      sorted.exceeding.add(name);
    } else if (series.all_idle()) {
      sorted.idle.add(name);
    } else if (series.all_within()) {
      sorted.within.add(name);
    } else {
      (decides(series) ? sorted.incomplete : sorted.undecided).add(name);
    }
    if (!series.all_idle() && !series.with(Verdict::not_discharging).empty()) sorted.idle_at_times.add(name);
    if (is_within_error(series)) sorted.within_error.add(name);
    if (depends_on_exclusion(series)) sorted.depends.add(name);
    if (has_minutes_outside(record_, series)) sorted.minutes_outside.add(name);
    if (series.surrogate() == name_of(SurrogateStanding::not_correlated)) sorted.not_correlated.add(name);
    if (has_revision(record_, series)) sorted.revised.add(name);
  }
  for (const auto& outlet : context_.plant.outlets) {
    const Permit* permit = permit_of(outlet.id);
    if (permit == nullptr) continue;
    for (const auto& parameter : permit->automatic) {
      const bool silent = !has_series(outlet.id, parameter) && shown(parameter);
      if (silent) sorted.undecided.add(name_of_parameter(parameter) + " (" + outlet.id + ")");
    }
  }
  return sorted;
}

Teller::Subjects Teller::exceeding_samples() const {
  Subjects found;
  for (std::size_t i = 0; i < record_.samples.size(); ++i) {
    const auto& result = record_.samples[i].result;
    const bool counts = day_of(result.taken_at) == context_.day && !replaced(i) && shown(result.parameter);
    if (counts && record_.samples[i].verdict == Verdict::exceeding) {
      found.add(name_of_parameter(result.parameter) + " (" + result.outlet + ")");
    }
  }
  return found;
}

void Teller::conclusion() {
  heading(words(Say::conclusion));
  const auto [exceeding, within, incomplete, undecided, idle, idle_at_times, within_error, depends, outside,
              not_correlated, revised] = sorted();
  const std::size_t all = exceeding.count + within.count + incomplete.count + undecided.count + idle.count;
  const auto tell = [this](auto what, const Subjects& subjects) {
    if (subjects.count > 0) line(0, words(what, {subjects.text}));
  };
  tell(Say::exceeding_in, exceeding);
  tell(Detail::within_error_in, within_error);
  tell(Say::laboratory_exceeding_in, exceeding_samples());
  if (within.count > 0 && within.count == all) {
    line(0, words(Say::none_exceeds, {std::to_string(all), within.text}));
  } else if (within.count > 0) {
    line(0,
         words(Say::none_exceeds_in_some, {std::to_string(within.count), std::to_string(all), within.text}));
  }
  tell(Say::incomplete_in, incomplete);
  tell(Say::undecided_in, undecided);
  tell(Detail::idle_in, idle);
  tell(Detail::idle_at_times_in, idle_at_times);
  tell(Detail::depends_in, depends);
  tell(Say::minutes_outside_in, outside);
  tell(Say::not_correlated_in, not_correlated);
  tell(Correction::revised_in, revised);
  if (record_.verdicts.empty()) line(0, words(Say::nothing_judged));
  line(0, words(Say::conclusion_scope));
}

}  // namespace effluent
