// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/record/stored_verdict.hpp"

namespace effluent {

/// Kind of the store's memory: what stands in the place of a recorded verdict, by name of its window.
inline constexpr const char* kRevised = "revised";

/// Names a window of a series of verdicts.
[[nodiscard]] std::string window_name(const StoredVerdict& verdict);

/// A verdict that revises another.
struct RevisedText {
  EntryPlace place;
  Verdict verdict = Verdict::no_limit;
  std::size_t decision = 0;  ///< by its number, from 0 in the order of recording
};
[[nodiscard]] std::string revised_text(const RevisedText& revised);
[[nodiscard]] std::optional<RevisedText> parse_revised(std::string_view text);

/// A decision's number; texts of one length, so that they sort as numbers do.
[[nodiscard]] std::string number_text(std::size_t number);
[[nodiscard]] std::optional<std::size_t> parse_number(std::string_view text);

/// Days, parted by blanks.
[[nodiscard]] std::string days_text(const std::set<std::chrono::sys_days>& days);
/// Those of them that can be read.
[[nodiscard]] std::set<std::chrono::sys_days> parse_days(std::string_view text);

}  // namespace effluent
