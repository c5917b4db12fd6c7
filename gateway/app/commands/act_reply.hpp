// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace effluent {

/// The committed entry in the reply to a person's act; none where it was refused or failed, which stderr then
/// says.
[[nodiscard]] std::optional<nlohmann::json> recorded_entry(const std::string& reply);

/// What became of an act that a command has asked for.
struct ActReply {
  std::optional<nlohmann::json> entry;  ///< none: stderr says why
  std::string line;                     ///< the same as it is stored
  int status = 0;                       ///< exit status where there is none
};
/// Reads the configuration and has the request recorded, by the running gateway or without one.
[[nodiscard]] ActReply act_or_say(const std::string& config, const std::string& request);
/// `recorded as entry 7 of epoch …`
void show_recorded(const nlohmann::json& entry);

}  // namespace effluent
