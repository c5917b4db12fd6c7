// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <list>
#include <map>
#include <string>
#include <string_view>

namespace effluent {

/// A JSON value under construction: the resolved configuration grows while it is read. Keys are sorted by
/// bytes. References to members and items stay valid as others are added.
class JsonTree {
 public:
  JsonTree& operator[](const std::string& key);
  JsonTree& append();
  void make_array() { kind_ = Kind::array; }
  void set_text(std::string_view value);
  /// A number, `true` or `false`, in its final form.
  void set_raw(std::string_view value);
  [[nodiscard]] bool has(const std::string& key) const { return members_.count(key) != 0; }
  [[nodiscard]] std::string written() const;

 private:
  enum class Kind { object, array, text, raw };
  void write(class JsonWriter& writer) const;
  Kind kind_ = Kind::object;
  std::string value_;
  std::map<std::string, JsonTree> members_;
  std::list<JsonTree> items_;
};

}  // namespace effluent
