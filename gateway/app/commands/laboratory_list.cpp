// SPDX-License-Identifier: Apache-2.0
#include "app/commands/laboratory_list.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <vector>

#include "adapters/sqlite/sqlite_journal.hpp"
#include "adapters/system/system_clock.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/load.hpp"
#include "app/config/configuration.hpp"
#include "core/judge/laboratory_board.hpp"
#include "core/record/laboratory_entry.hpp"

namespace effluent {
namespace {

struct ListOptions {
  std::string config = "/etc/effluent/effluent.toml";
  std::string plant;
  bool as_json = false;
};

std::string row_of(const StoredLaboratory& stored) {
  const auto& result = stored.result;
  std::string row = fmt::format("{}  {}/{}  {:<12} {} {}  {:<15} sample {}  {}", time_text(result.taken_at),
                                result.plant, result.outlet, result.parameter, reported(result), result.unit,
                                name_of(stored.verdict), result.sample, result.laboratory);
  if (!result.correction.empty()) row += "  corrects: " + result.correction;
  return row;
}

/// A duty of a permit in force and how it stands.
std::string duty_text(const std::string& place, const LaboratoryDuty& duty,
                      const std::optional<LatestSample>& latest, Instant now) {
  const std::string what = fmt::format("{}  {} every {}", place, duty.parameter, duration_text(duty.every));
  if (!latest) return what + ": OVERDUE, no result yet";
  const std::string taken = "last sample " + time_text(latest->taken_at);
  const std::string due = time_text(latest->taken_at + duty.every);
  return what + (latest->is_valid(duty, now) ? ": valid until " : ": OVERDUE since ") + due + ", " + taken;
}

void print_duties(const Site& site, const ListOptions& options, const LaboratoryBoard& board, Instant now) {
  for (const auto& plant : site.plants) {
    if (!options.plant.empty() && plant.id != options.plant) continue;
    for (const auto& outlet : plant.outlets) {
      const Permit* permit = outlet.permit_on(day_of(now));
      if (permit == nullptr) continue;
      for (const auto& duty : permit->laboratory) {
        const auto latest = board.latest(plant.id, outlet.id, duty.parameter);
        std::cout << duty_text(plant.id + "/" + outlet.id, duty, latest, now) << '\n';
      }
    }
  }
}

int list_results(const ListOptions& options) {
  const auto loaded = load_or_say(options.config);
  if (!loaded.configuration) return kConfiguration;
  const auto& configuration = *loaded.configuration;
  auto journal = open_journal(configuration.data_directory);
  if (!journal) {
    std::cerr << "no record in " << configuration.data_directory.string() << ": " << journal.error().text
              << '\n';
    return kFailed;
  }
  LaboratoryBoard board;
  const auto read = (*journal)->of_kind("laboratory", [&](const std::string& line) {
    const auto stored = read_laboratory(line);
    if (!stored || (!options.plant.empty() && stored->result.plant != options.plant)) return;
    board.add(stored->result, stored->verdict);
    std::cout << (options.as_json ? line : row_of(*stored)) << '\n';
  });
  if (!read) {
    std::cerr << read.error().text << '\n';
    return kFailed;
  }
  if (!options.as_json) print_duties(configuration.site, options, board, SystemClock{}.wall());
  return kDone;
}

}  // namespace

void add_laboratory_list(CLI::App& parent, int& status) {
  auto* command = parent.add_subcommand("list", "Show every result entered, and what is due or overdue");
  command->footer(
      "Reads the record, whether a gateway runs or not. --json prints the entries as they are stored.");
  auto options = std::make_shared<ListOptions>();
  command->add_option("--config", options->config, "Configuration file")->capture_default_str();
  command->add_option("--plant", options->plant, "Only this plant");
  command->add_flag("--json", options->as_json, "The entries, one a line");
  command->callback([options, &status] { status = list_results(*options); });
}

}  // namespace effluent
