// SPDX-License-Identifier: Apache-2.0
#include "app/wiring/status_text.hpp"

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
    json.close_object();
    json.text_or_null("serial", site.devices[i].serial.value_or(""));
    json.text_or_null("other_serial", status.other_serial.value_or("")).close_object();
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

}  // namespace effluent
