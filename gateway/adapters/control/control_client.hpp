// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace effluent {

/// Sends one request line to a running gateway and waits for its one reply line, at most `patience` in all:
/// also where the gateway stands still and takes no connection. The error is a sentence: nobody listens
/// there, no permission, no answer.
[[nodiscard]] tl::expected<std::string, std::string> ask_gateway(
    const std::filesystem::path& socket, std::string_view request,
    std::chrono::milliseconds patience = std::chrono::seconds{5});

}  // namespace effluent
