// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "app/commands/commands.hpp"
#include "app/commands/load.hpp"
#include "app/wiring/gateway.hpp"
#include "app/wiring/log.hpp"

namespace effluent {

void add_run(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("run", "Run the gateway: poll, keep, judge, publish");
  command->footer(
      "Runs in the foreground and logs to stderr. SIGTERM or Ctrl-C stops it: no new poll, what was polled "
      "is\n"
      "written, up to 3 s are given to sending, and it ends with status 0 within 10 s.\n"
      "Exit status: 1 another process has the data directory, 74 the evidence store failed, 78 "
      "configuration.\n"
      "Try the configuration first: effluent check --config FILE");
  auto file = std::make_shared<std::string>("/etc/effluent/effluent.toml");
  command->add_option("--config", *file, "Configuration file")->capture_default_str();
  command->callback([file, &status] {
    const auto loaded = load_today(*file, Demand::run);
    for (const auto& finding : loaded.findings) std::cerr << to_text(finding) << '\n';
    if (!loaded.configuration) {
      std::cerr << "nothing was started\n";
      status = kConfiguration;
      return;
    }
    set_up_log();
    status = run_gateway(*loaded.configuration);
  });
}

}  // namespace effluent
