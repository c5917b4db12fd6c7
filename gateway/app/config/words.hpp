// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace effluent {

/// `[a-z0-9][a-z0-9_-]{0,62}`
[[nodiscard]] bool is_id(std::string_view text);
/// The nearest of `names` that is close enough to be a slip of the hand; empty if none is.
[[nodiscard]] std::string nearest(const std::string& name, const std::vector<std::string>& names);
/// `"a", "b", "c"`
[[nodiscard]] std::string quoted_list(const std::vector<std::string>& names);
[[nodiscard]] bool holds(const std::vector<std::string>& list, const std::string& wanted);

}  // namespace effluent
