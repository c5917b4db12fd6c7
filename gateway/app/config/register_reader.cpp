// SPDX-License-Identifier: Apache-2.0
#include "app/config/register_reader.hpp"

#include <charconv>

namespace effluent {
namespace {

bool fits(std::uint64_t value, const Register& target) {
  const unsigned bits = bits_of(target.type);
  return bits >= 64 || (value >> bits) == 0;
}

std::optional<StatusMeaning> meaning_of(std::string_view text) {
  if (text == "measuring") return StatusMeaning::measuring;
  if (text == "calibrating") return StatusMeaning::calibrating;
  if (text == "maintenance") return StatusMeaning::maintenance;
  if (text == "warming_up") return StatusMeaning::warming_up;
  if (text == "device_fault") return StatusMeaning::device_fault;
  return std::nullopt;
}

/// False where it is missing or unknown.
bool read_type(Section& section, Register& target) {
  if (target.table == Table::coil || target.table == Table::discrete) {
    target.type = ValueType::bit;
    if (section.has("type")) {
      section.known("type");
      section.report().error(section.line("type"),
                             "coils and discrete inputs have no `type`, they are 0 or 1; remove it");
    }
    return true;
  }
  const auto type = section.choice("type", {"u16", "s16", "u32", "s32", "u64", "s64", "float32", "float64",
                                            "bcd16", "bcd32", "bits", "string"});
  for (int i = 0; type && i <= static_cast<int>(ValueType::string); ++i) {
    if (name_of(static_cast<ValueType>(i)) == *type) target.type = static_cast<ValueType>(i);
  }
  target.words = words_of(target.type);
  return type.has_value();
}

void read_no_value(Section& section, Register& target) {
  const auto* list = section.any("no_value");
  if (list == nullptr) return;
  auto& resolved = section.resolved()["no_value"];
  resolved.make_array();
  if (list->kind != Node::Kind::array) {
    section.report().error(list->line, "`no_value` is a list; write it as in [\"nan\", 0x7F800000]");
    return;
  }
  for (const auto& item : list->children) {
    const bool is_float = target.type == ValueType::float32 || target.type == ValueType::float64;
    if (item.kind == Node::Kind::text && item.text == "nan" && is_float) {
      target.nan_is_no_value = true;
      resolved.append().set_text("nan");
      continue;
    }
    const bool written = item.kind == Node::Kind::integer || item.kind == Node::Kind::text;
    const auto pattern = written ? unsigned_of(item.text) : std::nullopt;
    if (!pattern || !fits(*pattern, target)) {
      section.report().error(
          item.line, "`no_value` holds \"" + item.text + "\", no bit pattern of this type; write the " +
                         "bits, unsigned, as in 0x8000 (2^63 and more as a text \"0x…\"), or \"nan\" " +
                         "for a float");
      continue;
    }
    target.no_value.push_back(*pattern);
    if (item.kind == Node::Kind::text) {
      resolved.append().set_text(item.text);
    } else {
      resolved.append().set_raw(item.text);
    }
  }
}

void read_states(Section& section, Register& target) {
  target.is_status = section.has("states");
  if (auto states = section.table("states")) {
    for (const auto& node : states->members()) {
      const auto& key = node.key;
      const auto value = unsigned_of(key);
      const auto meaning = node.kind == Node::Kind::text ? meaning_of(node.text) : std::nullopt;
      if (!value || !fits(*value, target) || !meaning) {
        section.report().error(
            node.line, "`states` has " + key + " = \"" + node.text +
                           "\"; write register values that fit the type and \"measuring\", " +
                           "\"calibrating\", \"maintenance\", \"warming_up\" or " + "\"device_fault\"");
        continue;
      }
      if (!target.states.emplace(*value, *meaning).second) {
        section.report().error(node.line, "`states` names the value " + key + " twice; keep one");
      }
      states->resolved()[key].set_text(node.text);
    }
  }
  if (target.is_status) {
    const auto otherwise =
        section.choice("otherwise", {"measuring", "calibrating", "maintenance", "warming_up", "device_fault"},
                       "device_fault");
    if (otherwise) target.otherwise = meaning_of(*otherwise).value_or(StatusMeaning::device_fault);
  } else if (section.has("otherwise")) {
    section.known("otherwise");
    section.report().error(section.line("otherwise"),
                           "`otherwise` stands without `states`; add them or remove it");
  }
}

}  // namespace

Order order_of(const std::optional<std::string>& text) {
  return text == "little" ? Order::little : Order::big;
}

std::optional<std::uint64_t> unsigned_of(std::string_view text) {
  const bool hex = text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
  if (hex) text.remove_prefix(2);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, hex ? 16 : 10);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Register read_register(Section section, Orders orders, RegisterLines& lines) {
  Register target;
  target.name = section.filled("name", Need::required).value_or("");
  const auto table = section.choice("table", {"input", "holding", "coil", "discrete"});
  for (const auto candidate : {Table::coil, Table::discrete, Table::holding, Table::input}) {
    if (table && name_of(candidate) == *table) target.table = candidate;
  }
  const auto address = section.integer("address", 0, 65535, Need::required);
  target.address = static_cast<std::uint16_t>(address.value_or(0));
  const bool typed = table && read_type(section, target);
  const auto order_text = [](Order order) { return order == Order::big ? "big" : "little"; };
  target.word_order = order_of(section.choice("word_order", {"big", "little"}, order_text(orders.word)));
  target.byte_order = order_of(section.choice("byte_order", {"big", "little"}, order_text(orders.byte)));
  for (const auto* key : {"scale", "offset"}) {
    if (!section.has(key)) section.resolved()[key].set_raw(key == std::string_view{"scale"} ? "1" : "0");
  }
  target.scale = section.number("scale").value_or(Decimal{1, 0});
  target.offset = section.number("offset").value_or(Decimal{});
  if (target.scale.is_zero()) {
    section.report().error(section.line("scale"), "`scale` is 0, every value would be the same; correct it");
  }
  target.unit = section.filled("unit").value_or("");
  target.status = section.filled("status").value_or("");
  target.result_time = section.filled("result_time").value_or("");
  target.sequence = section.filled("sequence").value_or("");
  target.repeats = section.flag("repeats", false);
  if (typed) {
    read_no_value(section, target);
    read_states(section, target);
  } else {  // one mistake, one message: what depends on the type can't be judged
    target.is_status = section.has("states");
    for (const auto* key : {"type", "no_value", "states", "otherwise"}) section.known(key);
  }
  target.watch = section.flag("watch", false);
  section.finish();
  lines = {section.line(),           section.line("name"),        section.line("table"),
           section.line("address"),  section.line("type"),        section.line("status"),
           section.line("sequence"), section.line("result_time"), section.line("repeats"),
           typed && address};
  return target;
}

}  // namespace effluent
