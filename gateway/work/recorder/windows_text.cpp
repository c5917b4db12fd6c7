// SPDX-License-Identifier: Apache-2.0
#include "work/recorder/windows_text.hpp"

#include "core/record/json_reader.hpp"
#include "core/record/json_writer.hpp"

namespace effluent {
namespace {

std::int64_t count_of(Instant instant) { return instant.time_since_epoch().count(); }

std::optional<Instant> instant_of(std::optional<std::int64_t> count) {
  return count ? std::optional{Instant{milliseconds{*count}}} : std::nullopt;
}

void read_point(JsonReader& json, StoredPlantWindows& windows) {
  StoredPointWindows point;
  std::string id;
  std::optional<Instant> begin;
  if (!json.enter('{')) return;
  while (const auto key = json.next_key()) {
    if (*key == "point") {
      id = json.text().value_or("");
    } else if (*key == "begin") {
      begin = instant_of(json.integer());
    } else if (*key == "next" && json.enter('[')) {
      for (std::size_t at = 0; json.next_item(); ++at) {
        const auto next = instant_of(json.integer());
        if (at < point.next.size()) point.next[at] = next;
      }
    } else if (*key == "scan") {
      point.scan = json.integer().value_or(0);
    } else {
      (void)json.raw();
    }
  }
  if (!begin) return;
  point.begin = *begin;
  windows.points[id] = point;
}

void read_pointless(JsonReader& json, StoredPlantWindows& windows) {
  std::string outlet;
  std::string parameter;
  std::optional<Period> period;
  std::optional<Instant> next;
  if (!json.enter('{')) return;
  while (const auto key = json.next_key()) {
    if (*key == "outlet") {
      outlet = json.text().value_or("");
    } else if (*key == "parameter") {
      parameter = json.text().value_or("");
    } else if (*key == "period") {
      period = parse_period(json.text().value_or(""));
    } else if (*key == "next") {
      next = instant_of(json.integer());
    } else {
      (void)json.raw();
    }
  }
  if (period && next) windows.own[{outlet, parameter, *period}] = *next;
}

}  // namespace

std::string quantity_name(const Plant& plant, const Point& point) { return plant.id + '\t' + point.id; }

std::string windows_text(const StoredPlantWindows& windows) {
  std::string text;
  JsonWriter json{text};
  json.open_object().key("points").open_array();
  for (const auto& [id, point] : windows.points) {
    json.open_object().text("point", id).integer("begin", count_of(point.begin)).key("next").open_array();
    for (const auto& next : point.next) {
      if (next) {
        json.integer(count_of(*next));
      } else {
        json.null();
      }
    }
    json.close_array().integer("scan", point.scan).close_object();
  }
  json.close_array().key("pointless").open_array();
  for (const auto& [one, next] : windows.own) {
    json.open_object().text("outlet", std::get<0>(one)).text("parameter", std::get<1>(one));
    json.text("period", name_of(std::get<2>(one))).integer("next", count_of(next)).close_object();
  }
  json.close_array().close_object();
  return text;
}

StoredPlantWindows parse_windows(std::string_view text) {
  StoredPlantWindows windows;
  JsonReader json{text};
  if (!json.enter('{')) return windows;
  while (const auto key = json.next_key()) {
    if (*key == "points" && json.enter('[')) {
      while (json.next_item()) read_point(json, windows);
    } else if (*key == "pointless" && json.enter('[')) {
      while (json.next_item()) read_pointless(json, windows);
    } else {
      (void)json.raw();
    }
  }
  return windows;
}

}  // namespace effluent
