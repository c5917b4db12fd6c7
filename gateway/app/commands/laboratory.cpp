// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "adapters/system/machine.hpp"
#include "app/commands/act_reply.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/laboratory_list.hpp"
#include "app/commands/load.hpp"
#include "app/config/configuration.hpp"
#include "app/wiring/acts.hpp"

namespace effluent {
namespace {

struct AddOptions {
  std::string config = "/etc/effluent/effluent.toml";
  std::string taken_at;
  std::string value;
  std::string report;
  LaboratoryResult result;
};

int show(const std::string& reply) {
  const auto entry = recorded_entry(reply);
  if (!entry) return kFailed;
  std::cout << "recorded as entry " << (*entry)["seq"] << " of epoch " << (*entry)["epoch"].get<std::string>()
            << ": " << (*entry)["verdict"].get<std::string>();
  for (const auto& reason : (*entry)["reasons"]) std::cout << " (" << reason.get<std::string>() << ')';
  std::cout << '\n';
  return kDone;
}

int add_result(AddOptions& options) {
  const auto loaded = load_or_say(options.config);
  if (!loaded.configuration) return kConfiguration;
  auto& result = options.result;
  const auto taken_at = parse_time(options.taken_at);
  if (!taken_at) {
    std::cerr << "--taken-at " << options.taken_at << " is no time; such as 2026-11-24T09:30:00+07:00\n";
    return kFailed;
  }
  result.taken_at = *taken_at;
  set_reported(result, options.value);
  const auto hash = file_hash(options.report);
  if (!hash) {
    std::cerr << "--report " << hash.error() << "; the report's file is what the entry's hash is made from\n";
    return kFailed;
  }
  result.report_sha256 = *hash;
  if (result.entered_by.empty()) result.entered_by = own_user_name();
  const auto reply = act(*loaded.configuration, request_of(result));
  if (reply) return show(*reply);
  std::cerr << reply.error() << "\nnothing was recorded\n";
  return kFailed;
}

void add_add(CLI::App& parent, int& status) {
  auto* command = parent.add_subcommand("add", "Enter a laboratory's result from its report");
  command->footer(
      "The result becomes an entry of the journal, held against the permit of the day of sampling; nothing "
      "is ever\n"
      "changed or removed: a wrong one is corrected by a second entry (--correction), and both stay.\n"
      "Example: effluent laboratory add --plant mau-1 --outlet outlet-1 --parameter bod5 --sample 2026-118 "
      "\\\n"
      "  --taken-at 2026-11-24T09:30:00+07:00 --taken-by \"Lê Văn An\" --taken-where \"outlet channel\" \\\n"
      "  --laboratory \"VIMCERTS 000\" --method \"TCVN 6001-1:2008\" --value 31 --unit mg/L --report "
      "report.pdf");
  auto options = std::make_shared<AddOptions>();
  auto& result = options->result;
  command->add_option("--config", options->config, "Configuration file")->capture_default_str();
  command->add_option("--plant", result.plant, "Plant id")->required();
  command->add_option("--outlet", result.outlet, "Outlet id")->required();
  command->add_option("--parameter", result.parameter, "Parameter, as in the limit table")->required();
  command->add_option("--sample", result.sample, "The laboratory's number of the sample")->required();
  command->add_option("--taken-at", options->taken_at, "When the water was drawn (RFC 3339)")->required();
  command->add_option("--taken-by", result.taken_by, "Who drew it")->required();
  command->add_option("--taken-where", result.taken_where, "Where it was drawn")->required();
  command->add_option("--laboratory", result.laboratory, "Laboratory and its registration")->required();
  command->add_option("--method", result.method, "Method of analysis")->required();
  command->add_option("--value", options->value, "Value as reported; \"<5\" below a detection limit of 5")
      ->required();
  command->add_option("--unit", result.unit, "Unit, as in the limit table; nothing is converted")->required();
  command->add_option("--uncertainty", result.uncertainty, "Expanded uncertainty in that unit, if reported");
  command->add_option("--report", options->report, "The report's file; its SHA-256 goes into the entry")
      ->required();
  command->add_option("--entered-by", result.entered_by, "Who enters it; default: the user of the system");
  command->add_option("--correction", result.correction, "Why it replaces the result held of this sample");
  command->callback([options, &status] { status = add_result(*options); });
}

}  // namespace

void add_laboratory(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("laboratory", "Enter and list the results of laboratories");
  command->require_subcommand(1);
  add_add(*command, status);
  add_laboratory_list(*command, status);
}

}  // namespace effluent
