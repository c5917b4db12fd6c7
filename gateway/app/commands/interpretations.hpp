// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "core/modbus/poll.hpp"

namespace effluent {

/// Every way to read an answer's words as numbers, a table for people. The answer is without error.
[[nodiscard]] std::string interpretations_text(const Answer& answer);

}  // namespace effluent
