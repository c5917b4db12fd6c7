// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <memory>

#include "app/commands/act_reply.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/correction_list.hpp"
#include "app/config/configuration.hpp"
#include "app/wiring/acts.hpp"
#include "core/record/correction_entry.hpp"

namespace effluent {
namespace {

struct AddOptions {
  std::string config = "/etc/effluent/effluent.toml";
  std::string file;
};

int add_decision(const AddOptions& options) {
  std::ifstream file{options.file, std::ios::binary};
  std::string note(kLongestNote + 1, '\0');
  file.read(note.data(), static_cast<std::streamsize>(note.size()));
  if (!file.is_open() || file.bad()) {
    std::cerr << "--file " << options.file << " can't be read; it is the note as the center has sent it\n";
    return kFailed;
  }
  note.resize(static_cast<std::size_t>(file.gcount()));
  if (note.size() > kLongestNote) {
    std::cerr << "--file " << options.file << " has more than " << kLongestNote
              << " bytes and is no note; nothing was recorded\n";
    return kFailed;
  }
  const auto reply = act_or_say(options.config, request_of(DecisionNote{note}));
  if (!reply.entry) return reply.status;
  show_recorded(*reply.entry);
  const auto stored = read_decision(reply.line);
  if (!stored) return kDone;
  std::cout << name_of_decision(stored->recorded.decision.accepted) << " by "
            << stored->recorded.decision.decided_by << ", document " << stored->recorded.decision.document
            << ", signed by " << stored->key << '\n';
  if (stored->recorded.decision.accepted) {
    std::cout << "where the explanation asks to exclude, revised verdicts follow as entries of their own: "
                 "effluent decision list\n";
  } else {
    std::cout << "no verdict is changed\n";
  }
  return kDone;
}

void add_add(CLI::App& parent, int& status) {
  auto* command = parent.add_subcommand("add", "Enter the center's signed decision on an explanation");
  command->footer(
      "The file is the center's signed note, byte by byte as it came: a text of eight lines, an empty line, "
      "and\n"
      "signatures. One signature must be of a key in [center] keys; the note must name this gateway and an\n"
      "explanation that is not decided yet. What is not so is refused, and nothing changes.\n"
      "  effluent/decision\n"
      "  gateway: gw-mau-1\n"
      "  explanation_epoch: 20261124T011440Z-0a1b2c3d\n"
      "  explanation_seq: 4711\n"
      "  decision: accepted\n"
      "  document: 12/QĐ-TTQT\n"
      "  decided_by: Trần Thị Bình\n"
      "  decided_at: 2026-11-25T09:30:00+07:00\n"
      "\n"
      "  — center.example.vn U3fbHctN…\n"
      "Example: effluent decision add --file decision.note");
  auto options = std::make_shared<AddOptions>();
  command->add_option("--config", options->config, "Configuration file")->capture_default_str();
  command->add_option("--file", options->file, "The signed note")->required();
  command->callback([options, &status] { status = add_decision(*options); });
}

}  // namespace

void add_decisions(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("decision", "Enter and list the center's decisions on explanations");
  command->require_subcommand(1);
  add_add(*command, status);
  add_correction_list(*command, "The same as effluent explanation list", status);
}

}  // namespace effluent
