// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "core/judge/basis.hpp"
#include "core/judge/outside_range.hpp"
#include "core/judge/verdict.hpp"
#include "core/judge/verdict_rule.hpp"
#include "core/measure/point.hpp"
#include "core/record/json_writer.hpp"

namespace effluent {

/// What a line prints beyond the point's digits of a mean, and of whatever is reckoned from one.
inline constexpr int kMeanPlaces = 2;

/// Who a line is about; its members from `"kind":` to `"start":"` are the same in every window.
struct LineSubject {
  std::string_view kind;
  std::string_view plant;
  std::string_view outlet;  ///< empty: null
  std::string_view point;   ///< empty: null
  std::string_view parameter;
  Period period = Period::day;
  std::string_view instead = {};  ///< of a period: what is no window; empty: none
};
[[nodiscard]] std::string line_head(const LineSubject& subject);

/// The body of a mean line (its old content goes) and what stands behind it: docs/formats/entries.md, `mean`.
/// The line's start and sums are set.
void write_mean(JudgedLine& line, const std::string& head, const Point& point);

struct VerdictTexts {
  const Basis& basis;
  const Decision& decision;
  const Evidence& evidence;
  const ExclusionCap& cap;
  const OutsideRange* outside = nullptr;  ///< null: not told by how long and how far
  bool binding = true;
  int digits = 0;                                                    ///< the point's
  SurrogateStanding surrogate = SurrogateStanding::not_a_surrogate;  ///< the point's, on the day of the start
  const Accuracy* accuracy = nullptr;                                ///< the point's; null: none is known
};
/// The body of a verdict line into `body`.
void write_verdict(std::string& body, const std::string& head, Instant start, const VerdictTexts& texts);

/// The member `basis` (judge.md, "Basis"). `limits_given` false: c, kq and kf are null.
void write_basis(JsonWriter& out, const Basis& basis, bool limits_given, bool dates_lifted);

}  // namespace effluent
