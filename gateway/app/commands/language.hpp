// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "core/explain/phrases.hpp"

namespace effluent {

/// `asked` ("vi", "en"), or where it is empty the language of the terminal; Vietnamese where it names none
/// that there is.
[[nodiscard]] Language language_of(const std::string& asked);

}  // namespace effluent
