// SPDX-License-Identifier: Apache-2.0
#include "app/wiring/status_text.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/record/json_writer.hpp"

namespace effluent {
namespace {

void time_or_null(JsonWriter& json, std::string_view name, const std::optional<Instant>& time) {
  json.text_or_null(name, time ? time_text(*time) : std::string{});
}

void write_devices(JsonWriter& json, const Site& site, const RecorderStatus& recorder) {
  json.key("devices").open_array();
  for (std::size_t i = 0; i < site.devices.size() && i < recorder.devices.size(); ++i) {
    const auto& status = recorder.devices[i];
    json.open_object().text("device", site.devices[i].id).text("bus", site.buses[site.devices[i].bus].id);
    time_or_null(json, "last_polled", status.last_polled);
    json.integer("polls", status.polls).integer("failed", status.failed).integer("missed", status.missed);
    json.boolean("lost", status.lost).key("failures").open_object();
    json.integer("link_lost", status.failures[1]).integer("timeout", status.failures[2]);
    json.integer("bad_reply", status.failures[3]).integer("exception", status.failures[4]);
    json.close_object().close_object();
  }
  json.close_array();
}

void write_points(JsonWriter& json, const Site& site, const RecorderStatus& recorder) {
  json.key("points").open_array();
  for (std::size_t p = 0; p < site.plants.size() && p < recorder.points.size(); ++p) {
    const auto& points = site.plants[p].points;
    for (std::size_t i = 0; i < points.size() && i < recorder.points[p].size(); ++i) {
      const auto& status = recorder.points[p][i];
      json.open_object().text("plant", site.plants[p].id).text_or_null("outlet", points[i].outlet);
      json.text("point", points[i].id).text("parameter", points[i].parameter);
      const auto& reading = status.reading;
      const bool has_value = reading && reading->value;
      json.raw_or_null(
          "value", has_value ? std::optional{fixed_text(*reading->value, points[i].digits)} : std::nullopt);
      json.text("unit", points[i].ucum).text("state", name_of(reading ? reading->state : State::fault));
      json.text_or_null("cause", name_of(reading ? reading->cause : Cause::not_polled));
      time_or_null(json, "time", reading ? std::optional{status.time} : std::nullopt);
      json.close_object();
    }
  }
  json.close_array();
}

void write_broker(JsonWriter& json, const std::optional<PublisherStatus>& publisher) {
  json.key("broker");
  if (!publisher) {
    json.null();
    return;
  }
  json.open_object().boolean("connected", publisher->connected);
  time_or_null(json, "connected_since", publisher->connected_since);
  json.text_or_null("last_error", publisher->last_error).integer("connections", publisher->connections);
  json.integer("messages_sent", publisher->messages_sent);
  json.integer("entries_acknowledged", publisher->entries_acknowledged);
  json.integer("blocks_acknowledged", publisher->blocks_acknowledged);
  json.key("journal")
      .open_object()
      .text("epoch", publisher->journal.epoch)
      .integer("next", publisher->journal.next);
  json.close_object().close_object();
}

std::string text_of(const nlohmann::json& value) {
  if (value.is_null()) return "-";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

std::string status_json(const Configuration& configuration, const RecorderStatus& recorder,
                        const std::optional<PublisherStatus>& publisher, std::size_t waiting, Instant now) {
  std::string text;
  JsonWriter json{text};
  json.open_object().integer("v", 1).text("gateway", configuration.site.gateway).text("time", time_text(now));
  json.text("version", EFFLUENT_VERSION)
      .text("epoch", recorder.epoch)
      .text("started", time_text(recorder.started));
  json.integer("entries", recorder.entries).integer("blocks", recorder.blocks);
  time_or_null(json, "last_commit", recorder.last_commit);
  json.integer("waiting", static_cast<std::int64_t>(waiting))
      .integer("late_readings", recorder.late_readings);
  json.boolean("store_failing", recorder.store_failing).text_or_null("store_error", recorder.store_error);
  write_broker(json, publisher);
  write_devices(json, configuration.site, recorder);
  write_points(json, configuration.site, recorder);
  json.close_object();
  return text;
}

std::string status_table(const std::string& json) {
  const auto status = nlohmann::json::parse(json, nullptr, false);
  if (status.is_discarded()) return "the gateway's answer is no JSON: " + json + "\n";
  if (status.contains("error")) return status["error"].get<std::string>() + "\n";
  std::string out;
  out += fmt::format("gateway {}  version {}  epoch {}\nstarted {}  last commit {}\n",
                     text_of(status["gateway"]), text_of(status["version"]), text_of(status["epoch"]),
                     text_of(status["started"]), text_of(status["last_commit"]));
  out += fmt::format(
      "recorded since the start: {} entries, {} blocks; waiting for the disk: {}; late readings: {}\n",
      text_of(status["entries"]), text_of(status["blocks"]), text_of(status["waiting"]),
      text_of(status["late_readings"]));
  if (status["store_failing"].get<bool>()) out += "STORE FAILING: " + text_of(status["store_error"]) + "\n";
  if (const auto& broker = status["broker"]; broker.is_null()) {
    out += "broker: none configured, nothing is published\n";
  } else {
    const bool connected = broker["connected"].get<bool>();
    out += connected ? "broker: connected since " + text_of(broker["connected_since"])
                     : "broker: NOT CONNECTED (" + text_of(broker["last_error"]) + ")";
    out += "; entries sent: " + text_of(broker["entries_acknowledged"]) + "\n";
  }
  out += fmt::format("\n{:<24} {:<30} {:>8} {:>8} {:>8} {}\n", "device", "last polled", "polls", "failed",
                     "missed", "");
  for (const auto& device : status["devices"]) {
    out += fmt::format("{:<24} {:<30} {:>8} {:>8} {:>8} {}\n", text_of(device["device"]),
                       text_of(device["last_polled"]), text_of(device["polls"]), text_of(device["failed"]),
                       text_of(device["missed"]), device["lost"].get<bool>() ? "LOST" : "");
  }
  out += fmt::format("\n{:<12} {:<12} {:<16} {:>12} {:<8} {:<12} {}\n", "plant", "outlet", "point", "value",
                     "unit", "state", "cause");
  for (const auto& point : status["points"]) {
    out += fmt::format("{:<12} {:<12} {:<16} {:>12} {:<8} {:<12} {}\n", text_of(point["plant"]),
                       text_of(point["outlet"]), text_of(point["point"]), text_of(point["value"]),
                       text_of(point["unit"]), text_of(point["state"]), text_of(point["cause"]));
  }
  return out;
}

}  // namespace effluent
