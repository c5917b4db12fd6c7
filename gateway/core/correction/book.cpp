// SPDX-License-Identifier: Apache-2.0
#include "core/correction/book.hpp"

#include <algorithm>

namespace effluent {

const RecordedExplanation* CorrectionBook::find(const EntryPlace& place) const {
  const auto found = std::find_if(explained_.begin(), explained_.end(),
                                  [&place](const auto& explained) { return explained.place == place; });
  return found == explained_.end() ? nullptr : &*found;
}

const RecordedExplanation* CorrectionBook::same_as(const Explanation& explanation) const {
  const auto found =
      std::find_if(explained_.begin(), explained_.end(),
                   [&explanation](const auto& explained) { return explained.explanation == explanation; });
  return found == explained_.end() ? nullptr : &*found;
}

const RecordedDecision* CorrectionBook::decision_on(const EntryPlace& explanation) const {
  const auto found = std::find_if(decided_.begin(), decided_.end(), [&explanation](const auto& decided) {
    return decided.decision.explanation == explanation;
  });
  return found == decided_.end() ? nullptr : &*found;
}

std::optional<Exclusion> CorrectionBook::exclusion(std::size_t number) const {
  const auto& decided = decided_.at(number);
  const auto* explained = find(decided.decision.explanation);
  if (!decided.decision.accepted || explained == nullptr || explained->explanation.asks != kAsksExclude)
    return std::nullopt;
  const auto& [plant, outlet, parameter, points, from, until, category, reason, evidence, asks, by] =
      explained->explanation;
  return Exclusion{plant, points, from, until};
}

std::vector<Exclusion> CorrectionBook::exclusions_up_to(std::size_t number) const {
  std::vector<Exclusion> all;
  for (std::size_t at = 0; at <= number && at < decided_.size(); ++at) {
    if (auto one = exclusion(at)) all.push_back(std::move(*one));
  }
  return all;
}

std::vector<std::size_t> CorrectionBook::touching(const std::string& plant, const std::string& point,
                                                  Instant start, Instant end) const {
  std::vector<std::size_t> found;
  for (std::size_t at = 0; at < decided_.size(); ++at) {
    const auto one = exclusion(at);
    if (one && one->touches(plant, point, start, end)) found.push_back(at);
  }
  return found;
}

Faults faults_of(const CenterDecision& decision, const std::string& gateway, const CorrectionBook& book,
                 Instant now) {
  Faults faults;
  if (decision.gateway != gateway) {
    faults.push_back("the decision is for gateway \"" + decision.gateway + "\", this is \"" + gateway + '"');
    return faults;
  }
  const auto& place = decision.explanation;
  const auto* explained = book.find(place);
  if (explained == nullptr) {
    faults.push_back("no explanation is recorded as entry " + std::to_string(place.seq) + " of epoch " +
                     place.epoch + "; effluent explanation list shows them");
    return faults;
  }
  if (const auto* before = book.decision_on(place)) {
    faults.push_back(
        "the explanation is decided already: " + std::string{name_of_decision(before->decision.accepted)} +
        " by document " + before->decision.document + " (entry " + std::to_string(before->place.seq) +
        " of epoch " + before->place.epoch + "); explain anew what is to be decided anew");
  }
  // By days: the center may tell only the day, and its clock is another one.
  if (day_of(decision.decided_at) > day_of(now))
    faults.push_back("decided_at " + time_text(decision.decided_at) + " lies in the future; it is " +
                     time_text(now));
  if (day_of(decision.decided_at) < day_of(explained->time))
    faults.push_back("decided_at " + time_text(decision.decided_at) +
                     " is before the explanation was entered, " + time_text(explained->time));
  return faults;
}

}  // namespace effluent
