// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/correction/book.hpp"

namespace effluent {

/// The body of an `explanation` entry; `points` are those concerned. `user`: who the operating system says
/// has entered it.
[[nodiscard]] std::string explanation_body(const Explanation& explanation, std::string_view user);
/// Reads a whole line; none where it is no such entry.
[[nodiscard]] std::optional<RecordedExplanation> read_explanation(std::string_view line);

/// A decision whose signature was found good.
struct VerifiedDecision {
  CenterDecision decision;
  std::string key;   ///< NoteKey::label of who has signed
  std::string note;  ///< the whole note as it came
};
/// The body of a `decision` entry. `plant`: the explanation's.
[[nodiscard]] std::string decision_body(const VerifiedDecision& verified, std::string_view plant,
                                        std::string_view user);
/// A decision and what else its entry tells.
struct StoredDecision {
  RecordedDecision recorded;
  Instant time{};  ///< of the entry
  std::string plant;
  std::string key;
  std::string note;
  std::string user;
};
[[nodiscard]] std::optional<StoredDecision> read_decision(std::string_view line);

/// What a revised verdict's body has behind its other members.
struct RevisionTold {
  EntryPlace revises;
  EntryPlace explanation;
  EntryPlace decision;
};
[[nodiscard]] std::string revision_members(const RevisionTold& told);

}  // namespace effluent
