// SPDX-License-Identifier: Apache-2.0
#include "core/record/instrument_entry.hpp"

#include "core/record/json_writer.hpp"
#include "core/record/line_members.hpp"

namespace effluent {
namespace {

constexpr std::string_view kReplaced = "instrument_replaced";

void write_place(JsonWriter& json, const ServicePlace& place, std::string_view does,
                 std::string_view instrument) {
  json.text("kind", "operator").text("act", std::string{name_of(place.service)} + std::string{does});
  json.text("plant", place.plant).text("device", place.device).text_or_null("point", place.point);
  json.text_or_null("instrument", instrument);
}

/// The place of an act that ends so, as `_begin`.
std::optional<ServicePlace> read_place(const LineMembers& json, std::string_view does) {
  const std::string text = json.text("act");
  if (json.failed() || json.text("kind") != "operator" || !text.ends_with(does)) return std::nullopt;
  const auto service = parse_service(std::string_view{text}.substr(0, text.size() - does.size()));
  if (!service) return std::nullopt;
  return ServicePlace{json.text("plant"), json.text("device"), json.text("point"), *service};
}

}  // namespace

std::string service_begin_body(const ServiceWindow& window, std::string_view instrument,
                               std::string_view user) {
  std::string body;
  JsonWriter json{body};
  write_place(json, window.place, "_begin", instrument);
  json.text("expected_end", time_text(window.expected_end));
  json.text("by", window.by).text("user", user).text("reason", window.reason);
  return body;
}

std::string service_end_body(const ServiceWindow& window, std::string_view instrument,
                             const ServiceEnding& ending) {
  std::string body;
  JsonWriter json{body};
  write_place(json, window.place, "_end", instrument);
  json.text("begun_at", time_text(window.begun_at)).text("expected_end", time_text(window.expected_end));
  json.text_or_null("by", ending.by).text_or_null("user", ending.user);
  json.text_or_null("reason", ending.reason);
  return body;
}

std::string replacement_body(const Replacement& replacement, std::string_view user) {
  std::string body;
  JsonWriter{body}
      .text("kind", "operator")
      .text("act", kReplaced)
      .text("plant", replacement.plant)
      .text("device", replacement.device)
      .text("old_serial", replacement.old_serial)
      .text("new_serial", replacement.new_serial)
      .text("by", replacement.by)
      .text("user", user)
      .text("reason", replacement.reason);
  return body;
}

std::optional<ServiceWindow> read_service_begin(std::string_view line) {
  const LineMembers json{line};
  const auto place = read_place(json, "_begin");
  const auto time = json.time("time");
  const auto expected_end = json.time("expected_end");
  if (!place || !time || !expected_end) return std::nullopt;
  return ServiceWindow{*place, *time, *expected_end, json.text("by"), json.text("reason")};
}

std::optional<EndedService> read_service_end(std::string_view line) {
  const LineMembers json{line};
  const auto place = read_place(json, "_end");
  const auto time = json.time("time");
  const auto begun_at = json.time("begun_at");
  const auto expected_end = json.time("expected_end");
  if (!place || !time || !begun_at || !expected_end) return std::nullopt;
  return EndedService{
      {*place, *begun_at, *expected_end, {}, {}}, *time, json.text("by"), json.text("reason")};
}

std::optional<ReplacedInstrument> read_replacement(std::string_view line) {
  const LineMembers json{line};
  const auto time = json.time("time");
  if (json.failed() || json.text("kind") != "operator" || json.text("act") != kReplaced || !time)
    return std::nullopt;
  return ReplacedInstrument{{json.text("plant"), json.text("device"), json.text("old_serial"),
                             json.text("new_serial"), json.text("by"), json.text("reason")},
                            *time,
                            {}};
}

}  // namespace effluent
