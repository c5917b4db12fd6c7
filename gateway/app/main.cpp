// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <iostream>

#include "app/commands/commands.hpp"

int main(int argc, char** argv) {
  CLI::App app{
      "Effluent: polls the instruments of wastewater plants, keeps every reading, judges the discharge\n"
      "against its permit and tells the provincial monitoring center."};
  app.set_version_flag("--version", "effluent " EFFLUENT_VERSION);
  app.footer(
      "A first look, from the configuration to what the gateway does:\n"
      "  effluent check --config effluent.toml        what is wrong with it, with file, line and remedy\n"
      "  effluent probe --host 192.0.2.10 --address 0 what an instrument answers\n"
      "  effluent run --config effluent.toml          in the foreground; Ctrl-C ends it\n"
      "  effluent status --config effluent.toml       what the running gateway is doing\n"
      "effluent COMMAND --help tells more. The configuration is /etc/effluent/effluent.toml unless named.\n"
      "Exit status: 0 done (also when limits are exceeded), 1 the work failed or the input is bad, 2 usage,\n"
      "74 the evidence store failed, 78 configuration.");
  app.require_subcommand(0, 1);  // an unknown word is named before a missing command is
  int status = effluent::kDone;
  effluent::add_run(app, status);
  effluent::add_check(app, status);
  effluent::add_status(app, status);
  effluent::add_probe(app, status);
  effluent::add_judge(app, status);
  effluent::add_explain(app, status);
  effluent::add_compliance(app, status);
  effluent::add_standards(app, status);
  effluent::add_laboratory(app, status);
  effluent::add_instrument(app, status);
  effluent::add_explanations(app, status);
  effluent::add_decisions(app, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? effluent::kDone : effluent::kUsage;
  }
  if (app.get_subcommands().empty()) {
    std::cerr << "no command given; effluent --help lists them\n";
    return effluent::kUsage;
  }
  return status;
}
