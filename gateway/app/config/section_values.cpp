// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include "app/config/section.hpp"
#include "app/config/words.hpp"

namespace effluent {
namespace {

/// Bytes of a text. Several of them may stand in one line of the journal, escaped, and a line has at most 16
/// KiB.
constexpr std::size_t kLongestText = 1000;

}  // namespace

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

std::optional<Day> Section::day(const std::string& key, Need need) {
  const auto* node = any(key, need);
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

}  // namespace effluent
