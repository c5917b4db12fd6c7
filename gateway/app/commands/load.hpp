// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "app/config/configuration.hpp"

namespace effluent {

/// The configuration, held against today by this machine's clock.
[[nodiscard]] Loaded load_today(const std::string& file, Demand demand);
/// The configuration as `check` reads it, for a command that needs no more. Without one, stderr says why and
/// the command ends with kConfiguration. Warnings are not said here: `check` does.
[[nodiscard]] Loaded load_or_say(const std::string& file);

}  // namespace effluent
