// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <string>

#include "app/config/section.hpp"
#include "core/profile/profile.hpp"

namespace effluent {

/// A profile as read, with what messages about its registers need.
struct ReadProfile {
  std::shared_ptr<const Profile> profile;  ///< null where it holds an error
  std::filesystem::path file;
  std::map<std::string, int> unit_lines;  ///< by register
};

/// Reads the tree of a profile file; `resolved` gets the profile with its defaults.
[[nodiscard]] ReadProfile read_profile(const std::string& name, const Node& tree,
                                       const std::filesystem::path& file, std::vector<Finding>& findings,
                                       JsonTree& resolved);

}  // namespace effluent
