// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/wiring/status_text.hpp"

namespace effluent {
namespace {

/// A member of what another version of the program may have written: null where it is missing.
const nlohmann::json& member(const nlohmann::json& object, const char* name) {
  static const nlohmann::json missing;
  const auto found = object.find(name);
  return found == object.end() ? missing : *found;
}

bool is_true(const nlohmann::json& value) { return value.is_boolean() && value.get<bool>(); }

std::string text_of(const nlohmann::json& value) {
  if (value.is_null()) return "-";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string head_text(const nlohmann::json& status) {
  const auto text = [&status](const char* name) { return text_of(member(status, name)); };
  std::string out =
      fmt::format("gateway {}  version {}  epoch {}\nstarted {}  last commit {}\n", text("gateway"),
                  text("version"), text("epoch"), text("started"), text("last_commit"));
  out += fmt::format(
      "recorded since the start: {} entries, {} blocks; waiting for the disk: {}; late readings: {}\n",
      text("entries"), text("blocks"), text("waiting"), text("late_readings"));
  if (is_true(member(status, "store_failing"))) out += "STORE FAILING: " + text("store_error") + "\n";
  const auto& broker = member(status, "broker");
  if (broker.is_null()) return out + "broker: none configured, nothing is published\n";
  out += is_true(member(broker, "connected"))
             ? "broker: connected since " + text_of(member(broker, "connected_since"))
             : "broker: NOT CONNECTED (" + text_of(member(broker, "last_error")) + ")";
  return out + "; entries sent: " + text_of(member(broker, "entries_acknowledged")) + "\n";
}

std::string devices_text(const nlohmann::json& devices) {
  std::string out = fmt::format("\n{:<24} {:<30} {:>8} {:>8} {:>8} {}\n", "device", "last polled", "polls",
                                "failed", "missed", "");
  for (const auto& device : devices) {
    const auto text = [&device](const char* name) { return text_of(member(device, name)); };
    out += fmt::format("{:<24} {:<30} {:>8} {:>8} {:>8} {}\n", text("device"), text("last_polled"),
                       text("polls"), text("failed"), text("missed"),
                       is_true(member(device, "lost")) ? "LOST" : "");
  }
  for (const auto& device : devices) {
    if (member(device, "other_serial").is_null()) continue;
    out += fmt::format("{}: the configuration's serial is {}, the record's {} since it was replaced\n",
                       text_of(member(device, "device")), text_of(member(device, "serial")),
                       text_of(member(device, "other_serial")));
  }
  return out;
}

std::string points_text(const nlohmann::json& points) {
  std::string out = fmt::format("\n{:<12} {:<12} {:<16} {:>12} {:<8} {:<12} {}\n", "plant", "outlet", "point",
                                "value", "unit", "state", "cause");
  for (const auto& point : points) {
    const auto text = [&point](const char* name) { return text_of(member(point, name)); };
    out += fmt::format("{:<12} {:<12} {:<16} {:>12} {:<8} {:<12} {}\n", text("plant"), text("outlet"),
                       text("point"), text("value"), text("unit"), text("state"), text("cause"));
  }
  return out;
}

}  // namespace

tl::expected<std::string, std::string> status_table(const std::string& json) {
  const auto status = nlohmann::json::parse(json, nullptr, false);
  if (!status.is_object()) return tl::unexpected{"the gateway's answer is no status: " + json};
  if (const auto& error = member(status, "error"); !error.is_null()) return tl::unexpected{text_of(error)};
  return head_text(status) + devices_text(member(status, "devices")) + points_text(member(status, "points"));
}

}  // namespace effluent
