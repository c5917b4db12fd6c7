// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "adapters/system/machine.hpp"
#include "app/commands/act_reply.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/correction_list.hpp"
#include "app/config/configuration.hpp"
#include "app/wiring/acts.hpp"

namespace effluent {
namespace {

struct AddOptions {
  std::string config = "/etc/effluent/effluent.toml";
  std::string from;
  std::string until;
  std::string evidence;
  Explanation explanation;
};

bool read_moment(const char* option, const std::string& text, Instant& moment) {
  const auto time = parse_time(text);
  if (!time) std::cerr << option << ' ' << text << " is no time; such as 2026-11-24T09:30:00+07:00\n";
  moment = time.value_or(Instant{});
  return time.has_value();
}

int add_explanation(AddOptions& options) {
  auto& explanation = options.explanation;
  const bool from = read_moment("--from", options.from, explanation.from);
  const bool until = read_moment("--until", options.until, explanation.until);
  if (!from || !until) return kFailed;
  if (!options.evidence.empty()) {
    const auto hash = file_hash(options.evidence);
    if (!hash) {
      std::cerr << "--evidence " << hash.error() << "; the entry's hash is made from that file\n";
      return kFailed;
    }
    explanation.evidence_sha256 = *hash;
  }
  if (explanation.by.empty()) explanation.by = own_user_name();
  const auto reply = act_or_say(options.config, request_of(explanation));
  if (!reply.entry) return reply.status;
  show_recorded(*reply.entry);
  std::cout << "points concerned:";
  for (const auto& point : (*reply.entry)["points"]) std::cout << ' ' << point.get<std::string>();
  std::cout << "\nno figure is changed by it; keep the evidence's file, and send the center both numbers of "
               "the entry for its decision\n";
  return kDone;
}

void add_add(CLI::App& parent, int& status) {
  auto* command = parent.add_subcommand("add", "Say what happened in a period, and what is asked for");
  command->footer(
      "Readings stay as they were read, and verdicts as they were reached: an explanation changes no figure. "
      "Where it\n"
      "asks to exclude, the center decides by a signed note (effluent decision add); if it accepts, the "
      "verdicts of the\n"
      "windows concerned are judged again without those readings, in new entries that name the old ones.\n"
      "Points: all of the plant that fit --outlet, --parameter and --point (repeatable). At most 31 days.\n"
      "Categories: power_cut, instrument_fault, maintenance, calibration, sample_line, process_upset, "
      "other.\n"
      "Example:\n"
      "  effluent explanation add mau-1 --parameter cod --from 2026-11-24T08:10:00+07:00 \\\n"
      "    --until 2026-11-24T09:40:00+07:00 --category sample_line --reason \"pump of the sample line stood "
      "still\" \\\n"
      "    --evidence report.pdf --asks exclude --by \"Lê Văn An\"");
  auto options = std::make_shared<AddOptions>();
  auto& explanation = options->explanation;
  command->add_option("plant", explanation.plant, "Plant id")->required();
  command->add_option("--config", options->config, "Configuration file")->capture_default_str();
  command->add_option("--outlet", explanation.outlet, "Only points of this outlet");
  command->add_option("--parameter", explanation.parameter, "Only points of this parameter, such as cod");
  command->add_option("--point", explanation.points, "Only this point; may be given again");
  command->add_option("--from", options->from, "Begin of the period (RFC 3339)")->required();
  command->add_option("--until", options->until, "Its end, not included; not in the future")->required();
  command->add_option("--category", explanation.category, "What kind of thing happened")->required();
  command->add_option("--reason", explanation.reason, "What happened, in words")->required();
  command->add_option("--evidence", options->evidence,
                      "A file that shows it; its SHA-256 goes into the entry. Required to exclude");
  command
      ->add_option("--asks", explanation.asks,
                   "exclude: these readings do not speak of the discharge; none: only explain")
      ->required();
  command->add_option("--by", explanation.by, "Who explains; default: the user of the system");
  command->callback([options, &status] { status = add_explanation(*options); });
}

}  // namespace

void add_explanations(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("explanation", "Explain a period to the center, and what it decided");
  command->require_subcommand(1);
  add_add(*command, status);
  add_correction_list(*command, "Show every explanation, what was decided, and what it has revised", status);
}

}  // namespace effluent
