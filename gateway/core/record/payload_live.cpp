// SPDX-License-Identifier: Apache-2.0
#include "core/record/payload_live.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "core/measure/decimal.hpp"
#include "core/record/json_writer.hpp"

namespace effluent {
namespace {

void write_point(JsonWriter& json, const Point& point, const LiveValue& live) {
  json.open_object()
      .text_or_null("outlet", point.outlet)
      .text("point", point.id)
      .text("parameter", point.parameter);
  json.key("value");
  if (live.value) {
    json.raw(fixed_text(*live.value, point.digits));
  } else {
    json.null();
  }
  json.text("unit", point.ucum).text("state", name_of(live.state)).text_or_null("cause", name_of(live.cause));
  json.text_or_null("time", live.time ? time_text(*live.time) : std::string{});
  json.close_object();
}

}  // namespace

std::vector<std::size_t> points_in_order(const Plant& plant) {
  std::vector<std::size_t> order(plant.points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto place = [&plant](std::size_t index) {
    const Point& point = plant.points[index];
    return std::tuple{point.outlet.empty(), std::string_view{point.outlet}, std::string_view{point.id}};
  };
  std::sort(order.begin(), order.end(),
            [&](std::size_t left, std::size_t right) { return place(left) < place(right); });
  return order;
}

Instant live_valid_until(const Site& site, std::size_t plant, Instant time) {
  milliseconds longest{0};
  for (const auto& device : site.devices) {
    if (!device.channels.empty() && device.plant == plant) longest = std::max(longest, device.poll);
  }
  return time + 3 * longest + std::chrono::seconds{10};
}

std::string live_payload(const Site& site, std::size_t plant, Instant time, Instant valid_until,
                         std::span<const LiveValue> values) {
  const Plant& described = site.plants.at(plant);
  std::string text;
  JsonWriter json{text};
  json.open_object().integer("v", 1).text("gateway", site.gateway).text("plant", described.id);
  json.text("time", time_text(time)).text("valid_until", time_text(valid_until)).key("points").open_array();
  const LiveValue not_polled;
  for (const auto index : points_in_order(described)) {
    write_point(json, described.points[index], index < values.size() ? values[index] : not_polled);
  }
  json.close_array().close_object();
  return text;
}

}  // namespace effluent
