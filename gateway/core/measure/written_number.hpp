// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

namespace effluent {

/// A number as a person writes and JSON prints it: `-?(0|[1-9][0-9]*)(\.[0-9]+)?` of at most 30 characters
/// and Decimal::kWrittenDigits significant digits, none of them further than that many from the point. So
/// Decimal::parse reads it, a sum or difference of two is exact, and a record may hold it as it stands.
[[nodiscard]] bool is_written_number(std::string_view text);

}  // namespace effluent
