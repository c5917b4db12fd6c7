// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/explain/teller.hpp"

namespace effluent {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

}  // namespace

bool Teller::concerns_any(const Explanation& explanation) const {
  return std::any_of(explanation.points.begin(), explanation.points.end(),
                     [this](const std::string& point) { return concerns(point); });
}

void Teller::one_revision(const ToldRevision& told) {
  const auto* now = current(told.by);
  if (now == nullptr) return;
  const auto& old = told.old;
  line(1,
       words(Correction::revised,
             {subject({context_.plant.id, old.outlet, old.point, old.parameter, old.binding,
                       old.basis.standard, old.basis.column, old.basis.flow_band}) +
                  (old.binding ? ""
                               : ", " + words(Say::shadow, {title_of(old.basis.standard), old.basis.column})),
              clock_words(old.start), clock_words(old.start + length_of(old.period)),
              verdict_words(old.verdict), value_words(old), place_words(old.place),
              verdict_words(now->verdict), value_words(*now), place_words(now->place)}));
  for (const auto& reason : now->reasons)
    line(2, words(Say::why, {reason_words(reason, now->outlet, now->basis.standard)}));
}

/// The verdict that stands there, or of later where it was revised again.
const ToldVerdict* Teller::current(const EntryPlace& place) const {
  for (const auto& told : record_.verdicts) {
    if (told.place == place) return &told;
  }
  for (const auto& told : record_.revisions) {
    if (told.old.place == place) return &told.old;
  }
  return nullptr;
}

void Teller::one_decision(const ToldExplanation& told) {
  if (!told.decision) {
    line(1, words(Correction::undecided));
    return;
  }
  const auto& [place, decision] = told.decision->recorded;
  line(1,
       words(decision.accepted ? Correction::accepted : Correction::rejected,
             {decision.decided_by, decision.document, clock_words(decision.decided_at), place_words(place)}));
  line(1, words(Correction::signed_by, {told.decision->key}));
  if (!decision.accepted || told.explained.explanation.asks != kAsksExclude) return;
  bool any = false;
  for (const auto& revision : record_.revisions) {
    if (revision.decision != place || !shown(revision.old.parameter)) continue;
    one_revision(revision);
    any = true;
  }
  if (!any) line(1, words(Correction::not_revised));
}

/// Nothing where nothing was explained.
void Teller::corrections() {
  bool any = false;
  for (const auto& told : record_.explanations) {
    const auto& explanation = told.explained.explanation;
    if (!concerns_any(explanation)) continue;
    if (!any) heading(words(Correction::heading));
    any = true;
    line(0, words(Correction::explained,
                  {clock_words(explanation.from), clock_words(explanation.until), joined(explanation.points),
                   category_words(context_.language, explanation.category), explanation.reason,
                   explanation.by, place_words(told.explained.place)}));
    line(1, words(explanation.asks == kAsksExclude ? Correction::asked_exclude : Correction::asked_none));
    if (!explanation.evidence_sha256.empty())
      line(1, words(Correction::evidence, {explanation.evidence_sha256}));
    one_decision(told);
  }
}

}  // namespace effluent
