// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

namespace effluent {

/// What a CONNACK's reason code (MQTT 5) or return code (MQTT 3.1.1) means and what to do about it.
[[nodiscard]] std::string connack_text(int code, bool mqtt5);

/// The reason in a line of OpenSSL's error queue ("thread:error:code:library:function:reason:file:line:…"):
/// the rest is for programmers, and the thread's number would make each line another. A text of another shape
/// as it is.
[[nodiscard]] std::string tls_reason(std::string_view line);

}  // namespace effluent
