// SPDX-License-Identifier: Apache-2.0
#include "app/commands/act_reply.hpp"

#include <iostream>
#include <string_view>

#include "app/commands/commands.hpp"
#include "app/commands/load.hpp"
#include "app/config/configuration.hpp"
#include "app/wiring/acts.hpp"

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

ActReply act_or_say(const std::string& config, const std::string& request) {
  const auto loaded = load_or_say(config);
  if (!loaded.configuration) return {std::nullopt, {}, kConfiguration};
  if (!is_act(request)) {
    std::cerr << "one of the texts is no UTF-8; nothing was recorded\n";
    return {std::nullopt, {}, kFailed};
  }
  const auto reply = act(*loaded.configuration, request);
  if (!reply) {
    std::cerr << reply.error() << "\nnothing was recorded\n";
    return {std::nullopt, {}, kFailed};
  }
  auto entry = recorded_entry(*reply);
  if (!entry) return {std::nullopt, {}, kFailed};
  constexpr std::string_view kHead = R"({"entry":)";
  return {std::move(entry), reply->substr(kHead.size(), reply->size() - kHead.size() - 1), kDone};
}

void show_recorded(const nlohmann::json& entry) {
  std::cout << "recorded as entry " << entry["seq"] << " of epoch " << entry["epoch"].get<std::string>()
            << '\n';
}

}  // namespace effluent
