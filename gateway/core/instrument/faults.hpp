// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace effluent {

/// Words for persons who enter something; each adds what it finds.
using Faults = std::vector<std::string>;

/// Bytes of one text; an entry's line must hold them all, escaped.
inline constexpr std::size_t kLongestEntered = 200;

/// `required`: blanks alone are missing. `why` ends the sentence.
void check_text(Faults& faults, std::string_view name, const std::string& text, bool required,
                std::string_view why = {});

}  // namespace effluent
