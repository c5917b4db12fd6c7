// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace effluent {

/// Sends one request line to a running gateway and waits, at most five seconds, for its one reply line.
/// The error is a sentence: nobody listens there, no permission, no answer.
[[nodiscard]] tl::expected<std::string, std::string> ask_gateway(const std::filesystem::path& socket,
                                                                 std::string_view request);

}  // namespace effluent
