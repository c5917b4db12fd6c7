// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "core/instrument/faults.hpp"
#include "core/measure/time.hpp"
#include "core/record/entry_place.hpp"

namespace effluent {

/// What the center says of an explanation. It signs the text below; see docs/formats/entries.md, `decision`.
struct CenterDecision {
  std::string gateway;     ///< of the explanation
  EntryPlace explanation;  ///< its entry
  bool accepted = false;
  std::string document;  ///< number of the document that decides
  std::string decided_by;
  Instant decided_at{};
  friend bool operator==(const CenterDecision&, const CenterDecision&) = default;
};
[[nodiscard]] std::string_view name_of_decision(bool accepted);  ///< "accepted", "rejected"

/// A signed note (core/record/note.hpp) as it came.
struct DecisionNote {
  std::string note;
};

/// The text that is signed: `effluent/decision`, then a line `name: value` for each field, in this order:
/// gateway, explanation_epoch, explanation_seq, decision, document, decided_by, decided_at.
[[nodiscard]] std::string decision_text(const CenterDecision& decision);
/// Such a text, its fields in that order and no other; else all that is wrong with it.
[[nodiscard]] tl::expected<CenterDecision, Faults> parse_decision(std::string_view text);

}  // namespace effluent
