// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/record/correction_entry.hpp"
#include "core/record/line_members.hpp"
#include "work/recorder/implementation.hpp"
#include "work/recorder/revised_text.hpp"

namespace effluent {
namespace {

// Kinds of the store's memory: lines of entries, and what a decision is yet to revise.
constexpr const char* kExplanation = "explanation";
constexpr const char* kDecision = "decision";
constexpr const char* kPending = "revising";

using std::chrono::days;
using std::chrono::sys_days;

/// The days that hold a moment of a period.
std::set<sys_days> days_of(const Exclusion& exclusion) {
  std::set<sys_days> all;
  const sys_days last{day_of(exclusion.until - milliseconds{1})};
  for (sys_days day{day_of(exclusion.from)}; day <= last; day += days{1}) all.insert(day);
  return all;
}

}  // namespace

void Recorder::Implementation::read_corrections(Memory& memory) {
  for (const auto& [name, line] : memory[kExplanation]) {
    if (auto explained = read_explanation(line)) corrections.add(std::move(*explained));
  }
  for (const auto& [number, line] : memory[kDecision]) {  // numbers of one length: in their order
    if (auto decided = read_decision(line)) corrections.add(std::move(decided->recorded));
  }
  for (const auto& [number, text] : memory[kPending]) {
    const auto listed = parse_days(text);
    const auto at = parse_number(number);
    if (at && *at < corrections.decisions() && !listed.empty()) pending[*at] = listed;
  }
  for (const auto& [name, text] : memory[kRevised]) {
    if (auto one = parse_revised(text)) revised[name] = {one->place, one->verdict, one->decision};
  }
}

void Recorder::Implementation::step(const Explanation& explanation, const Act& act) {
  const Instant now = clock.wall();
  const auto begin = [this](const std::string& plant, const std::string& point) -> std::optional<Instant> {
    const std::size_t of_plant = plant_index.at(plant);
    const PointTrack& track = plants[of_plant].point(*site.plants[of_plant].index_of_point(point));
    return track.has_begun() ? std::optional{track.begin_time()} : std::nullopt;
  };
  Faults faults = faults_of(explanation, site, now, begin);
  Explanation concerned = explanation;
  concerned.points = points_of(explanation, site);
  if (const auto* same = corrections.same_as(concerned)) {
    faults.push_back("this explanation is recorded already, as entry " + std::to_string(same->place.seq) +
                     " of epoch " + same->place.epoch);
  }
  if (!faults.empty()) {
    act.answer(tl::unexpected{std::move(faults)});
    return;
  }
  const EntryPlace place{outbox.epoch(), outbox.next_seq()};
  outbox.begin_part();
  outbox.remember(kExplanation, place.text(), write_act_at(now, explanation_body(concerned, act.user), act));
  outbox.end_part();
  corrections.add(RecordedExplanation{place, now, std::move(concerned)});
}

/// Fails closed: what can't be verified is no decision.
tl::expected<VerifiedDecision, Faults> Recorder::Implementation::verify(const DecisionNote& note) const {
  if (facts.center_keys.empty() || signatures == nullptr)
    return tl::unexpected(Faults{"no key of the center is configured ([center] keys), so nobody can decide"});
  const auto parsed = parse_note(note.note);
  if (!parsed) return tl::unexpected(Faults{parsed.error()});
  const auto signer =
      signer_of(*parsed, facts.center_keys,
                [this](const PublicKey& key, std::string_view bytes, const Signature& signature) {
                  return signatures->is_of(key, bytes, signature);
                });
  if (!signer) return tl::unexpected(Faults{signer.error()});
  auto decision = parse_decision(parsed->text);
  if (!decision) return tl::unexpected(decision.error());
  return VerifiedDecision{std::move(*decision), signer->label(), note.note};
}

void Recorder::Implementation::step(const DecisionNote& note, const Act& act) {
  const Instant now = clock.wall();
  const auto verified = verify(note);
  Faults faults = verified ? faults_of(verified->decision, site.gateway, corrections, now) : verified.error();
  if (!faults.empty()) {
    act.answer(tl::unexpected{std::move(faults)});
    return;
  }
  const auto* explained = corrections.find(verified->decision.explanation);
  const EntryPlace place{outbox.epoch(), outbox.next_seq()};
  const std::size_t number = corrections.decisions();
  outbox.begin_part();
  outbox.remember(kDecision, number_text(number),
                  write_act_at(now, decision_body(*verified, explained->explanation.plant, act.user), act));
  corrections.add(RecordedDecision{place, verified->decision});
  if (const auto exclusion = corrections.exclusion(number)) {
    pending[number] = days_of(*exclusion);
    remember_pending(number);
  }
  outbox.end_part();
}

void Recorder::Implementation::remember_pending(std::size_t decision) {
  outbox.remember(kPending, number_text(decision), days_text(pending[decision]));
}

/// A window that closes after a decision about it was judged by what the instruments say, as every other;
/// then the decision revises it.
void Recorder::Implementation::heed_exclusions(const FinalVerdict& final) {
  if (final.key.point.empty()) return;
  for (const auto& point : measuring_points(*site.find_plant(final.key.plant), final.key.point)) {
    for (const auto decision : corrections.touching(final.key.plant, point, final.start, final.end)) {
      pending[decision].insert(sys_days{day_of(final.start)});
      remember_pending(decision);
    }
  }
}

}  // namespace effluent
