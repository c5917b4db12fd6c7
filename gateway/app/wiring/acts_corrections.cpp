// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/wiring/act_parsers.hpp"
#include "app/wiring/acts.hpp"

namespace effluent {
namespace {

constexpr TextMembers<Explanation, 8> kExplanation{{{"plant", &Explanation::plant},
                                                    {"outlet", &Explanation::outlet},
                                                    {"parameter", &Explanation::parameter},
                                                    {"category", &Explanation::category},
                                                    {"reason", &Explanation::reason},
                                                    {"evidence_sha256", &Explanation::evidence_sha256},
                                                    {"asks", &Explanation::asks},
                                                    {"by", &Explanation::by}}};
constexpr TextMembers<DecisionNote, 1> kDecision{{{"note", &DecisionNote::note}}};

std::vector<std::string> parse_points(const nlohmann::json& given, std::vector<std::string>& faults) {
  std::vector<std::string> points;
  if (given.is_null()) return points;
  const bool texts = given.is_array() &&
                     std::all_of(given.begin(), given.end(), [](const auto& one) { return one.is_string(); });
  if (texts) return given.get<std::vector<std::string>>();
  faults.emplace_back("\"points\" is no list of strings");
  return points;
}

Instant parse_moment(const nlohmann::json& given, const char* name, std::vector<std::string>& faults) {
  const auto text = given.is_string() ? given.get<std::string>() : std::string{};
  const auto time = parse_time(text);
  if (!time)
    faults.push_back(std::string{name} + " \"" + text + "\" is no time; such as 2026-11-24T09:30:00+07:00");
  return time.value_or(Instant{});
}

ParsedDeed parse_explanation(const nlohmann::json& given) {
  nlohmann::json texts = given;
  std::vector<std::string> faults;
  Explanation read;
  read.points = parse_points(texts.value("points", nlohmann::json{}), faults);
  read.from = parse_moment(texts.value("from", nlohmann::json{}), "from", faults);
  read.until = parse_moment(texts.value("until", nlohmann::json{}), "until", faults);
  for (const char* name : {"points", "from", "until"}) texts.erase(name);
  auto parsed = parse_texts(texts, std::move(read), kExplanation, "an explanation");
  if (!parsed) faults.insert(faults.end(), parsed.error().begin(), parsed.error().end());
  if (!faults.empty()) return tl::unexpected{std::move(faults)};
  return parsed;
}

ParsedDeed parse_note_of_decision(const nlohmann::json& given) {
  return parse_texts(given, DecisionNote{}, kDecision, "a decision");
}

constexpr std::array<ActCommand, 2> kCommands{{{"explanation add", "explanation", parse_explanation},
                                               {"decision add", "decision", parse_note_of_decision}}};

}  // namespace

std::span<const ActCommand> correction_commands() { return kCommands; }

std::string request_of(const Explanation& explanation) {
  std::string text;
  JsonWriter json{text};
  json.open_object().text("command", kCommands[0].command).key(kCommands[0].member).open_object();
  for (const auto& [name, member] : kExplanation) json.text(name, explanation.*member);
  json.key("points").open_array();
  for (const auto& point : explanation.points) json.text(point);
  json.close_array().text("from", time_text(explanation.from)).text("until", time_text(explanation.until));
  json.close_object().close_object();
  return text;
}

std::string request_of(const DecisionNote& decision) {
  return request_of_texts(kCommands[1], decision, kDecision);
}

}  // namespace effluent
