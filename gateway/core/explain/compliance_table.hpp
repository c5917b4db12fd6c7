// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "core/explain/phrases.hpp"
#include "core/judge/compliance.hpp"

namespace effluent {

/// Days by verdict of plants, outlets and parameters, how plants and parks stand and by which criterion, as a
/// table that a person reads. `only`: index of the one plant to show, with its park.
[[nodiscard]] std::string compliance_table(const Site& site, const ComplianceBoard& board, Instant now,
                                           Language language, std::optional<std::size_t> only);

}  // namespace effluent
