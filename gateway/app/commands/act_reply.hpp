// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace effluent {

/// The committed entry in the reply to a person's act; none where it was refused or failed, which stderr then
/// says.
[[nodiscard]] std::optional<nlohmann::json> recorded_entry(const std::string& reply);

}  // namespace effluent
