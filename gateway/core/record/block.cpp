// SPDX-License-Identifier: Apache-2.0
#include "core/record/block.hpp"

#include "core/record/base64.hpp"
#include "core/record/json_reader.hpp"
#include "core/record/json_writer.hpp"

namespace effluent {
namespace {

void write_registers(JsonWriter& json, const Poll& poll) {
  json.key("registers").open_array();
  for (const Answer& answer : poll.answers) {
    if (answer.failure != Failure::none) continue;
    json.open_object()
        .integer("function", answer.request.function)
        .integer("address", answer.request.address)
        .integer("count", answer.request.count)
        .text("data", base64_text(answer.data))
        .close_object();
  }
  json.close_array();
}

void write_points(JsonWriter& json, const Plant& plant, std::span<const Reading> readings) {
  json.key("points").open_array();
  for (const Reading& reading : readings) {
    const Point& point = plant.points[reading.point];
    json.open_object().text("point", point.id);
    if (reading.value) {
      json.raw("value", fixed_text(*reading.value, point.digits));
    } else {
      json.null("value");
    }
    if (reading.state != State::measuring) json.text("state", name_of(reading.state));
    if (reading.cause != Cause::none) json.text("cause", name_of(reading.cause));
    if (reading.result_at) json.text("result_at", time_text(*reading.result_at));
    json.close_object();
  }
  json.close_array();
}

std::optional<StoredBlock::Point> read_point(JsonReader& json) {
  StoredBlock::Point point;
  if (!json.enter('{')) return std::nullopt;
  while (const auto key = json.next_key()) {
    if (*key == "point") {
      point.id = json.text().value_or("");
    } else if (*key == "value") {
      const std::string_view value = json.raw();
      if (value != "null") point.value = std::string{value};
    } else if (*key == "state") {
      const auto state = parse_state(json.text().value_or(""));
      if (!state) return std::nullopt;
      point.state = *state;
    } else if (*key == "cause") {
      const auto cause = parse_cause(json.text().value_or(""));
      if (!cause) return std::nullopt;
      point.cause = *cause;
    } else if (*key == "result_at") {
      point.result_at = parse_time(json.text().value_or(""));
      if (!point.result_at) return std::nullopt;
    } else {
      (void)json.raw();
    }
  }
  if (json.failed() || point.id.empty()) return std::nullopt;
  return point;
}

bool read_points(JsonReader& json, StoredBlock& block) {
  if (!json.enter('[')) return false;
  while (json.next_item()) {
    auto point = read_point(json);
    if (!point) return false;
    block.points.push_back(std::move(*point));
  }
  return !json.failed();
}

}  // namespace

std::string block_text(const Site& site, const BlockName& name, const Poll& poll,
                       std::span<const Reading> readings) {
  const Device& device = site.devices[poll.device];
  const Plant& plant = site.plants[device.plant];
  std::string text;
  text.reserve(512 + readings.size() * 64);
  JsonWriter json{text};
  json.open_object()
      .integer("v", 1)
      .text("gateway", site.gateway)
      .text("epoch", name.epoch)
      .integer("rid", name.rid)
      .text("device", device.id)
      .text("plant", plant.id);
  if (device.serial) {
    json.text("instrument", *device.serial);
  } else {
    json.null("instrument");
  }
  json.text("due_at", time_text(poll.due_at))
      .text("polled_at", time_text(poll.polled_at))
      .integer("monotonic_ms",
               std::chrono::duration_cast<milliseconds>(poll.monotonic.time_since_epoch()).count())
      .text("clock", poll.clock_synchronised ? "synchronised" : "unsynchronised")
      .text("config", name.config);
  write_registers(json, poll);
  write_points(json, plant, readings);
  json.close_object();
  return text;
}

std::optional<StoredBlock> read_block(std::string_view text) {
  JsonReader json{text};
  StoredBlock block;
  std::optional<Instant> due;
  std::optional<Instant> polled;
  bool points = false;
  if (!json.enter('{')) return std::nullopt;
  while (const auto key = json.next_key()) {
    if (*key == "device") {
      block.device = json.text().value_or("");
    } else if (*key == "plant") {
      block.plant = json.text().value_or("");
    } else if (*key == "due_at") {
      due = parse_time(json.text().value_or(""));
    } else if (*key == "polled_at") {
      polled = parse_time(json.text().value_or(""));
    } else if (*key == "points") {
      points = read_points(json, block);
    } else {
      (void)json.raw();
    }
  }
  if (json.failed() || !due || !polled || !points || block.device.empty()) return std::nullopt;
  block.due_at = *due;
  block.polled_at = *polled;
  return block;
}

}  // namespace effluent
