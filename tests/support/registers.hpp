// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <utility>

#include "core/profile/profile.hpp"

namespace effluent {

/// A register of `type` at `address`, with the words its type takes.
inline Register make_register(ValueType type, std::uint16_t address = 0, Table table = Table::holding) {
  Register reg;
  reg.name = "r" + std::to_string(address);
  reg.table = table;
  reg.address = address;
  reg.type = type;
  const bool four = type == ValueType::u64 || type == ValueType::s64 || type == ValueType::float64;
  const bool two = type == ValueType::u32 || type == ValueType::s32 || type == ValueType::float32;
  reg.words = four ? 4 : two ? 2 : 1;
  return reg;
}

}  // namespace effluent
