// SPDX-License-Identifier: Apache-2.0
#include "app/commands/correction_list.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <iostream>
#include <map>
#include <memory>
#include <vector>

#include "adapters/sqlite/sqlite_journal.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/load.hpp"
#include "app/config/configuration.hpp"
#include "core/record/correction_entry.hpp"
#include "core/record/line_members.hpp"

namespace effluent {
namespace {

struct ListOptions {
  std::string config = "/etc/effluent/effluent.toml";
  std::string plant;
  bool as_json = false;
};

/// What the journal holds of corrections.
struct Corrections {
  std::vector<RecordedExplanation> explained;
  std::map<std::string, StoredDecision> decided;  ///< by place of the explanation
  std::map<std::string, std::size_t> revised;     ///< verdicts, by place of the decision
  std::vector<std::string> lines;

  void take(const std::string& line, const std::string& plant) {
    const LineMembers json{line};
    if (!plant.empty() && json.text("plant") != plant) return;
    lines.push_back(line);
    if (auto explanation = read_explanation(line)) {
      explained.push_back(std::move(*explanation));
    } else if (auto decision = read_decision(line)) {
      const auto place = decision->recorded.decision.explanation.text();
      decided.emplace(place, std::move(*decision));
    } else {
      const auto by = json.object("decision");
      ++revised[EntryPlace{by.text("epoch"), by.integer("seq").value_or(-1)}.text()];
    }
  }
};

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

void print(const Corrections& all) {
  if (all.explained.empty()) std::cout << "no explanation is recorded\n";
  for (const auto& [place, time, explanation] : all.explained) {
    std::cout << fmt::format("{}  {}  {} to {}  {}: {}\n  points {}; asks {}; by {}; entry {} of epoch {}\n",
                             explanation.plant, time_text(time), time_text(explanation.from),
                             time_text(explanation.until), explanation.category, explanation.reason,
                             joined(explanation.points), explanation.asks, explanation.by, place.seq,
                             place.epoch);
    const auto found = all.decided.find(place.text());
    if (found == all.decided.end()) {
      std::cout << "  not decided yet\n";
      continue;
    }
    const auto& decided = found->second.recorded;
    const auto revised = all.revised.find(decided.place.text());
    std::cout << fmt::format(
        "  {} by {}, document {}, on {}; signed by {}; entry {} of epoch {}; verdicts revised: {}\n",
        name_of_decision(decided.decision.accepted), decided.decision.decided_by, decided.decision.document,
        time_text(decided.decision.decided_at), found->second.key, decided.place.seq, decided.place.epoch,
        revised == all.revised.end() ? 0 : revised->second);
  }
}

int list_corrections(const ListOptions& options) {
  const auto loaded = load_or_say(options.config);
  if (!loaded.configuration) return kConfiguration;
  const auto& configuration = *loaded.configuration;
  auto journal = open_journal(configuration.data_directory);
  if (!journal) {
    std::cerr << "no record in " << configuration.data_directory.string() << ": " << journal.error().text
              << '\n';
    return kFailed;
  }
  const std::array<std::string, 3> marks{R"("kind":"explanation")", R"("kind":"decision")",
                                         R"("level":"validated","revises":{)"};
  Corrections all;
  const auto read =
      (*journal)->with_text(marks, [&](const std::string& line) { all.take(line, options.plant); });
  if (!read) {
    std::cerr << read.error().text << '\n';
    return kFailed;
  }
  if (options.as_json) {
    for (const auto& line : all.lines) std::cout << line << '\n';
  } else {
    print(all);
  }
  return kDone;
}

}  // namespace

void add_correction_list(CLI::App& parent, const std::string& description, int& status) {
  auto* command = parent.add_subcommand("list", description);
  command->footer(
      "Reads the record, whether a gateway runs or not. --json prints the entries as they are stored: "
      "explanations,\n"
      "decisions and revised verdicts.");
  auto options = std::make_shared<ListOptions>();
  command->add_option("--config", options->config, "Configuration file")->capture_default_str();
  command->add_option("--plant", options->plant, "Only this plant");
  command->add_flag("--json", options->as_json, "The entries, one a line");
  command->callback([options, &status] { status = list_corrections(*options); });
}

}  // namespace effluent
