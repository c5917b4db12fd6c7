// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <vector>

#include "app/commands/act_reply.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/instrument.hpp"
#include "app/config/configuration.hpp"
#include "app/wiring/acts.hpp"
#include "core/record/instrument_entry.hpp"

namespace effluent {
namespace {

struct ServiceOptions {
  std::string config = "/etc/effluent/effluent.toml";
  std::vector<std::string> words;  ///< the point, where no device is named, and the service
  ServiceAct act;
};

int record_service(ServiceOptions& options) {
  options.act.service = options.words.back();
  if (options.words.size() == 2) options.act.point = options.words.front();
  const auto reply = act_or_say(options.config, request_of(options.act));
  if (!reply.entry) return reply.status;
  show_recorded(*reply.entry);
  if (const auto window = read_service_begin(reply.line)) {
    std::cout << window->place.words() << " has begun: readings are marked "
              << name_of(cause_of(window->place.service)) << " and enter no mean until you end it"
              << "\nexpected end " << time_text(window->expected_end)
              << "; if forgotten, it closes itself at " << time_text(window->expected_end + kForgottenAfter)
              << '\n';
  } else if (const auto ended = read_service_end(reply.line)) {
    std::cout << ended->window.place.words() << " has ended; it was begun at "
              << time_text(ended->window.begun_at) << '\n';
  }
  return kDone;
}

CLI::App* add_service(CLI::App& parent, const std::shared_ptr<ServiceOptions>& options, const char* name,
                      const char* description, int& status) {
  auto* command = parent.add_subcommand(name, description);
  command->add_option("plant", options->act.plant, "Plant id")->required();
  command
      ->add_option("point-and-service", options->words,
                   "POINT and calibration or maintenance; with --device only the latter")
      ->required()
      ->expected(1, 2);
  command->add_option("--device", options->act.device, "Device id, for all its points, in place of POINT");
  command->add_option("--config", options->config, "Configuration file")->capture_default_str();
  command->add_option("--by", options->act.by, "Who works at the instrument")->required();
  command->callback([options, &status] { status = record_service(*options); });
  return command;
}

}  // namespace

void add_instrument_service(CLI::App& parent, int& status) {
  auto begin = std::make_shared<ServiceOptions>();
  auto* command = add_service(parent, begin, "begin", "Begin a calibration or maintenance", status);
  command->add_option("--expected", begin->act.expected, "How long it will take, as 45min or 2h")->required();
  command->add_option("--reason", begin->act.reason, "Why")->required();
  command->footer(
      "From now on, never from earlier on, readings are marked calibrating or maintenance in their blocks "
      "and\n"
      "enter no mean; the value stays. Not needed where the instrument itself says so in its status "
      "register.\n"
      "One that is forgotten closes itself 15 minutes after its expected end.\n"
      "Example: effluent instrument begin mau-1 cod calibration --expected 45min --by \"Lê Văn An\" \\\n"
      "  --reason \"monthly\"\n"
      "Example: effluent instrument begin mau-1 --device probe maintenance --expected 2h --by \"Lê Văn An\" "
      "\\\n"
      "  --reason \"cleaning\"");
  auto end = std::make_shared<ServiceOptions>();
  end->act.begins = false;
  command = add_service(parent, end, "end", "End a calibration or maintenance", status);
  command->add_option("--reason", end->act.reason, "What there is to say of it");
  command->footer(
      "Named as it was begun: of a point, or of a device. effluent instrument list shows what is open.\n"
      "Example: effluent instrument end mau-1 cod calibration --by \"Lê Văn An\"");
}

}  // namespace effluent
