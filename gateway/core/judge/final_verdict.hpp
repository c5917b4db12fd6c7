// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "core/judge/verdict.hpp"
#include "core/site/site.hpp"

namespace effluent {

/// What one series of final verdicts is about; of each the latest is shown (record.md, `final`).
/// Ordered as judge.md orders lines of one window end and plant: ids by bytes, an empty one (null) last.
struct VerdictKey {
  std::string plant;  ///< id
  std::string outlet;
  std::string point;  ///< empty: a parameter without a point
  std::string parameter;
  bool binding = true;
  std::string standard;
  std::string column;
  std::string flow_band;  ///< empty: none
  friend bool operator==(const VerdictKey&, const VerdictKey&) = default;
  friend std::strong_ordering operator<=>(const VerdictKey& left, const VerdictKey& right);
};

/// A closed window's verdict with all that compliance and `verdict/<plant>` need of it, free of indices, so
/// that it can be stored over restarts and changes of the configuration.
struct FinalVerdict {
  VerdictKey key;
  Period period = Period::day;
  Instant start{};
  Instant end{};
  Verdict verdict = Verdict::no_limit;
  std::string body;  ///< JudgedLine::body
};

/// `line.kind` is verdict.
[[nodiscard]] FinalVerdict final_of(const Site& site, const JudgedLine& line);

/// A name and a text to keep it by; equal keys have equal names. Neither holds a newline.
[[nodiscard]] std::string name_text(const VerdictKey& key);
[[nodiscard]] std::string value_text(const FinalVerdict& verdict);
/// The two texts read again; none where they are not such texts.
[[nodiscard]] std::optional<FinalVerdict> parse_final(std::string_view name, std::string_view value);

/// It revises an earlier verdict of the same window.
[[nodiscard]] bool is_revised(const FinalVerdict& verdict);

/// Some permit of the configuration still forms verdicts of this key.
[[nodiscard]] bool is_formed(const Site& site, const VerdictKey& key);

}  // namespace effluent
