// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string>

#include "core/measure/time.hpp"
#include "core/site/site.hpp"

namespace effluent {

/// The text of `verdict/<plant>`. Both lists hold bodies as JudgedLine::body (from `"kind":` to the last
/// member, without braces), already in judge.md's order: `ComplianceBoard::final_bodies` and
/// `WindowBook::provisional`.
[[nodiscard]] std::string verdict_payload(const Site& site, std::size_t plant, Instant time,
                                          std::span<const std::string> final_bodies,
                                          std::span<const std::string> provisional_bodies);

}  // namespace effluent
