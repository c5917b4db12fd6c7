// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace effluent {

/// One value of a TOML file with its place, free of any library: what the rest of the loader works on.
struct Node {
  enum class Kind { text, integer, floating, boolean, date, time, array, table };
  Kind kind = Kind::table;
  /// The value: a text as it is, an integer in decimals, a float as the shortest decimal that reads back as
  /// the same double (or `nan`, `inf`, `-inf`), a date as YYYY-MM-DD, `true` or `false`.
  std::string text;
  int line = 0;                ///< of the key (in an array: of the value; of a table: of its header), from 1
  std::string key;             ///< of a table's member; empty in an array
  std::vector<Node> children;  ///< members of a table or items of an array, in the order of the file

  [[nodiscard]] const Node* find(std::string_view wanted) const;
};
/// "a text", "a whole number", … as messages name it.
[[nodiscard]] std::string_view name_of(Node::Kind kind);

struct SyntaxError {
  int line = 0;
  std::string text;
};

/// Reads TOML text; never throws.
[[nodiscard]] tl::expected<Node, SyntaxError> parse_toml(std::string_view text);

}  // namespace effluent
