// SPDX-License-Identifier: Apache-2.0
#include "app/wiring/acts.hpp"

#include <array>
#include <chrono>
#include <future>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/wiring/act_parsers.hpp"
#include "core/record/json_writer.hpp"

namespace effluent {
namespace {

constexpr std::chrono::seconds kPatience{4};
constexpr std::string_view kAddResult = "laboratory add";
constexpr std::string_view kImportLimits = "standards import";

using Member = std::pair<const char*, std::string LaboratoryResult::*>;
constexpr std::array<Member, 13> kTexts{{{"plant", &LaboratoryResult::plant},
                                         {"outlet", &LaboratoryResult::outlet},
                                         {"parameter", &LaboratoryResult::parameter},
                                         {"sample", &LaboratoryResult::sample},
                                         {"taken_by", &LaboratoryResult::taken_by},
                                         {"taken_where", &LaboratoryResult::taken_where},
                                         {"laboratory", &LaboratoryResult::laboratory},
                                         {"method", &LaboratoryResult::method},
                                         {"unit", &LaboratoryResult::unit},
                                         {"uncertainty", &LaboratoryResult::uncertainty},
                                         {"report_sha256", &LaboratoryResult::report_sha256},
                                         {"entered_by", &LaboratoryResult::entered_by},
                                         {"correction", &LaboratoryResult::correction}}};

using ImportMember = std::pair<const char*, std::string StandardsImport::*>;
constexpr std::array<ImportMember, 7> kImportTexts{
    {{"standard", &StandardsImport::standard},
     {"certainty", &StandardsImport::certainty},
     {"source", &StandardsImport::source},
     {"by", &StandardsImport::by},
     {"file_sha256", &StandardsImport::file_sha256},
     {"table_sha256_before", &StandardsImport::table_sha256_before},
     {"table_sha256_after", &StandardsImport::table_sha256_after}}};

ParsedDeed parse_result(const nlohmann::json& given) {
  std::vector<std::string> faults;
  LaboratoryResult result;
  for (const auto& [key, value] : given.items()) {
    if (!value.is_string()) {
      faults.push_back("\"" + key + "\" is no string");
      continue;
    }
    const auto& text = value.get_ref<const std::string&>();
    const auto known = std::find_if(kTexts.begin(), kTexts.end(),
                                    [&key = key](const Member& member) { return key == member.first; });
    if (known != kTexts.end()) {
      result.*(known->second) = text;
    } else if (key == "value") {
      set_reported(result, text);
    } else if (key == "taken_at") {
      const auto time = parse_time(text);
      if (!time) faults.push_back("taken_at \"" + text + "\" is no time; such as 2026-11-24T09:30:00+07:00");
      result.taken_at = time.value_or(Instant{});
    } else {
      faults.push_back("\"" + key + "\" is no member of a laboratory result");
    }
  }
  if (!faults.empty()) return tl::unexpected{std::move(faults)};
  return result;
}

ParsedDeed parse_import(const nlohmann::json& given) {
  std::vector<std::string> faults;
  StandardsImport import;
  for (const auto& [key, value] : given.items()) {
    const auto known = std::find_if(kImportTexts.begin(), kImportTexts.end(),
                                    [&key = key](const ImportMember& member) { return key == member.first; });
    const bool counts = key == "rows" || key == "limits";
    if (known != kImportTexts.end() && value.is_string()) {
      import.*(known->second) = value.get<std::string>();
    } else if (counts && value.is_number_integer()) {
      (key == "rows" ? import.rows : import.limits) = value.get<std::int64_t>();
    } else {
      faults.push_back("\"" + key + "\" is no member of an import, or of another type");
    }
  }
  if (!faults.empty()) return tl::unexpected{std::move(faults)};
  return import;
}

constexpr std::array<ActCommand, 2> kCommands{
    {{kAddResult, "result", parse_result}, {kImportLimits, "import", parse_import}}};

struct Asked {
  ActCommand command;
  nlohmann::json request;
};

/// The request, read; none where it is no act.
std::optional<Asked> parse_act(std::string_view request) {
  auto parsed = nlohmann::json::parse(request, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("command")) return std::nullopt;
  for (const auto commands :
       {std::span<const ActCommand>{kCommands}, instrument_commands(), correction_commands()}) {
    for (const auto& command : commands) {
      if (parsed["command"] == command.command) return Asked{command, std::move(parsed)};
    }
  }
  return std::nullopt;
}

std::string refusal(const std::vector<std::string>& faults) {
  std::string text;
  JsonWriter json{text};
  json.open_object().key("refused").open_array();
  for (const auto& fault : faults) json.text(fault);
  json.close_array().close_object();
  return text;
}

std::string error(std::string_view what) {
  std::string text;
  JsonWriter{text}.open_object().text("error", what).close_object();
  return text;
}

std::string text_of(const ActAnswer& answer) {
  return answer ? R"({"entry":)" + answer->line + "}" : refusal(answer.error());
}

std::string answer_parsed(ParsedDeed what, const std::string& user, const std::function<void(Act)>& put) {
  if (!what) return refusal(what.error());
  auto promise = std::make_shared<std::promise<ActAnswer>>();
  auto answered = promise->get_future();
  put(Act{user, std::move(*what), [promise](const ActAnswer& answer) { promise->set_value(answer); }});
  if (answered.wait_for(kPatience) != std::future_status::ready) {
    return error(
        "the recorder did not answer within 4 s: the disk may be standing still; the act may be recorded "
        "later, "
        "so look before you repeat it");
  }
  return text_of(answered.get());
}

}  // namespace

std::string request_of(const LaboratoryResult& result) {
  std::string text;
  JsonWriter json{text};
  json.open_object().text("command", kAddResult).key("result").open_object();
  for (const auto& [name, member] : kTexts) json.text(name, result.*member);
  json.text("taken_at", time_text(result.taken_at));
  json.text("value", reported(result)).close_object().close_object();
  return text;
}

std::string request_of(const StandardsImport& import) {
  std::string text;
  JsonWriter json{text};
  json.open_object().text("command", kImportLimits).key("import").open_object();
  for (const auto& [name, member] : kImportTexts) json.text(name, import.*member);
  json.integer("rows", import.rows).integer("limits", import.limits).close_object().close_object();
  return text;
}

bool is_act(std::string_view request) { return parse_act(request).has_value(); }

std::optional<std::string> answer_act(std::string_view request, const std::string& user,
                                      const std::function<void(Act)>& put) {
  const auto asked = parse_act(request);
  if (!asked) return std::nullopt;
  const auto& [command, whole] = *asked;
  if (!whole.contains(command.member) || !whole[command.member].is_object())
    return error(std::string{"the request has no \""} + command.member + "\" that is an object");
  return answer_parsed(command.parse(whole[command.member]), user, put);
}

}  // namespace effluent
