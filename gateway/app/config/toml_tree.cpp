// SPDX-License-Identifier: Apache-2.0
// The only file that includes toml++: it is large, and everything else compiles in a moment.
#include <toml++/toml.h>
#include <algorithm>
#include <cmath>

#include "app/config/node.hpp"
#include "core/measure/decimal.hpp"

namespace effluent {
namespace {

/// Far beyond any key that a person writes; the library's and our own recursion go many times deeper.
constexpr int kMostKeyParts = 1000;

/// The first line whose key has more parts (`a.b.c` or `[a.b.c]`): nested so deep, a table would use up the
/// stack. 0 where there is none. Looks at characters alone, which is why the bound is far off.
int too_deep_line(std::string_view text) {
  int line = 1;
  int parts = 1;
  bool in_key = true;
  for (const char c : text) {
    if (c == '\n') {
      ++line;
      parts = 1;
      in_key = true;
    } else if (c == '=' || c == '#') {
      in_key = false;
    } else if (c == '.' && in_key && ++parts > kMostKeyParts) {
      return line;
    }
  }
  return 0;
}

int line_of(const toml::source_region& region) { return static_cast<int>(region.begin.line); }

std::string float_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  const auto decimal = Decimal::shortest(value);
  return decimal ? decimal->text() : "nan";
}

std::string date_text(const toml::date& date) {
  const auto padded = [](unsigned value, std::size_t width) {
    const auto digits = std::to_string(value);
    return std::string(width > digits.size() ? width - digits.size() : 0, '0') + digits;
  };
  return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2);
}

Node converted(const toml::node& from, int line);

Node converted_table(const toml::table& from, int line) {
  Node node{Node::Kind::table, {}, line, {}, {}};
  struct Place {
    toml::source_position position;
    std::string key;
    const toml::node* value;
  };
  std::vector<Place> places;
  for (const auto& [key, value] : from) {
    places.push_back({key.source().begin, std::string{key.str()}, &value});
  }
  std::stable_sort(places.begin(), places.end(),
                   [](const Place& left, const Place& right) { return left.position < right.position; });
  for (auto& place : places) {
    const bool header = place.value->is_table() && !place.value->as_table()->is_inline();
    const int at = header ? line_of(place.value->source()) : static_cast<int>(place.position.line);
    node.children.push_back(converted(*place.value, at));
    node.children.back().key = std::move(place.key);
  }
  return node;
}

Node converted(const toml::node& from, int line) {
  using Kind = Node::Kind;
  switch (from.type()) {
    case toml::node_type::table:
      return converted_table(*from.as_table(), line);
    case toml::node_type::array: {
      Node node{Kind::array, {}, line, {}, {}};
      for (const auto& item : *from.as_array()) {
        node.children.push_back(converted(item, line_of(item.source())));
      }
      return node;
    }
    case toml::node_type::string:
      return {Kind::text, from.as_string()->get(), line, {}, {}};
    case toml::node_type::integer:
      return {Kind::integer, std::to_string(from.as_integer()->get()), line, {}, {}};
    case toml::node_type::floating_point:
      return {Kind::floating, float_text(from.as_floating_point()->get()), line, {}, {}};
    case toml::node_type::boolean:
      return {Kind::boolean, from.as_boolean()->get() ? "true" : "false", line, {}, {}};
    case toml::node_type::date:
      return {Kind::date, date_text(from.as_date()->get()), line, {}, {}};
    default:
      return {Kind::time, {}, line, {}, {}};
  }
}

}  // namespace

const Node* Node::find(std::string_view wanted) const {
  for (const auto& child : children) {
    if (child.key == wanted) return &child;
  }
  return nullptr;
}

std::string_view name_of(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::text:
      return "a text";
    case Node::Kind::integer:
      return "a whole number";
    case Node::Kind::floating:
      return "a number with a point";
    case Node::Kind::boolean:
      return "true or false";
    case Node::Kind::date:
      return "a date";
    case Node::Kind::time:
      return "a time";
    case Node::Kind::array:
      return "a list";
    case Node::Kind::table:
      return "a table";
  }
  return {};
}

tl::expected<Node, SyntaxError> parse_toml(std::string_view text) {
  if (const int line = too_deep_line(text); line > 0) {
    return tl::unexpected{
        SyntaxError{line, "a key of more than " + std::to_string(kMostKeyParts) + " parts"}};
  }
  try {
    const auto table = toml::parse(text);
    return converted_table(table, 1);
  } catch (const toml::parse_error& error) {
    return tl::unexpected{
        SyntaxError{std::max(1, line_of(error.source())), std::string{error.description()}}};
  } catch (const std::exception& error) {
    return tl::unexpected{SyntaxError{1, error.what()}};
  }
}

}  // namespace effluent
