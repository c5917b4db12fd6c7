// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>

#include "core/judge/final_verdict.hpp"
#include "core/judge/verdict_rule.hpp"
#include "core/record/entry_place.hpp"

namespace effluent {

/// What a revision needs of a recorded verdict.
struct StoredVerdict {
  EntryPlace place;
  VerdictKey key;
  Period period = Period::day;
  Instant start{};
  Verdict verdict = Verdict::no_limit;
  bool revised = false;  ///< it revises another one
  /// Of its day and month, as `exclusion_cap` has them; nothing where it is null.
  ExcludedTime excluded;
};
/// Reads a whole `verdict` line; none where it is none.
[[nodiscard]] std::optional<StoredVerdict> read_final(std::string_view line);

}  // namespace effluent
