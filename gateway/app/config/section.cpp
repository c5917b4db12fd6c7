// SPDX-License-Identifier: Apache-2.0
#include "app/config/section.hpp"

#include <algorithm>
#include <charconv>

namespace effluent {
namespace {

/// Bytes of a text. Several of them may stand in one line of the journal, escaped, and a line has at most 16
/// KiB.
constexpr std::size_t kLongestText = 1000;

}  // namespace

int Section::line(std::string_view key) const {
  const auto* node = node_->find(key);
  return node != nullptr ? node->line : node_->line;
}

const Node* Section::any(const std::string& key, Need need) {
  known_.insert(key);
  const auto* node = node_->find(key);
  if (node == nullptr && need == Need::required) {
    report_->error(node_->line, "`" + key + "` is missing; add it to this table");
  }
  return node;
}

void Section::wrong_type(const std::string& key, const Node& node, std::string_view wanted) {
  report_->error(node.line, "`" + key + "` is " + std::string{name_of(node.kind)} + ", wanted is " +
                                std::string{wanted} + "; write it so");
}

const Node* Section::of_kind(const std::string& key, Node::Kind kind, Need need) {
  const auto* node = any(key, need);
  if (node == nullptr || node->kind == kind) return node;
  wrong_type(key, *node, name_of(kind));
  return nullptr;
}

std::optional<std::string> Section::text(const std::string& key, Need need) {
  const auto* node = of_kind(key, Node::Kind::text, need);
  if (node == nullptr) return std::nullopt;
  if (node->text.size() > kLongestText) {
    report_->error(node->line, "`" + key + "` has " + std::to_string(node->text.size()) + " bytes, at most " +
                                   std::to_string(kLongestText) + " fit the record; shorten it");
    return std::nullopt;
  }
  (*resolved_)[key].set_text(node->text);
  return node->text;
}

std::string Section::text_or(const std::string& key, const std::string& otherwise) {
  if (!has(key)) {
    known_.insert(key);
    (*resolved_)[key].set_text(otherwise);
    return otherwise;
  }
  return filled(key).value_or(otherwise);
}

std::optional<std::string> Section::filled(const std::string& key, Need need) {
  auto value = text(key, need);
  if (value && value->find_first_not_of(" \t\n") == std::string::npos) {
    report_->error(line(key), "`" + key + "` is empty; write what it is, or leave the key out");
    return std::nullopt;
  }
  return value;
}

std::optional<std::string> Section::id(const std::string& key, Need need) {
  auto value = text(key, need);
  if (value && !is_id(*value)) {
    report_->error(line(key), "`" + key + "` = \"" + *value +
                                  "\" can't be an id; use a-z, 0-9, - and _, begin with a " +
                                  "letter or digit, at most 63 characters");
    return std::nullopt;
  }
  return value;
}

std::optional<std::string> Section::choice(const std::string& key,
                                           std::initializer_list<std::string_view> allowed,
                                           std::string_view otherwise) {
  if (!has(key) && !otherwise.empty()) return text_or(key, std::string{otherwise});
  auto value = text(key, otherwise.empty() ? Need::required : Need::optional);
  if (!value) return std::nullopt;
  if (std::find(allowed.begin(), allowed.end(), *value) != allowed.end()) return value;
  const std::vector<std::string> names{allowed.begin(), allowed.end()};
  report_->error(line(key),
                 "`" + key + "` = \"" + *value + "\" is unknown; write one of " + quoted_list(names));
  return std::nullopt;
}

std::optional<std::int64_t> Section::integer(const std::string& key, std::int64_t least, std::int64_t most,
                                             Need need) {
  const auto* node = of_kind(key, Node::Kind::integer, need);
  if (node == nullptr) return std::nullopt;
  std::int64_t value = 0;
  const auto* end = node->text.data() + node->text.size();
  if (std::from_chars(node->text.data(), end, value).ec != std::errc{} || value < least || value > most) {
    report_->error(node->line, "`" + key + "` = " + node->text + " is out of range; write " +
                                   std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
  }
  (*resolved_)[key].set_raw(node->text);
  return value;
}

std::int64_t Section::integer_or(const std::string& key, std::int64_t least, std::int64_t most,
                                 std::int64_t otherwise) {
  if (!has(key)) (*resolved_)[key].set_raw(std::to_string(otherwise));
  return integer(key, least, most).value_or(otherwise);
}

std::optional<Decimal> Section::number(const std::string& key, Need need) {
  const auto* node = any(key, need);
  if (node == nullptr) return std::nullopt;
  if (node->kind != Node::Kind::integer && node->kind != Node::Kind::floating) {
    wrong_type(key, *node, "a number");
    return std::nullopt;
  }
  const auto value = Decimal::parse(node->text);
  if (!value || value->significant_digits() > Decimal::kWrittenDigits || value->digits() > 40 ||
      value->digits() < -40) {
    report_->error(node->line, "`" + key + "` = " + node->text +
                                   " is no number the arithmetic can hold exactly; write " +
                                   "at most 12 significant digits");
    return std::nullopt;
  }
  (*resolved_)[key].set_raw(value->text());
  return value;
}

std::optional<milliseconds> Section::duration(const std::string& key, Need need) {
  const auto* node = of_kind(key, Node::Kind::text, need);
  if (node == nullptr) return std::nullopt;
  const auto value = parse_duration(node->text);
  if (!value) {
    report_->error(node->line, "`" + key + "` = \"" + node->text +
                                   "\" is no duration; write a whole number and ms, s, " +
                                   "min, h or d, as in \"5s\"");
    return std::nullopt;
  }
  (*resolved_)[key].set_text(node->text);
  return value;
}

milliseconds Section::duration_or(const std::string& key, std::string_view otherwise) {
  if (!has(key)) (*resolved_)[key].set_text(otherwise);
  return duration(key).value_or(parse_duration(otherwise).value_or(milliseconds{0}));
}

std::optional<Day> Section::day(const std::string& key) {
  const auto* node = any(key);
  if (node == nullptr) return std::nullopt;
  if (node->kind != Node::Kind::date) {
    wrong_type(key, *node, "a date like 2025-11-14, without quotes");
    return std::nullopt;
  }
  (*resolved_)[key].set_text(node->text);
  return parse_day(node->text);
}

bool Section::flag(const std::string& key, bool otherwise) {
  const auto* node = of_kind(key, Node::Kind::boolean, Need::optional);
  const bool value = node != nullptr ? node->text == "true" : otherwise;
  (*resolved_)[key].set_raw(value ? "true" : "false");
  return value;
}

std::vector<const Node*> Section::texts(const std::string& key, Need need) {
  std::vector<const Node*> found;
  const auto* node = of_kind(key, Node::Kind::array, need);
  if (node == nullptr) return found;
  auto& list = (*resolved_)[key];
  list.make_array();
  for (const auto& item : node->children) {
    if (item.kind == Node::Kind::text) {
      found.push_back(&item);
      list.append().set_text(item.text);
    } else {
      wrong_type(key, item, "a list of texts");
    }
  }
  return found;
}

std::optional<Section> Section::table(const std::string& key, Need need) {
  const auto* node = of_kind(key, Node::Kind::table, need);
  if (node == nullptr) return std::nullopt;
  return Section{*report_, *node, (*resolved_)[key]};
}

std::vector<Section> Section::tables(const std::string& key) {
  std::vector<Section> found;
  const auto* node = any(key);
  if (node == nullptr) return found;
  if (node->kind != Node::Kind::array) {
    wrong_type(key, *node, "a list of tables: [[…" + key + "]]");
    return found;
  }
  auto& list = (*resolved_)[key];
  list.make_array();
  for (const auto& item : node->children) {
    if (item.kind == Node::Kind::table) {
      found.emplace_back(*report_, item, list.append());
    } else {
      wrong_type(key, item, "a list of tables: [[…" + key + "]]");
    }
  }
  return found;
}

void Section::finish() {
  const std::vector<std::string> names{known_.begin(), known_.end()};
  for (const auto& node : node_->children) {
    const auto& key = node.key;
    if (known_.count(key) != 0) continue;
    const auto near = nearest(key, names);
    report_->error(node.line, "unknown key `" + key + "`; " +
                                  (near.empty() ? "remove it (known here: " + quoted_list(names) + ")"
                                                : "is `" + near + "` meant?"));
  }
}

bool is_id(std::string_view text) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !text.empty() && text.size() <= 63 && plain(text[0]) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return plain(c) || c == '_' || c == '-'; });
}

std::string nearest(const std::string& name, const std::vector<std::string>& names) {
  std::string best;
  std::size_t least = name.size() < 5 ? 2 : 3;  // fewer changes than this
  for (const auto& candidate : names) {
    std::vector<std::size_t> row(candidate.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= name.size(); ++i) {
      std::size_t diagonal = row[0];
      row[0] = i;
      for (std::size_t j = 1; j < row.size(); ++j) {
        const std::size_t changed = diagonal + (name[i - 1] == candidate[j - 1] ? 0 : 1);
        diagonal = row[j];
        row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
      }
    }
    if (row.back() < least) {
      least = row.back();
      best = candidate;
    }
  }
  return best;
}

std::string quoted_list(const std::vector<std::string>& names) {
  std::string list;
  for (const auto& name : names) {
    list += (list.empty() ? "\"" : ", \"") + name + "\"";
  }
  return list;
}

}  // namespace effluent
