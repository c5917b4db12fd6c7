// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <array>
#include <iostream>
#include <memory>
#include <optional>

#include "adapters/sqlite/sqlite_journal.hpp"
#include "adapters/system/system_clock.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/language.hpp"
#include "app/commands/load.hpp"
#include "app/config/configuration.hpp"
#include "core/explain/compliance_table.hpp"
#include "core/record/laboratory_entry.hpp"

namespace effluent {
namespace {

struct ComplianceOptions {
  std::string config = "/etc/effluent/effluent.toml";
  std::string plant;
  std::string language;
  bool as_json = false;
};

int refuse(const std::string& text) {
  std::cerr << text << '\n';
  return kFailed;
}

/// What the gateway takes back at its start, of all that compliance is made of. False: the text is damaged.
bool take_back(ComplianceBoard& board, const MemoryRow& row) {
  if (row.kind == "days") return board.days().read(row.key, row.value);
  if (row.kind == "verdict") {
    const auto verdict = parse_final(row.key, row.value);
    if (verdict) board.add(*verdict);
    return verdict.has_value();
  }
  const auto stored = read_laboratory("{" + row.value + "}");
  if (stored) board.add(stored->result, stored->verdict);
  return stored.has_value();
}

int show(const ComplianceOptions& options) {
  const auto loaded = load_or_say(options.config);
  if (!loaded.configuration) return kConfiguration;
  const auto& configuration = *loaded.configuration;
  const Site& site = configuration.site;
  std::optional<std::size_t> only;
  std::string known;
  for (std::size_t index = 0; index < site.plants.size(); ++index) {
    if (site.plants[index].id == options.plant) only = index;
    known += (known.empty() ? "" : ", ") + site.plants[index].id;
  }
  if (!options.plant.empty() && !only)
    return refuse("no plant \"" + options.plant + "\"; there are: " + known);
  auto journal = open_journal(configuration.data_directory);
  if (!journal)
    return refuse("no record in " + configuration.data_directory.string() + ": " + journal.error().text);
  ComplianceBoard board{site, configuration.criterion, configuration.month_criterion};
  const std::array<std::string, 3> kinds{"days", "laboratory", "verdict"};
  std::string damaged;
  const auto read = (*journal)->remembered(kinds, [&](const MemoryRow& row) {
    if (!take_back(board, row)) damaged = row.kind + " " + row.key;
  });
  if (!read) return refuse(read.error().text);
  if (!damaged.empty())
    return refuse("what is stored of \"" + damaged + "\" can't be read; nothing is shown while it can't");
  const Instant now = SystemClock{}.wall();
  if (options.as_json) {
    std::cout << board.payload(now, only) << '\n';
  } else {
    std::cout << compliance_table(site, board, now, language_of(options.language), only);
  }
  return kDone;
}

}  // namespace

void add_compliance(CLI::App& app, int& status) {
  auto* command =
      app.add_subcommand("compliance", "Show the days by verdict, and how plants and parks stand");
  command->footer(
      "Prints, for each plant, outlet and parameter, on how many days of today, yesterday, this month and "
      "the\n"
      "30 days before today no limit was exceeded, one was, data were not enough, no limit was there or\n"
      "nothing was discharged; whether the month meets the criterion of the configuration, and which parks\n"
      "meet, with the reasons where not. It reads what is stored, whether a gateway runs or not.\n"
      "--json prints the object that is published on `compliance`; with PLANT its lists hold only that "
      "plant.\n"
      "Example:\n"
      "  effluent compliance mau-1 --language en\n"
      "Exit status: 0 printed (also when limits are exceeded), 1 unknown plant or no record, 78 bad\n"
      "configuration.");
  auto options = std::make_shared<ComplianceOptions>();
  command->add_option("plant", options->plant, "Only this plant");
  command->add_option("--config", options->config, "Configuration file")->capture_default_str();
  command->add_option("--language", options->language, "vi or en; default: that of LANG, else vi")
      ->check(CLI::IsMember({"vi", "en"}));
  command->add_flag("--json", options->as_json, "The object as it is published");
  command->callback([options, &status] { status = show(*options); });
}

}  // namespace effluent
