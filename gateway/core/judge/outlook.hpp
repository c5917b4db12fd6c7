// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "core/judge/outside_range.hpp"
#include "core/judge/verdict_rule.hpp"

namespace effluent {

/// How a verdict is shown where people look: never green where anything speaks against it.
enum class Colour { green, yellow, red, grey };
[[nodiscard]] std::string_view name_of(Colour colour);
[[nodiscard]] Colour colour_of(const Decision& decision, const OutsideRange* outside);

/// A window that is not over: what a provisional verdict says beside the verdict.
struct Outlook {
  milliseconds elapsed{0};
  milliseconds length{0};
  std::int64_t covered = 0;  ///< slots with an entering reading
  std::int64_t rest = 0;     ///< slots to come
};

/// The members "elapsed_percent" to "rest_at_least", behind a verdict's: docs/formats/mqtt.md.
[[nodiscard]] std::string outlook_members(const Outlook& outlook, const Decision& decision,
                                          const Basis& basis, const Evidence& evidence,
                                          const OutsideRange* outside, int digits);

}  // namespace effluent
