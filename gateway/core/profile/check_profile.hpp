// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "core/profile/profile.hpp"

namespace effluent {

/// Where a register is written, for messages; lines of its file.
struct RegisterLines {
  int header = 0;
  int name = 0;
  int table = 0;
  int address = 0;
  int type = 0;
  int status = 0;
  int sequence = 0;
  int result_time = 0;
  int repeats = 0;
  bool placed = true;  ///< table, address and type were read: else what follows from them is not checked
};

struct ProfileProblem {
  int line = 0;
  std::string text;
};

/// 16-bit registers a value of that type covers; 1 for a bit, bits and string (these come with [field bus]).
[[nodiscard]] std::uint16_t words_of(ValueType type);
/// Bits of a value of that type: 1 for a coil or discrete input, else those of its registers.
[[nodiscard]] unsigned bits_of(ValueType type);
/// As profiles write it: "u16", "float32", …; "bit" for coils and discrete inputs, which have no type.
[[nodiscard]] std::string_view name_of(ValueType type);
[[nodiscard]] std::string_view name_of(Table table);
/// The decoder reads it: 16- to 64-bit integers, floats, coils and discrete inputs.
[[nodiscard]] bool is_decoded(ValueType type);

/// What is wrong between the registers of a profile: names twice, overlap with different types, functions the
/// device doesn't have, requests too long, status registers that are none, registers that can't tell of a
/// result. `lines`: one a register.
[[nodiscard]] std::vector<ProfileProblem> check_profile(const Profile& profile,
                                                        const std::vector<RegisterLines>& lines);

}  // namespace effluent
