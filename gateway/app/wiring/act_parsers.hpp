// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "core/record/json_writer.hpp"
#include "work/messages.hpp"

namespace effluent {

using ParsedDeed = tl::expected<Deed, std::vector<std::string>>;

/// One act that may be asked for: {"command":COMMAND,MEMBER:{…}}.
struct ActCommand {
  std::string_view command;
  const char* member;
  ParsedDeed (*parse)(const nlohmann::json& given);
};

/// Checks, services and replacements of instruments.
[[nodiscard]] std::span<const ActCommand> instrument_commands();

/// Explanations and decisions.
[[nodiscard]] std::span<const ActCommand> correction_commands();

/// The texts of an act, by the names of its entry.
template <class What, std::size_t N>
using TextMembers = std::array<std::pair<const char*, std::string What::*>, N>;

/// An act that has nothing but texts.
template <class What, std::size_t N>
ParsedDeed parse_texts(const nlohmann::json& given, What what, const TextMembers<What, N>& members,
                       std::string_view name) {
  std::vector<std::string> faults;
  for (const auto& [key, value] : given.items()) {
    std::string What::*found = nullptr;
    for (const auto& [known, member] : members) {
      if (key == known) found = member;
    }
    if (found != nullptr && value.is_string()) {
      what.*found = value.template get<std::string>();
    } else {
      faults.push_back("\"" + key + "\" is no member of " + std::string{name} + ", or no string");
    }
  }
  if (!faults.empty()) return tl::unexpected{std::move(faults)};
  return what;
}

template <class What, std::size_t N>
std::string request_of_texts(const ActCommand& command, const What& what,
                             const TextMembers<What, N>& members) {
  std::string text;
  JsonWriter json{text};
  json.open_object().text("command", command.command).key(command.member).open_object();
  for (const auto& [name, member] : members) json.text(name, what.*member);
  json.close_object().close_object();
  return text;
}

}  // namespace effluent
