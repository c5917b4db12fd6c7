// SPDX-License-Identifier: Apache-2.0
#include "core/record/correction_entry.hpp"

#include "core/record/json_writer.hpp"
#include "core/record/line_members.hpp"

namespace effluent {
namespace {

void write_place(JsonWriter& json, std::string_view name, const EntryPlace& place) {
  json.key(name).open_object().text("epoch", place.epoch).integer("seq", place.seq).close_object();
}

EntryPlace place_of(const LineMembers& json) {
  return {json.text("epoch"), json.integer("seq").value_or(-1)};
}

}  // namespace

std::string explanation_body(const Explanation& explanation, std::string_view user) {
  std::string body;
  JsonWriter json{body};
  json.text("kind", "explanation").text("plant", explanation.plant);
  json.text_or_null("outlet", explanation.outlet).text_or_null("parameter", explanation.parameter);
  json.key("points").open_array();
  for (const auto& point : explanation.points) json.text(point);
  json.close_array().text("from", time_text(explanation.from)).text("until", time_text(explanation.until));
  json.text("category", explanation.category).text("reason", explanation.reason);
  json.text_or_null("evidence_sha256", explanation.evidence_sha256).text("asks", explanation.asks);
  json.text("by", explanation.by).text("user", user);
  return body;
}

std::optional<RecordedExplanation> read_explanation(std::string_view line) {
  const LineMembers json{line};
  const auto time = json.time("time");
  const auto from = json.time("from");
  const auto until = json.time("until");
  if (json.failed() || json.text("kind") != "explanation" || !time || !from || !until) return std::nullopt;
  return RecordedExplanation{place_of(json),
                             *time,
                             {json.text("plant"), json.text("outlet"), json.text("parameter"),
                              json.texts("points"), *from, *until, json.text("category"), json.text("reason"),
                              json.text("evidence_sha256"), json.text("asks"), json.text("by")}};
}

std::string decision_body(const VerifiedDecision& verified, std::string_view plant, std::string_view user) {
  const CenterDecision& decision = verified.decision;
  std::string body;
  JsonWriter json{body};
  json.text("kind", "decision").text("plant", plant);
  write_place(json, "explanation", decision.explanation);
  json.text("decision", name_of_decision(decision.accepted)).text("document", decision.document);
  json.text("decided_by", decision.decided_by).text("decided_at", time_text(decision.decided_at));
  json.text("key", verified.key).text("note", verified.note).text("user", user);
  return body;
}

std::optional<StoredDecision> read_decision(std::string_view line) {
  const LineMembers json{line};
  const auto time = json.time("time");
  const auto decided_at = json.time("decided_at");
  const auto explanation = json.object("explanation");
  if (json.failed() || json.text("kind") != "decision" || !time || !decided_at || explanation.failed())
    return std::nullopt;
  StoredDecision stored;
  stored.recorded = {
      place_of(json),
      {json.text("gateway"), place_of(explanation), json.text("decision") == name_of_decision(true),
       json.text("document"), json.text("decided_by"), *decided_at}};
  stored.time = *time;
  stored.plant = json.text("plant");
  stored.key = json.text("key");
  stored.note = json.text("note");
  stored.user = json.text("user");
  return stored;
}

std::string revision_members(const RevisionTold& told) {
  std::string text;
  JsonWriter json{text};
  json.text("level", "validated");
  write_place(json, "revises", told.revises);
  write_place(json, "explanation", told.explanation);
  write_place(json, "decision", told.decision);
  return text;
}

}  // namespace effluent
