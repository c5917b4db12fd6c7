// SPDX-License-Identifier: Apache-2.0
#include "app/commands/instrument.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "app/commands/act_reply.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/load.hpp"
#include "app/config/configuration.hpp"
#include "app/wiring/acts.hpp"
#include "core/record/check_entry.hpp"

namespace effluent {
namespace {

struct CheckOptions {
  std::string config = "/etc/effluent/effluent.toml";
  InstrumentCheck check;
};
struct ReplaceOptions {
  std::string config = "/etc/effluent/effluent.toml";
  Replacement replacement;
};

/// A failed check is recorded all the same: the work is done.
void show_check(const RecordedCheck& recorded) {
  const InstrumentCheck& check = recorded.check;
  std::cout << (recorded.passed ? "passed" : "NOT PASSED") << ": deviation " << recorded.deviation << ' '
            << check.unit << ", permitted " << check.limit << '\n';
  if (recorded.standard_expired)
    std::cout << "the standard expired on " << check.expiry << ": a check with it does not count as passed\n";
  if (!recorded.suspect) return;
  std::cout << "results "
            << (recorded.suspect->from ? "from " + time_text(*recorded.suspect->from) + " " : "") << "up to "
            << time_text(recorded.suspect->to) << " are marked suspect; they stay in means and verdicts\n";
}

int record_check(const CheckOptions& options) {
  const auto reply = act_or_say(options.config, request_of(options.check));
  if (!reply.entry) return reply.status;
  show_recorded(*reply.entry);
  if (const auto stored = read_check(reply.line)) show_check(stored->recorded);
  return kDone;
}

int record_replacement(const ReplaceOptions& options) {
  const auto reply = act_or_say(options.config, request_of(options.replacement));
  if (!reply.entry) return reply.status;
  show_recorded(*reply.entry);
  std::cout << "readings of device " << options.replacement.device
            << " are marked replaced_unverified, point by point, until a check passes: effluent instrument "
               "check\nwrite serial = \""
            << options.replacement.new_serial
            << "\" into the configuration; blocks carry it from the next start on\n";
  return kDone;
}

void add_check_of_instrument(CLI::App& parent, int& status) {
  auto* command = parent.add_subcommand("check", "Record what an instrument shows of a known standard");
  command->footer(
      "Begin a calibration first (effluent instrument begin), or the standard is measured as if it were "
      "water.\n"
      "deviation = before - standard value, exactly; passed if it is not further off than --limit, either "
      "way,\n"
      "and the standard has not expired. A failed check marks the results since the last passed one like it "
      "as\n"
      "suspect: they stay in means and verdicts, and whoever reads them knows. Nothing can be entered for "
      "another\n"
      "time than now. After an adjustment (--after) a second check tells whether it helped.\n"
      "Example: effluent instrument check mau-1 cod --what span --standard-value 50.0 --unit mg/L \\\n"
      "  --lot \"KHP 2026-07\" --expiry 2027-03-31 --before 51.2 --limit 2.5 --by \"Lê Văn An\"");
  auto options = std::make_shared<CheckOptions>();
  auto& check = options->check;
  command->add_option("plant", check.plant, "Plant id")->required();
  command->add_option("point", check.point, "Point id")->required();
  command->add_option("--config", options->config, "Configuration file")->capture_default_str();
  command->add_option("--what", check.what, "zero, span, control_sample or laboratory_comparison")
      ->required();
  command->add_option("--standard-value", check.standard_value, "Value of the standard, of the sample")
      ->required();
  command->add_option("--unit", check.unit, "Unit of all numbers: the point's; nothing is converted")
      ->required();
  command->add_option("--lot", check.lot, "Lot of the standard; of a comparison the laboratory's number")
      ->required();
  command->add_option("--expiry", check.expiry, "Last day of the standard, 2027-03-31; not for a comparison");
  command->add_option("--before", check.before, "What the instrument shows as found")->required();
  command->add_option("--after", check.after, "What it shows once adjusted, where it was");
  command->add_option("--limit", check.limit, "Permitted deviation, either way, as your procedure says")
      ->required();
  command->add_option("--by", check.by, "Who has checked")->required();
  command->add_option("--note", check.note, "What else there is to say");
  command->callback([options, &status] { status = record_check(*options); });
}

void add_replace(CLI::App& parent, int& status) {
  auto* command = parent.add_subcommand("replace", "Record that an instrument was replaced by another");
  command->footer(
      "From then on readings of all its points say replaced_unverified, until a check of each passes.\n"
      "Example: effluent instrument replace mau-1 probe --old-serial A-0017 --new-serial A-0052 \\\n"
      "  --by \"Lê Văn An\" --reason \"cable torn\"");
  auto options = std::make_shared<ReplaceOptions>();
  auto& replacement = options->replacement;
  command->add_option("plant", replacement.plant, "Plant id")->required();
  command->add_option("device", replacement.device, "Device id")->required();
  command->add_option("--config", options->config, "Configuration file")->capture_default_str();
  command->add_option("--old-serial", replacement.old_serial, "Serial of the one taken away")->required();
  command->add_option("--new-serial", replacement.new_serial, "Serial of the one in its place")->required();
  command->add_option("--by", replacement.by, "Who has replaced it")->required();
  command->add_option("--reason", replacement.reason, "Why")->required();
  command->callback([options, &status] { status = record_replacement(*options); });
}

}  // namespace

void add_instrument(CLI::App& app, int& status) {
  auto* command = app.add_subcommand(
      "instrument", "Checks, calibration, maintenance and replacement of instruments, by persons");
  command->require_subcommand(1);
  command->footer("Each act is an entry of the journal: what, who, when. effluent instrument ACT --help.");
  add_check_of_instrument(*command, status);
  add_instrument_service(*command, status);
  add_replace(*command, status);
  add_instrument_list(*command, status);
}

}  // namespace effluent
