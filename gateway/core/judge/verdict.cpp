// SPDX-License-Identifier: Apache-2.0
#include "core/judge/verdict.hpp"

namespace effluent {

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::within_limit:
      return "within_limit";
    case Verdict::exceeding:
      return "exceeding";
    case Verdict::not_enough_data:
      return "not_enough_data";
    case Verdict::no_limit:
      return "no_limit";
    case Verdict::not_discharging:
      return "not_discharging";
  }
  return {};
}

std::optional<Verdict> parse_verdict(std::string_view name) {
  for (const auto verdict : {Verdict::within_limit, Verdict::exceeding, Verdict::not_enough_data,
                             Verdict::no_limit, Verdict::not_discharging}) {
    if (name_of(verdict) == name) return verdict;
  }
  return std::nullopt;
}

std::optional<Verdict> worst_of(const VerdictSet& found) {
  for (const auto verdict : {Verdict::exceeding, Verdict::no_limit, Verdict::not_enough_data,
                             Verdict::within_limit, Verdict::not_discharging}) {
    if (is_in(found, verdict)) return verdict;
  }
  return std::nullopt;
}

Sums restored_sums(const WindowSums& sums, milliseconds length) {
  Sums restored = sums;
  restored.covered = sums.slots * (length / sums.due);
  return restored;
}

}  // namespace effluent
