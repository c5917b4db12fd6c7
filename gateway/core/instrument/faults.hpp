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

/// A number as a person writes and JSON prints it: at most 12 significant digits, no exponent.
[[nodiscard]] bool is_written_number(std::string_view text);

}  // namespace effluent
