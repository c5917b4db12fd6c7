// SPDX-License-Identifier: Apache-2.0
#include "core/record/check_entry.hpp"

#include "core/record/json_writer.hpp"
#include "core/record/line_members.hpp"

namespace effluent {
namespace {

std::optional<std::string> number(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional{text};
}

void write_suspect(JsonWriter& json, const std::optional<SuspectPeriod>& suspect) {
  json.key("suspect");
  if (!suspect) {
    json.null();
    return;
  }
  json.open_object().text_or_null("from", suspect->from ? time_text(*suspect->from) : std::string{});
  json.text("to", time_text(suspect->to)).close_object();
}

}  // namespace

std::string check_body(const RecordedCheck& recorded, std::string_view user) {
  const InstrumentCheck& check = recorded.check;
  std::string body;
  JsonWriter json{body};
  json.text("kind", "check").text("plant", check.plant).text("point", check.point);
  json.text("device", recorded.device).text_or_null("instrument", recorded.instrument);
  json.text("what", check.what).raw("standard_value", check.standard_value).text("unit", check.unit);
  json.text("lot", check.lot).text_or_null("expiry", check.expiry);
  json.boolean("standard_expired", recorded.standard_expired).raw("before", check.before);
  json.raw_or_null("after", number(check.after)).raw("deviation", recorded.deviation);
  json.raw("limit", check.limit).boolean("passed", recorded.passed).text("by", check.by);
  json.text("user", user).text_or_null("note", check.note);
  write_suspect(json, recorded.suspect);
  return body;
}

std::optional<StoredCheck> read_check(std::string_view line) {
  const LineMembers json{line};
  const auto time = json.time("time");
  if (json.failed() || json.text("kind") != "check" || !time) return std::nullopt;
  StoredCheck stored;
  stored.time = *time;
  RecordedCheck& recorded = stored.recorded;
  recorded.check = {json.text("plant"), json.text("point"), json.text("what"),   json.raw("standard_value"),
                    json.text("unit"),  json.text("lot"),   json.text("expiry"), json.raw("before"),
                    json.raw("after"),  json.raw("limit"),  json.text("by"),     json.text("note")};
  recorded.device = json.text("device");
  recorded.instrument = json.text("instrument");
  recorded.deviation = json.raw("deviation");
  recorded.passed = json.raw("passed") == "true";
  recorded.standard_expired = json.raw("standard_expired") == "true";
  const auto suspect = json.object("suspect");
  if (const auto to = suspect.time("to")) recorded.suspect = {suspect.time("from"), *to};
  return stored;
}

}  // namespace effluent
