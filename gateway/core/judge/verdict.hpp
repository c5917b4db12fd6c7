// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/judge/permit.hpp"
#include "core/judge/sums.hpp"
#include "core/measure/decimal.hpp"
#include "core/measure/time.hpp"

namespace effluent {

/// In the order of design.md 5 (which `counts` in `compliance` prints).
enum class Verdict : std::uint8_t { within_limit, exceeding, not_enough_data, no_limit, not_discharging };
[[nodiscard]] std::string_view name_of(Verdict verdict);
[[nodiscard]] std::optional<Verdict> parse_verdict(std::string_view name);

inline constexpr std::size_t kVerdicts = 5;
/// Which verdicts were found, by index of Verdict.
using VerdictSet = std::array<bool, kVerdicts>;
inline void add_to(VerdictSet& found, Verdict verdict) { found.at(static_cast<std::size_t>(verdict)) = true; }
[[nodiscard]] inline bool is_in(const VerdictSet& found, Verdict verdict) {
  return found.at(static_cast<std::size_t>(verdict));
}
/// exceeding > no_limit > not_enough_data > within_limit (design.md 5); what discharges nothing hides no
/// other. None of none.
[[nodiscard]] std::optional<Verdict> worst_of(const VerdictSet& found);

/// What a window of one point held, as printed and as later windows add it up.
struct WindowSums : Sums {
  std::int64_t due = 0;    ///< slots of the whole window
  std::int64_t slots = 0;  ///< slots with at least one entering reading
};

/// What a written mean of a window of that length held, its covered time from its slots. `due` is above 0.
[[nodiscard]] Sums restored_sums(const WindowSums& sums, milliseconds length);

/// One line of `effluent judge`, and the body of a `mean` or `verdict` entry.
struct JudgedLine {
  /// duty: a standby or its primary takes over; an entry of the journal, no line of `judge`.
  /// batch: a verdict of one discharge between two standstills; no window, and on no board.
  enum class Kind : std::uint8_t { mean, verdict, duty, batch } kind = Kind::mean;
  std::size_t plant = 0;             ///< index in Site::plants
  std::optional<std::size_t> point;  ///< index in the plant's points; none: parameter without a point
  std::string outlet;                ///< empty for `[[plant.point]]`
  std::string parameter;
  Period period = Period::day;
  Instant start{};
  Instant end{};
  bool shortest =
      false;  ///< mean of the shortest period formed for the point: carries sums and blocks in the journal
  WindowSums sums;  ///< of means; of verdicts with a point: those of its window. At the point's digits (more
                    ///< where a restored sum had more)
  Verdict verdict = Verdict::no_limit;  ///< of verdicts
  bool binding = true;
  std::string standard;  ///< of verdicts: the basis' standard, column, flow band (empty: null)
  std::string column;
  std::string flow_band;
  /// The JSON members as judge.md fixes them, from `"kind":` to the last, without the braces.
  std::string body;
  /// Of means: the members behind those that [main job] fixed ("std_dev" to "mean_upper"). In the journal the
  /// members of a base mean stand between the two. Of batches: "end".
  std::string more;
  [[nodiscard]] std::string text() const { return more.empty() ? body : body + "," + more; }
};

}  // namespace effluent
