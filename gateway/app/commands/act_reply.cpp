// SPDX-License-Identifier: Apache-2.0
#include "app/commands/act_reply.hpp"

#include <iostream>

namespace effluent {

std::optional<nlohmann::json> recorded_entry(const std::string& reply) {
  const auto parsed = nlohmann::json::parse(reply, nullptr, false);
  if (parsed.is_object() && parsed.contains("entry")) return parsed["entry"];
  if (parsed.is_object() && parsed.contains("refused")) {
    for (const auto& why : parsed["refused"]) std::cerr << why.get<std::string>() << '\n';
    std::cerr << "nothing was recorded\n";
  } else if (parsed.is_object() && parsed.contains("error")) {
    std::cerr << parsed["error"].get<std::string>() << '\n';
  } else {
    std::cerr << "the gateway's answer is no JSON: " << reply << '\n';
  }
  return std::nullopt;
}

}  // namespace effluent
