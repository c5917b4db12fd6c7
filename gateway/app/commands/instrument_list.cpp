// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <iostream>
#include <memory>
#include <vector>

#include "adapters/sqlite/sqlite_journal.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/instrument.hpp"
#include "app/commands/load.hpp"
#include "app/config/configuration.hpp"
#include "core/record/instrument_standing.hpp"
#include "core/record/json_writer.hpp"

namespace effluent {
namespace {

struct ListOptions {
  std::string config = "/etc/effluent/effluent.toml";
  std::string plant;
  bool as_json = false;
};

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

void print_checks(const InstrumentStanding& standing, const Plant& plant) {
  for (const Point& point : plant.points) {
    bool any = false;
    for (const auto& [key, told] : standing.checks) {
      if (std::get<0>(key) != plant.id || std::get<1>(key) != point.id) continue;
      const auto& [recorded, time] = told.what;
      std::cout << fmt::format("{:<12} {:<16} {:<22} {:<30} {:<10} deviation {} {}, permitted {}{}  {}\n",
                               plant.id, point.id, recorded.check.what, time_text(time),
                               recorded.passed ? "passed" : "NOT PASSED", recorded.deviation,
                               recorded.check.unit, recorded.check.limit,
                               recorded.standard_expired ? ", standard expired" : "", recorded.check.by);
      any = true;
    }
    if (!any) std::cout << fmt::format("{:<12} {:<16} no check recorded\n", plant.id, point.id);
  }
}

void print_replaced(const InstrumentStanding& standing, const Site& site, const ListOptions& options) {
  for (const auto& [device, told] : standing.replaced) {
    const auto& made = told.what.replacement;
    if (!options.plant.empty() && made.plant != options.plant) continue;
    const auto points = unverified_points(told.what, site);
    const Device* configured = site.find_device(device);
    const std::string serial = configured == nullptr ? "" : configured->serial.value_or("");
    std::cout << fmt::format(
        "{:<12} {:<16} {} -> {}  {}  {}{}\n", made.plant, device, made.old_serial, made.new_serial,
        time_text(told.what.time), points.empty() ? "verified" : "NOT VERIFIED: " + joined(points),
        serial == made.new_serial
            ? ""
            : "; the configuration's serial is " + (serial.empty() ? "not given" : serial));
  }
}

void print_table(const InstrumentStanding& standing, const Site& site, const ListOptions& options) {
  std::cout << "in service now\n";
  for (const auto& [window, line] : standing.open) {
    if (!options.plant.empty() && window.place.plant != options.plant) continue;
    std::cout << fmt::format("{}  since {}, expected end {}, {} ({})\n", window.place.words(),
                             time_text(window.begun_at), time_text(window.expected_end), window.by,
                             window.reason);
  }
  std::cout << "\nlast checks\n";
  for (const Plant& plant : site.plants) {
    if (options.plant.empty() || plant.id == options.plant) print_checks(standing, plant);
  }
  std::cout << "\nreplaced\n";
  print_replaced(standing, site, options);
}

std::string json_of(const InstrumentStanding& standing, const Site& site, const ListOptions& options) {
  const auto shown = [&options](const std::string& plant) {
    return options.plant.empty() || plant == options.plant;
  };
  std::string text;
  JsonWriter json{text};
  json.open_object().integer("v", 1).key("open").open_array();
  for (const auto& [window, line] : standing.open) {
    if (shown(window.place.plant)) json.raw(line);
  }
  json.close_array().key("checks").open_array();
  for (const auto& [key, told] : standing.checks) {
    if (shown(std::get<0>(key))) json.raw(told.line);
  }
  json.close_array().key("replaced").open_array();
  for (const auto& [device, told] : standing.replaced) {
    if (!shown(told.what.replacement.plant)) continue;
    json.open_object().raw("entry", told.line).key("unverified").open_array();
    for (const auto& point : unverified_points(told.what, site)) json.text(point);
    const Device* configured = site.find_device(device);
    json.close_array().text_or_null("configured_serial",
                                    configured == nullptr ? "" : configured->serial.value_or(""));
    json.close_object();
  }
  json.close_array().close_object();
  return text;
}

int list_instruments(const ListOptions& options) {
  const auto loaded = load_or_say(options.config);
  if (!loaded.configuration) return kConfiguration;
  const auto& configuration = *loaded.configuration;
  if (!options.plant.empty() && configuration.site.find_plant(options.plant) == nullptr) {
    std::cerr << "plant \"" << options.plant << "\" is not in the configuration\n";
    return kFailed;
  }
  auto journal = open_journal(configuration.data_directory);
  if (!journal) {
    std::cerr << "no record in " << configuration.data_directory.string() << ": " << journal.error().text
              << '\n';
    return kFailed;
  }
  const std::array<std::string, 2> kinds{R"("kind":"check")", R"("kind":"operator")"};
  InstrumentStanding standing;
  const auto read = (*journal)->with_text(kinds, [&](const std::string& line) { standing.add(line); });
  if (!read) {
    std::cerr << read.error().text << '\n';
    return kFailed;
  }
  if (options.as_json) {
    std::cout << json_of(standing, configuration.site, options) << '\n';
  } else {
    print_table(standing, configuration.site, options);
  }
  return kDone;
}

}  // namespace

void add_instrument_list(CLI::App& parent, int& status) {
  auto* command =
      parent.add_subcommand("list", "Show what is in service, the last checks, what was replaced");
  command->footer(
      "Reads the record, whether a gateway runs or not. --json prints one object with the entries as "
      "stored.\n"
      "Example: effluent instrument list mau-1");
  auto options = std::make_shared<ListOptions>();
  command->add_option("plant", options->plant, "Only this plant");
  command->add_option("--config", options->config, "Configuration file")->capture_default_str();
  command->add_flag("--json", options->as_json, "One JSON object");
  command->callback([options, &status] { status = list_instruments(*options); });
}

}  // namespace effluent
