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
/// 8 random hex digits of getrandom(2), for the id of an epoch.
[[nodiscard]] tl::expected<std::string, std::string> random_suffix();

}  // namespace effluent
