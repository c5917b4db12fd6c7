// SPDX-License-Identifier: Apache-2.0
#include "core/explain/explanation.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>

#include "adapters/sqlite/sqlite_journal.hpp"
#include "adapters/system/sodium_digest.hpp"
#include "adapters/system/system_clock.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/language.hpp"
#include "app/commands/load.hpp"
#include "app/config/configuration.hpp"
#include "core/record/hex.hpp"

namespace effluent {
namespace {

struct ExplainOptions {
  std::string config = "/etc/effluent/effluent.toml";
  std::string plant;
  std::string day;
  std::string parameter;
  std::string language;
};

int refuse(const std::string& text) {
  std::cerr << text << '\n';
  return kFailed;
}

std::string ids_of(const Site& site) {
  std::string all;
  for (const auto& plant : site.plants) all += (all.empty() ? "" : ", ") + plant.id;
  return all;
}

/// Some row of a standard in use, permit or point of the plant names it.
bool is_known(const Site& site, const Plant& plant, const std::string& parameter) {
  for (const auto& [id, standard] : site.standards) {
    for (const auto& row : standard.rows) {
      if (row.parameter == parameter) return true;
    }
  }
  for (const auto& outlet : plant.outlets) {
    for (const auto& permit : outlet.permits) {
      const auto& names = permit.automatic;
      if (std::find(names.begin(), names.end(), parameter) != names.end()) return true;
    }
  }
  return false;
}

int tell(const Configuration& configuration, const ExplainContext& context) {
  auto journal = open_journal(configuration.data_directory);
  if (!journal) {
    return refuse("no record in " + configuration.data_directory.string() + ": " + journal.error().text);
  }
  DayReader reader{context.plant.id, context.day};
  const auto marks = reader.marks();
  if (const auto read = (*journal)->with_text(marks, [&](const std::string& line) { reader.add(line); });
      !read) {
    return refuse(read.error().text);
  }
  for (const auto& line : reader.record().unreadable)
    std::cerr << "an entry that can't be read: " << line << '\n';
  if (!reader.record().unreadable.empty())
    return refuse("nothing is told while the record can't be read whole");
  if (!has_record(reader.record(), context)) {
    return refuse("the journal holds nothing of plant " + context.plant.id + " on " + day_text(context.day) +
                  "; that does not mean that no limit was exceeded");
  }
  std::cout << explain(reader.record(), context);
  return kDone;
}

int run_explain(const ExplainOptions& options) {
  const auto loaded = load_or_say(options.config);
  if (!loaded.configuration) return kConfiguration;
  const auto& configuration = *loaded.configuration;
  const Site& site = configuration.site;
  const Plant* plant = site.find_plant(options.plant);
  if (plant == nullptr) return refuse("no plant \"" + options.plant + "\"; there are: " + ids_of(site));
  const auto day = parse_day(options.day);
  if (!day) return refuse("\"" + options.day + "\" is no day; such as 2026-11-24");
  const Instant now = SystemClock{}.wall();
  if (now < start_of(*day))
    return refuse("the day " + options.day + " has not begun; nothing is known of it");
  if (!options.parameter.empty() && !is_known(site, *plant, options.parameter)) {
    return refuse("no parameter \"" + options.parameter + "\" in a standard or permit of plant " + plant->id);
  }
  return tell(configuration,
              ExplainContext{site, *plant, *day, now, hex_text(SodiumDigest{}.sha256(configuration.resolved)),
                             options.parameter, language_of(options.language)});
}

}  // namespace

void add_explain(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("explain", "Tell why a day's verdicts are what they are");
  command->footer(
      "Prints, for each outlet and parameter, what was measured, how much of it, which limit and where it "
      "comes\n"
      "from, why the verdict is what it is, what is missing, laboratory results of the day, what the "
      "verdicts do\n"
      "not cover, and the entries (epoch, seq) to look at. It reads the journal, whether a gateway runs or "
      "not,\n"
      "and judges nothing again. Windows belong to the day on which they start, at +07:00.\n"
      "Example:\n"
      "  effluent explain mau-1 2026-11-24 --language en --parameter cod\n"
      "A day without verdicts says so: it is never taken as one without exceedance.\n"
      "Exit status: 0 printed (also when limits are exceeded), 1 unknown plant, bad day or no record,\n"
      "78 bad configuration.");
  auto options = std::make_shared<ExplainOptions>();
  command->add_option("plant", options->plant, "Plant id")->required();
  command->add_option("day", options->day, "Day, such as 2026-11-24")->required();
  command->add_option("--config", options->config, "Configuration file")->capture_default_str();
  command->add_option("--language", options->language, "vi or en; default: that of LANG, else vi")
      ->check(CLI::IsMember({"vi", "en"}));
  command->add_option("--parameter", options->parameter, "Only this parameter, such as cod");
  command->callback([options, &status] { status = run_explain(*options); });
}

}  // namespace effluent
