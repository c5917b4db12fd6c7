// SPDX-License-Identifier: Apache-2.0
#include "core/record/json_reader.hpp"

#include <charconv>

namespace effluent {
namespace {

/// The character an escape of one letter stands for; 0 for any other letter.
char unescaped(char letter) {
  switch (letter) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case '"':
    case '\\':
      return letter;
    default:
      return '\0';
  }
}

}  // namespace

bool JsonReader::fail() {
  failed_ = true;
  return false;
}

bool JsonReader::take(char wanted) {
  if (failed_ || at_ >= json_.size() || json_[at_] != wanted) return fail();
  ++at_;
  return true;
}

bool JsonReader::enter(char bracket) {
  first_ = true;
  return take(bracket);
}

bool JsonReader::begin_item(char closing) {
  if (failed_ || at_ >= json_.size()) return fail();
  if (json_[at_] == closing) {
    ++at_;
    first_ = false;  // what was left is an item of the bracket around it
    return false;
  }
  if (!first_ && !take(',')) return false;
  first_ = false;
  return true;
}

std::optional<std::string_view> JsonReader::next_key() {
  if (!begin_item('}')) return std::nullopt;
  const std::size_t from = at_ + 1;
  if (!skip_string()) return std::nullopt;
  const std::string_view key = json_.substr(from, at_ - from - 1);
  if (!take(':')) return std::nullopt;
  return key;
}

bool JsonReader::next_item() { return begin_item(']'); }

bool JsonReader::skip_string() {
  if (!take('"')) return false;
  while (at_ < json_.size() && json_[at_] != '"') at_ += json_[at_] == '\\' ? 2 : 1;
  return take('"');
}

std::optional<std::string> JsonReader::text() {
  const std::string_view value = raw();
  if (value == "null") return std::nullopt;
  if (value.size() < 2 || value.front() != '"') {
    fail();
    return std::nullopt;
  }
  std::string out;
  for (std::size_t at = 1; at + 1 < value.size(); ++at) {
    if (value[at] != '\\') {
      out.push_back(value[at]);
      continue;
    }
    ++at;
    if (value[at] != 'u') {
      out.push_back(unescaped(value[at]));
      continue;
    }
    unsigned code = 0;
    std::from_chars(value.data() + at + 1, value.data() + at + 5, code, 16);
    out.push_back(static_cast<char>(code));
    at += 4;
  }
  return out;
}

std::string_view JsonReader::raw() {
  const std::size_t from = at_;
  int depth = 0;
  while (!failed_ && at_ < json_.size()) {
    const char c = json_[at_];
    if (c == '"') {
      skip_string();
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (depth == 0 && (c == ',' || c == '}' || c == ']')) break;
    if (c == '}' || c == ']') --depth;
    ++at_;
  }
  if (depth != 0 || at_ == from) fail();
  return failed_ ? std::string_view{} : json_.substr(from, at_ - from);
}

std::optional<std::int64_t> JsonReader::integer() {
  const std::string_view value = raw();
  if (value == "null") return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc{} || end != value.data() + value.size()) {
    fail();
    return std::nullopt;
  }
  return number;
}

}  // namespace effluent
