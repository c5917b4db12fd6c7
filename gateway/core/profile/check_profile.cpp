// SPDX-License-Identifier: Apache-2.0
#include "core/profile/check_profile.hpp"

#include <algorithm>

#include "core/profile/check_result.hpp"

namespace effluent {
namespace {

using Problems = std::vector<ProfileProblem>;

bool is_integer(ValueType type) {
  return type == ValueType::bit || (type >= ValueType::u16 && type <= ValueType::s64) ||
         type == ValueType::bits;
}

void check_alone(const Profile& profile, const Register& candidate, const RegisterLines& at,
                 Problems& problems) {
  const int function = static_cast<int>(candidate.table);
  if (std::find(profile.functions.begin(), profile.functions.end(), function) == profile.functions.end()) {
    problems.push_back({at.table, "register \"" + candidate.name + "\" needs function " +
                                      std::to_string(function) +
                                      ", which `functions` does not list; add it there or correct `table`"});
  }
  if (candidate.address + candidate.words > 65536) {
    problems.push_back(
        {at.address, "register \"" + candidate.name + "\" ends behind address 65535; correct `address`"});
  }
  if (candidate.words > profile.max_registers_per_request) {
    problems.push_back({at.type, "register \"" + candidate.name +
                                     "\" is longer than `max_registers_per_request`; a " +
                                     "value is never split, so raise that"});
  }
  if (candidate.is_status && !is_integer(candidate.type)) {
    problems.push_back({at.type, "register \"" + candidate.name +
                                     "\" has `states` but is no whole number; give it an " + "integer type"});
  }
}

void check_status(const Profile& profile, const Register& candidate, const RegisterLines& at,
                  Problems& problems) {
  if (candidate.status.empty()) return;
  const auto* status = profile.find(candidate.status);
  if (status == nullptr) {
    problems.push_back({at.status, "`status` names the register \"" + candidate.status +
                                       "\", which this profile does not have; add it or correct the name"});
  } else if (!status->is_status) {
    problems.push_back({at.status, "`status` names the register \"" + candidate.status +
                                       "\", which has no `states`; add them there"});
  }
}

void check_pair(const Register& earlier, const RegisterLines& earlier_at, const Register& later,
                const RegisterLines& later_at, Problems& problems) {
  if (!later.name.empty() && earlier.name == later.name) {
    problems.push_back({later_at.name, "register \"" + later.name + "\" stands at line " +
                                           std::to_string(earlier_at.name) +
                                           " already; give one another name"});
  }
  const bool overlap = earlier_at.placed && later_at.placed && earlier.table == later.table &&
                       earlier.address < later.address + later.words &&
                       later.address < earlier.address + earlier.words;
  if (overlap && (earlier.address != later.address || earlier.type != later.type)) {
    problems.push_back({later_at.address, "register \"" + later.name + "\" overlaps \"" + earlier.name +
                                              "\" of line " + std::to_string(earlier_at.address) +
                                              " with another address or type; registers that share " +
                                              "an address must have equal address and type, so correct one"});
  }
}

}  // namespace

std::uint16_t words_of(ValueType type) {
  switch (type) {
    case ValueType::u32:
    case ValueType::s32:
    case ValueType::float32:
    case ValueType::bcd32:
      return 2;
    case ValueType::u64:
    case ValueType::s64:
    case ValueType::float64:
      return 4;
    default:
      return 1;
  }
}

unsigned bits_of(ValueType type) { return type == ValueType::bit ? 1U : 16U * words_of(type); }

std::string_view name_of(ValueType type) {
  switch (type) {
    case ValueType::bit:
      return "bit";
    case ValueType::u16:
      return "u16";
    case ValueType::s16:
      return "s16";
    case ValueType::u32:
      return "u32";
    case ValueType::s32:
      return "s32";
    case ValueType::u64:
      return "u64";
    case ValueType::s64:
      return "s64";
    case ValueType::float32:
      return "float32";
    case ValueType::float64:
      return "float64";
    case ValueType::bcd16:
      return "bcd16";
    case ValueType::bcd32:
      return "bcd32";
    case ValueType::bits:
      return "bits";
    case ValueType::string:
      return "string";
  }
  return {};
}

std::string_view name_of(Table table) {
  switch (table) {
    case Table::coil:
      return "coil";
    case Table::discrete:
      return "discrete";
    case Table::holding:
      return "holding";
    case Table::input:
      return "input";
  }
  return {};
}

bool is_decoded(ValueType type) { return type <= ValueType::float64; }

std::vector<ProfileProblem> check_profile(const Profile& profile, const std::vector<RegisterLines>& lines) {
  Problems problems;
  for (std::size_t later = 0; later < profile.registers.size(); ++later) {
    const auto& candidate = profile.registers[later];
    if (lines[later].placed) check_alone(profile, candidate, lines[later], problems);
    check_status(profile, candidate, lines[later], problems);
    check_result(profile, lines, later, problems);
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      check_pair(profile.registers[earlier], lines[earlier], candidate, lines[later], problems);
    }
  }
  return problems;
}

}  // namespace effluent
