// SPDX-License-Identifier: Apache-2.0
#include "core/record/payload_state.hpp"

#include "core/record/json_writer.hpp"

namespace effluent {

std::string state_payload(const GatewayState& state) {
  std::string text;
  JsonWriter json{text};
  json.open_object().integer("v", 1).text("gateway", state.gateway).text("time", time_text(state.time));
  json.text("status", state.online ? "online" : "offline").text("version", state.version);
  json.text_or_null("epoch", state.epoch).key("last_seq");
  if (state.last_seq) {
    json.integer(*state.last_seq);
  } else {
    json.null();
  }
  json.null("kept_epoch").null("kept_seq").close_object();
  return text;
}

}  // namespace effluent
