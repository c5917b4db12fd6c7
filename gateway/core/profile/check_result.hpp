// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <vector>

#include "core/profile/check_profile.hpp"

namespace effluent {

/// Adds what is wrong with how register `index` says that a result of it is told: two keys of which one alone
/// can hold, a register that is not there, not read in each poll, or not to be compared. `lines`: one a
/// register.
void check_result(const Profile& profile, const std::vector<RegisterLines>& lines, std::size_t index,
                  std::vector<ProfileProblem>& problems);

}  // namespace effluent
