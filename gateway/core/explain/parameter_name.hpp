// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "core/explain/phrases.hpp"
#include "core/site/site.hpp"

namespace effluent {

/// The first row of a standard in use for the parameter; null where none has it.
[[nodiscard]] const LimitRow* row_of(const Site& site, const std::string& parameter);
/// Its name in that language; the key where no standard in use names it.
[[nodiscard]] std::string parameter_name(const Site& site, const std::string& parameter, Language language);

}  // namespace effluent
