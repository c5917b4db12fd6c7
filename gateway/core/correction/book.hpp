// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/correction/decision.hpp"
#include "core/correction/explanation.hpp"
#include "core/judge/revision.hpp"

namespace effluent {

/// An explanation as it is recorded.
struct RecordedExplanation {
  EntryPlace place;
  Instant time{};  ///< of the entry
  Explanation explanation;
};

/// A decision as it is recorded.
struct RecordedDecision {
  EntryPlace place;
  CenterDecision decision;
};

/// What was explained and what the center has decided of it. Pure; one owner.
class CorrectionBook {
 public:
  void add(RecordedExplanation explained) { explained_.push_back(std::move(explained)); }
  /// In the order in which they were recorded; the explanation is known.
  void add(RecordedDecision decided) { decided_.push_back(std::move(decided)); }

  /// Null where none stands there.
  [[nodiscard]] const RecordedExplanation* find(const EntryPlace& place) const;
  /// One that says the same of the same; null where none does.
  [[nodiscard]] const RecordedExplanation* same_as(const Explanation& explanation) const;
  /// Null where nothing is decided yet.
  [[nodiscard]] const RecordedDecision* decision_on(const EntryPlace& explanation) const;

  [[nodiscard]] std::size_t decisions() const { return decided_.size(); }
  /// By its number, from 0 in the order of recording.
  [[nodiscard]] const RecordedDecision& decision(std::size_t number) const { return decided_.at(number); }
  /// What the decision of that number excludes; none where it rejects, or nothing was asked for.
  [[nodiscard]] std::optional<Exclusion> exclusion(std::size_t number) const;
  /// What holds once that decision is recorded: all exclusions of decisions up to it.
  [[nodiscard]] std::vector<Exclusion> exclusions_up_to(std::size_t number) const;
  /// Numbers of the decisions that exclude readings of that window.
  [[nodiscard]] std::vector<std::size_t> touching(const std::string& plant, const std::string& point,
                                                  Instant start, Instant end) const;

 private:
  std::vector<RecordedExplanation> explained_;
  std::vector<RecordedDecision> decided_;
};

/// Everything that speaks against recording it, in words for the person; empty: nothing. `gateway`: the own.
[[nodiscard]] Faults faults_of(const CenterDecision& decision, const std::string& gateway,
                               const CorrectionBook& book, Instant now);

}  // namespace effluent
