// SPDX-License-Identifier: Apache-2.0
#include "core/record/laboratory_entry.hpp"

#include <array>
#include <utility>

#include "core/judge/lines.hpp"
#include "core/record/json_reader.hpp"
#include "core/record/json_writer.hpp"

namespace effluent {
namespace {

using Member = std::pair<std::string_view, std::string LaboratoryResult::*>;
constexpr std::array<Member, 4> kBefore{{{"plant", &LaboratoryResult::plant},
                                         {"outlet", &LaboratoryResult::outlet},
                                         {"parameter", &LaboratoryResult::parameter},
                                         {"sample", &LaboratoryResult::sample}}};
constexpr std::array<Member, 4> kAfter{{{"taken_by", &LaboratoryResult::taken_by},
                                        {"taken_where", &LaboratoryResult::taken_where},
                                        {"laboratory", &LaboratoryResult::laboratory},
                                        {"method", &LaboratoryResult::method}}};
constexpr std::array<Member, 4> kTexts{{{"unit", &LaboratoryResult::unit},
                                        {"report_sha256", &LaboratoryResult::report_sha256},
                                        {"entered_by", &LaboratoryResult::entered_by},
                                        {"correction", &LaboratoryResult::correction}}};

/// The member of that name among the texts; null where it is another.
template <std::size_t N>
std::string* text_member(const std::array<Member, N>& members, std::string_view key,
                         LaboratoryResult& result) {
  for (const auto& [name, member] : members) {
    if (name == key) return &(result.*member);
  }
  return nullptr;
}

void read_member(JsonReader& json, std::string_view key, StoredLaboratory& stored) {
  LaboratoryResult& result = stored.result;
  for (auto* text : {text_member(kBefore, key, result), text_member(kAfter, key, result),
                     text_member(kTexts, key, result)}) {
    if (text == nullptr) continue;
    *text = json.text().value_or("");
    return;
  }
  if (key == "taken_at") {
    result.taken_at = parse_time(json.text().value_or("")).value_or(Instant{});
  } else if (key == "value") {
    result.value = json.raw();
  } else if (key == "uncertainty") {
    const auto raw = json.raw();
    if (raw != "null") result.uncertainty = raw;
  } else if (key == "below_detection") {
    result.below_detection = json.boolean();
  } else if (key == "verdict") {
    stored.verdict = parse_verdict(json.text().value_or("")).value_or(Verdict::no_limit);
  } else {
    (void)json.raw();
  }
}

}  // namespace

std::string laboratory_body(const LaboratoryResult& result, const LaboratoryJudgement& judged,
                            std::string_view user) {
  std::string body;
  JsonWriter json{body};
  json.text("kind", "laboratory");
  for (const auto& [name, member] : kBefore) json.text(name, result.*member);
  json.text("taken_at", time_text(result.taken_at));
  for (const auto& [name, member] : kAfter) json.text(name, result.*member);
  json.raw("value", result.value).boolean("below_detection", result.below_detection);
  json.text("unit", result.unit);
  if (result.uncertainty.empty()) {
    json.null("uncertainty");
  } else {
    json.raw("uncertainty", result.uncertainty);
  }
  json.text("report_sha256", result.report_sha256).text("entered_by", result.entered_by);
  json.text("user", user).text_or_null("correction", result.correction);
  json.text("verdict", name_of(judged.verdict)).key("reasons").open_array();
  for (const auto reason : judged.reasons) json.text(reason);
  json.close_array();
  const bool limits_given = judged.verdict != Verdict::no_limit;
  json.raw_or_null("limit_min", limits_given ? text_of(judged.basis.limit_min) : std::nullopt);
  json.raw_or_null("limit_max", limits_given ? text_of(judged.basis.limit_max) : std::nullopt);
  write_basis(json, judged.basis, limits_given, judged.dates_lifted);
  return body;
}

std::optional<StoredLaboratory> read_laboratory(std::string_view object) {
  JsonReader json{object};
  StoredLaboratory stored;
  bool is_result = false;
  if (!json.enter('{')) return std::nullopt;
  while (const auto key = json.next_key()) {
    if (*key == "kind") {
      is_result = json.text().value_or("") == "laboratory";
    } else {
      read_member(json, *key, stored);
    }
  }
  if (json.failed() || !is_result) return std::nullopt;
  return stored;
}

}  // namespace effluent
