// SPDX-License-Identifier: Apache-2.0
#include "core/profile/check_result.hpp"

#include <utility>

namespace effluent {
namespace {

using Problems = std::vector<ProfileProblem>;

/// Two keys of one register of which one alone can hold.
void check_either(const char* one, int one_line, const char* other, int other_line, const char* remedy,
                  Problems& problems) {
  if (other_line < one_line) {
    std::swap(one, other);
    std::swap(one_line, other_line);
  }
  problems.push_back({other_line, "`" + std::string{other} + "` stands beside `" + one + "` of line " +
                                      std::to_string(one_line) + "; " + remedy});
}

/// Registers as `profile` has them, with what is known of where they stand.
class Map {
 public:
  Map(const Profile& profile, const std::vector<RegisterLines>& lines) : profile_{profile}, lines_{lines} {}

  /// The same register, or the same words under another name.
  [[nodiscard]] bool are_one(const Register& one, const Register& other) const {
    const bool placed = is_placed(one) && is_placed(other);
    return &one == &other || (placed && one.table == other.table && one.address == other.address);
  }
  [[nodiscard]] bool is_placed(const Register& reg) const {
    return lines_[static_cast<std::size_t>(&reg - profile_.registers.data())].placed;
  }

 private:
  const Profile& profile_;
  const std::vector<RegisterLines>& lines_;
};

/// Why `named` can't tell of results of `value`; empty where it can.
std::string why_not(const Profile& profile, const Map& map, const Register& value, const Register& named) {
  const Register* status = profile.find(value.status);
  if (map.are_one(value, named)) {
    return "which is the value itself; name the register that changes with each result, or remove this";
  }
  if (status != nullptr && map.are_one(*status, named)) {
    return "which is its `status`; name the register that changes with each result, or remove this: a change "
           "of the status is a new result anyway";
  }
  if (named.watch) return "which is `watch` and so not read in each poll; remove `watch` there";
  if (map.is_placed(named) && named.type == ValueType::string) {
    return "which is of type string; name one with a number or with bits";
  }
  return {};
}

}  // namespace

void check_result(const Profile& profile, const std::vector<RegisterLines>& lines, std::size_t index,
                  Problems& problems) {
  const Register& candidate = profile.registers[index];
  const RegisterLines& at = lines[index];
  if (!candidate.result_time.empty() && !candidate.sequence.empty()) {
    check_either("result_time", at.result_time, "sequence", at.sequence,
                 "one register alone tells of a new result, so keep one of them", problems);
    return;
  }
  const std::string& name = candidate.result_register();
  if (name.empty()) return;
  const char* const key = candidate.sequence.empty() ? "result_time" : "sequence";
  const int line = candidate.sequence.empty() ? at.result_time : at.sequence;
  if (candidate.repeats) {
    check_either(key, line, "repeats", at.repeats,
                 "that register tells of equal results too and none is assumed, so remove `repeats`",
                 problems);
  }
  const auto* named = profile.find(name);
  const std::string what = "`" + std::string{key} + "` names the register \"" + name + "\", ";
  if (named == nullptr) {
    problems.push_back({line, what + "which this profile does not have; add it or correct the name"});
    return;
  }
  const auto why = why_not(profile, Map{profile, lines}, candidate, *named);
  if (!why.empty()) problems.push_back({line, what + why});
}

}  // namespace effluent
