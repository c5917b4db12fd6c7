// SPDX-License-Identifier: Apache-2.0
#include "core/record/entry.hpp"

#include "core/record/counter_text.hpp"
#include "core/record/json_writer.hpp"

namespace effluent {
namespace {

/// Head of an entry, the other members of `config`, their numbers at their longest.
constexpr std::size_t kConfigOverhead = 512;

std::size_t escaped_size(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '\b':
    case '\f':
    case '\n':
    case '\r':
    case '\t':
      return 2;
    default:
      return static_cast<unsigned char>(c) < 0x20 ? 6 : 1;
  }
}

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Parts whose escaped text fits a line; cut before a character's first byte.
std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t from = 0;
  std::size_t cut = 0;
  std::size_t size = 0;  // escaped, from `from`
  std::size_t size_at_cut = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!continues_character(text[at])) {
      cut = at;
      size_at_cut = size;
    }
    size += escaped_size(text[at]);
    if (size > kLongestLine - kConfigOverhead) {
      parts.push_back(text.substr(from, cut - from));
      from = cut;
      size -= size_at_cut;
      size_at_cut = 0;
    }
  }
  parts.push_back(text.substr(from));
  return parts;
}

/// The members of an object, without its braces.
template <class Write>
std::string members(Write write) {
  std::string text;
  JsonWriter json{text};
  write(json);
  return text;
}

}  // namespace

std::string entry_line(const EntryHead& head, std::string_view body) {
  std::string text;
  text.reserve(160 + body.size());
  JsonWriter json{text};
  json.open_object()
      .integer("v", 1)
      .text("gateway", head.gateway)
      .text("epoch", head.epoch)
      .integer("seq", head.seq)
      .text("time", time_text(head.time))
      .text("clock", head.clock_synchronised ? "synchronised" : "unsynchronised")
      .raw(body)
      .close_object();
  return text;
}

std::string epoch_id(Instant now, std::string_view suffix) {
  const std::string local = time_text(now - kZoneOffset);  // prints UTC's digits
  std::string id = local.substr(0, 4) + local.substr(5, 2) + local.substr(8, 2) + "T";
  id += local.substr(11, 2) + local.substr(14, 2) + local.substr(17, 2) + "Z-";
  return id.append(suffix);
}

std::string start_body(const StartFacts& facts) {
  return members([&](JsonWriter& json) {
    json.text("kind", "start");
    if (facts.parent) {
      json.key("parent")
          .open_object()
          .text("epoch", facts.parent->epoch)
          .integer("size", facts.parent->size)
          .null("root")
          .close_object();
    } else {
      json.null("parent");
    }
    json.text("version", facts.version)
        .text("program", facts.program)
        .text("config", facts.config)
        .text("boot", facts.boot);
  });
}

std::vector<std::string> config_bodies(std::string_view text, std::string_view sha256) {
  const auto parts = parts_of(text);
  std::vector<std::string> bodies;
  bodies.reserve(parts.size());
  for (const std::string_view part : parts) {
    bodies.push_back(members([&](JsonWriter& json) {
      json.text("kind", "config")
          .text("sha256", sha256)
          .integer("part", static_cast<std::int64_t>(bodies.size()) + 1)
          .integer("of", static_cast<std::int64_t>(parts.size()))
          .text("text", part);
    }));
  }
  return bodies;
}

std::string base_mean_body(const JudgedLine& line, std::span<const RidRange> blocks) {
  const WindowSums& sums = line.sums;
  std::string body =
      line.body + "," + members([&](JsonWriter& json) {
        json.raw_or_null("sum", sums.n > 0 ? std::optional{fixed_text(sums.sum, sums.digits)} : std::nullopt);
        json.integer("slots", sums.slots);
        if (blocks.size() > kMostRanges) {
          json.null("blocks");
          return;
        }
        json.key("blocks").open_array();
        for (const RidRange& range : blocks) {
          json.open_object().text("epoch", range.epoch).integer("from", range.from).integer("to", range.to);
          json.close_object();
        }
        json.close_array();
      });
  const bool squares = sums.n > 0 && sums.squares;
  if (!line.more.empty()) body += "," + line.more;
  return body + "," + members([&](JsonWriter& json) {
           json.raw_or_null("sum_squares", squares ? std::optional{fixed_text(*sums.squares, 2 * sums.digits)}
                                                   : std::nullopt);
           if (line.parameter == kCounted) write_counter(json, sums.counter);
         });
}

std::string gap_body(const GapFacts& gap) {
  return members([&](JsonWriter& json) {
    json.text("kind", "gap")
        .text("device", gap.device)
        .text("cause", name_of(gap.cause))
        .integer("count", gap.count)
        .text("first", time_text(gap.first))
        .text("last", time_text(gap.last));
  });
}

std::string event_body(std::string_view plant, std::string_view device, std::string_view what,
                       std::string_view cause) {
  return members([&](JsonWriter& json) {
    json.text("kind", "event").text("plant", plant).text("device", device).text("what", what);
    json.text_or_null("cause", cause);
  });
}

std::string stop_body(std::string_view reason) {
  return members([&](JsonWriter& json) { json.text("kind", "stop").text("reason", reason); });
}

}  // namespace effluent
