// SPDX-License-Identifier: Apache-2.0
#include "core/record/payload_verdict.hpp"

#include "core/record/json_writer.hpp"

namespace effluent {
namespace {

void write_list(JsonWriter& json, std::string_view name, std::span<const std::string> bodies) {
  json.key(name).open_array();
  for (const auto& body : bodies) json.raw("{" + body + "}");
  json.close_array();
}

}  // namespace

std::string verdict_payload(const Site& site, std::size_t plant, Instant time,
                            std::span<const std::string> final_bodies,
                            std::span<const std::string> provisional_bodies) {
  std::string text;
  JsonWriter json{text};
  json.open_object().integer("v", 1).text("gateway", site.gateway).text("plant", site.plants.at(plant).id);
  json.text("time", time_text(time));
  write_list(json, "final", final_bodies);
  write_list(json, "provisional", provisional_bodies);
  json.close_object();
  return text;
}

}  // namespace effluent
