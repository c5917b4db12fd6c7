// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "adapters/control/control_client.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/load.hpp"
#include "app/wiring/status_text.hpp"

namespace effluent {
namespace {

int show_status(const std::string& file, bool as_json) {
  const auto loaded = load_today(file, Demand::check);
  const bool right = loaded.configuration.has_value();
  for (const auto& finding : loaded.findings) {
    if (!right) std::cerr << to_text(finding) << '\n';
  }
  if (!right && loaded.data_directory.empty()) return kConfiguration;
  const auto reply = ask_gateway(loaded.data_directory / "control.sock", R"({"command":"status"})");
  if (!reply) {
    std::cerr << reply.error() << '\n';
    return right ? kFailed : kConfiguration;
  }
  // A gateway runs with what it read at its start; whoever edits the file may still ask how it is.
  if (!right)
    std::cerr << "the running gateway has read an earlier text, it would not start again with this one\n";
  const auto table = status_table(*reply);
  if (as_json) {
    std::cout << *reply << '\n';
  } else if (table) {
    std::cout << *table;
  } else {
    std::cerr << table.error() << '\n';
  }
  return table ? kDone : kFailed;
}

}  // namespace

void add_status(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("status", "Show what the running gateway is doing");
  command->footer(
      "Asks the gateway through <data_directory>/control.sock. Exit status 1 where none is running.");
  auto file = std::make_shared<std::string>("/etc/effluent/effluent.toml");
  auto as_json = std::make_shared<bool>(false);
  command->add_option("--config", *file, "Configuration file")->capture_default_str();
  command->add_flag("--json", *as_json, "One JSON object instead of a table");
  command->callback([file, as_json, &status] { status = show_status(*file, *as_json); });
}

}  // namespace effluent
