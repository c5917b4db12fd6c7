// SPDX-License-Identifier: Apache-2.0
#include "work/recorder/cursor_text.hpp"

#include "core/record/json_reader.hpp"
#include "core/record/json_writer.hpp"

namespace effluent {

std::string cursor_text(const Position& position) {
  std::string text;
  JsonWriter{text}.open_object().text("epoch", position.epoch).integer("next", position.next).close_object();
  return text;
}

std::optional<Position> parse_cursor(std::string_view text) {
  JsonReader json{text};
  Position position;
  if (!json.enter('{')) return std::nullopt;
  while (const auto key = json.next_key()) {
    if (*key == "epoch") {
      position.epoch = json.text().value_or("");
    } else if (*key == "next") {
      position.next = json.integer().value_or(0);
    } else {
      (void)json.raw();
    }
  }
  return json.failed() ? std::nullopt : std::optional{position};
}

}  // namespace effluent
