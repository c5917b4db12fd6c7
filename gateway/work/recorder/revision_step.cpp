// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/judge/revision.hpp"
#include "work/recorder/implementation.hpp"
#include "work/recorder/revised_text.hpp"

namespace effluent {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

/// Verdicts of a day may rest on what was discharged up to a day before.
constexpr std::chrono::hours kBefore{25};

/// What the record holds of a plant's day.
struct RecordedDay {
  RecordedMeans means;
  std::vector<StoredVerdict> verdicts;  ///< first ones, in the journal's order

  void take(const std::string& line, const std::string& plant, Day day) {
    // Most lines are of others, and read whole only where they are needed.
    if (line.find("\"plant\":\"" + plant + '"') == std::string::npos) return;
    if (line.find(R"("kind":"mean")") != std::string::npos) {
      const auto mean = read_base_mean(line);
      if (mean && mean->plant == plant && mean->start >= start_of(day) - kBefore) means.add(*mean);
    } else if (line.find(R"("kind":"verdict")") != std::string::npos) {
      auto verdict = read_final(line);
      if (verdict && verdict->key.plant == plant && day_of(verdict->start) == day && !verdict->revised)
        verdicts.push_back(std::move(*verdict));
    }
  }
};

/// Of one parameter's point: whether every window of the day that must be recorded is.
struct DayEdge {
  Instant first = Instant::max();
  Instant last = Instant::min();  ///< end of the last window
};

}  // namespace

/// One day after the other, each in the transactions it needs: what is held at once is one plant's day, and
/// where the program ends between two, `pending` says what is left.
Recorder::Result Recorder::Implementation::revise_pending() {
  while (!pending.empty()) {
    const auto [decision, open] = *pending.begin();
    for (const auto day : open) {
      if (!revise_day(decision, Day{day})) return {};  // the record can't be read now: tried again later
      if (auto done = flush(); !done) return done;
    }
    pending.erase(decision);
  }
  return {};
}

tl::expected<void, StoreError> Recorder::Implementation::revise_day(std::size_t decision, Day day) {
  const auto exclusions = corrections.exclusions_up_to(decision);
  const auto excluded = corrections.exclusion(decision);
  if (!excluded) return {};
  const Exclusion& own = *excluded;
  const auto found = plant_index.find(own.plant);
  const std::size_t plant = found == plant_index.end() ? site.plants.size() : found->second;
  outbox.begin_part();
  if (plant < site.plants.size()) {
    RecordedDay recorded;
    const auto read =
        ledger.lines_around(start_of(day) - kBefore, start_of(day) + days{1},
                            [&](const std::string& line) { recorded.take(line, own.plant, day); });
    if (!read) return read;
    const Reviser reviser{site.plants[plant], plant, site.standards, recorded.means, exclusions};
    for (const auto& old : recorded.verdicts) {
      const auto standing = revised.find(window_name(old));
      if (standing != revised.end() && standing->second.decision >= decision) continue;
      if (!concerns(own, old)) continue;
      if (const auto line = reviser.revise(old)) write_revision(*line, old, decision);
    }
    replace_days(recorded.verdicts, plant, day);
    outbox.part().plants_closed.push_back(plant);
  }
  pending[decision].erase(sys_days{day});
  remember_pending(decision);
  outbox.end_part();
  return {};
}

/// Some reading of the window's points lies in the excluded period.
bool Recorder::Implementation::concerns(const Exclusion& exclusion, const StoredVerdict& verdict) const {
  const auto points = measuring_points(*site.find_plant(verdict.key.plant), verdict.key.point);
  return std::any_of(points.begin(), points.end(), [&](const std::string& point) {
    return exclusion.touches(verdict.key.plant, point, verdict.start,
                             verdict.start + length_of(verdict.period));
  });
}

void Recorder::Implementation::write_revision(const JudgedLine& line, const StoredVerdict& old,
                                              std::size_t decision) {
  if (outbox.part().batch.entries.size() >= kMostLines) {
    outbox.end_part();
    outbox.begin_part();
  }
  const std::string name = window_name(old);
  const auto standing = revised.find(name);
  const auto& decided = corrections.decision(decision);
  JudgedLine told = line;
  told.body += ',' + revision_members({standing == revised.end() ? old.place : standing->second.place,
                                       decided.decision.explanation, decided.place});
  const Revised one{{outbox.epoch(), outbox.next_seq()}, line.verdict, decision};
  outbox.write(told.body);
  outbox.remember(kRevised, name, revised_text({one.place, one.verdict, one.decision}));
  revised[name] = one;
  const FinalVerdict final = final_of(site, told);
  if (board.add(final)) outbox.remember("verdict", name_text(final.key), value_text(final));
}

Verdict Recorder::Implementation::standing_of(const StoredVerdict& verdict) const {
  const auto found = revised.find(window_name(verdict));
  return found == revised.end() ? verdict.verdict : found->second.verdict;
}

/// The day of each parameter is what its windows are now. Where windows that must have closed are not
/// recorded (a long gap), what was held of them stays.
void Recorder::Implementation::replace_days(const std::vector<StoredVerdict>& verdicts, std::size_t plant,
                                            Day day) {
  const std::string& id = site.plants[plant].id;
  std::map<DaySeries, std::map<std::string, DayEdge>> edges;
  std::map<DaySeries, VerdictSet> standing;
  for (const auto& verdict : verdicts) {
    if (!verdict.key.binding) continue;
    const DaySeries series{id, verdict.key.outlet, verdict.key.parameter};
    add_to(standing[series], standing_of(verdict));
    DayEdge& edge = edges[series][verdict.key.point];
    edge.first = std::min(edge.first, verdict.start);
    edge.last = std::max(edge.last, verdict.start + length_of(verdict.period));
  }
  milliseconds delay{0};
  for (const auto& point : site.plants[plant].points) delay = std::max(delay, point.sample_delay);
  const Instant begin = start_of(day);
  const Instant end = begin + days{1};
  const bool goes_on = data_time < end + kGrace + delay;
  const bool begins = board.days().first_day(id) == day;
  for (auto& [series, found] : standing) {
    const bool whole = std::all_of(edges[series].begin(), edges[series].end(), [&](const auto& of_point) {
      const DayEdge& edge = of_point.second;
      return (begins || edge.first <= begin) && (goes_on || edge.last >= end);
    });
    const auto held = board.days().of(series, day);
    if (!whole && is_in(held, Verdict::not_enough_data)) add_to(found, Verdict::not_enough_data);
    remember_day(board.days().replace(series, day, found));
  }
}

}  // namespace effluent
