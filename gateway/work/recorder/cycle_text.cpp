// SPDX-License-Identifier: Apache-2.0
#include "work/recorder/cycle_text.hpp"

#include <charconv>

#include "core/record/hex.hpp"
#include "core/record/json_reader.hpp"
#include "core/record/json_writer.hpp"

namespace effluent {
namespace {

bool read_hex(std::string_view text, std::vector<std::uint8_t>& bytes) {
  if (text.size() % 2 != 0) return false;
  for (std::size_t at = 0; at < text.size(); at += 2) {
    std::uint8_t byte = 0;
    const char* const end = text.data() + at + 2;
    if (std::from_chars(text.data() + at, end, byte, 16).ptr != end) return false;
    bytes.push_back(byte);
  }
  return true;
}

}  // namespace

CycleSource cycle_source(const Device& device, const Channel& channel) {
  const auto& registers = device.profile->registers;
  return {registers[channel.value].name,
          channel.result ? std::string_view{registers[*channel.result].name} : std::string_view{}};
}

std::string cycle_text(const CycleMemory& memory, const CycleSource& source) {
  std::string text;
  JsonWriter json{text};
  json.open_object().text("register", source.value).text("words", hex_text(memory.words));
  if (memory.result_at) {
    json.integer("result_at", memory.result_at->time_since_epoch().count());
  } else {
    json.null("result_at");
  }
  json.integer("counted_from", memory.counted_from.time_since_epoch().count());
  json.boolean("assumed", memory.assumed).boolean("stale", memory.stale);
  json.text("result_register", source.result).close_object();
  return text;
}

std::optional<CycleMemory> parse_cycle(std::string_view text, const CycleSource& source) {
  JsonReader json{text};
  CycleMemory memory;
  bool good = false;
  std::string result_register;  // a text of before there were any has none
  if (!json.enter('{')) return std::nullopt;
  while (const auto key = json.next_key()) {
    if (*key == "register") {
      good = json.text() == source.value;
    } else if (*key == "words") {
      if (!read_hex(json.text().value_or("x"), memory.words)) return std::nullopt;
    } else if (*key == "result_at") {
      if (const auto time = json.integer()) memory.result_at = Instant{milliseconds{*time}};
    } else if (*key == "counted_from") {
      memory.counted_from = Instant{milliseconds{json.integer().value_or(0)}};
    } else if (*key == "assumed") {
      memory.assumed = json.boolean();
    } else if (*key == "stale") {
      memory.stale = json.boolean();
    } else if (*key == "result_register") {
      result_register = json.text().value_or("");
    } else {
      (void)json.raw();
    }
  }
  if (!good || result_register != source.result || json.failed()) return std::nullopt;
  return memory;
}

}  // namespace effluent
