// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <tl/expected.hpp>

namespace effluent {

/// What the machine says about itself and this program; errors are sentences for the operator.

/// The kernel's boot id, without its newline.
[[nodiscard]] tl::expected<std::string, std::string> boot_id();
/// SHA-256 of /proc/self/exe, lower-case hex.
[[nodiscard]] tl::expected<std::string, std::string> program_hash();
/// SHA-256 of a file, lower-case hex.
[[nodiscard]] tl::expected<std::string, std::string> file_hash(const std::string& file);
/// 8 random hex digits of getrandom(2), for the id of an epoch.
[[nodiscard]] tl::expected<std::string, std::string> random_suffix();

/// The name of that user of the system; "uid 1000" where it has none.
[[nodiscard]] std::string user_name(unsigned int user);
/// The user this process runs as.
[[nodiscard]] std::string own_user_name();

}  // namespace effluent
