// SPDX-License-Identifier: Apache-2.0
#include "app/config/json_tree.hpp"

#include "core/record/json_writer.hpp"

namespace effluent {

JsonTree& JsonTree::operator[](const std::string& key) {
  kind_ = Kind::object;
  return members_[key];
}

JsonTree& JsonTree::append() {
  kind_ = Kind::array;
  return items_.emplace_back();
}

void JsonTree::set_text(std::string_view value) {
  kind_ = Kind::text;
  value_ = value;
}

void JsonTree::set_raw(std::string_view value) {
  kind_ = Kind::raw;
  value_ = value;
}

void JsonTree::write(JsonWriter& writer) const {
  switch (kind_) {
    case Kind::text:
      writer.text(value_);
      return;
    case Kind::raw:
      writer.raw(value_);
      return;
    case Kind::array:
      writer.open_array();
      for (const auto& item : items_) item.write(writer);
      writer.close_array();
      return;
    case Kind::object:
      writer.open_object();
      for (const auto& [key, member] : members_) {
        writer.key(key);
        member.write(writer);
      }
      writer.close_object();
      return;
  }
}

std::string JsonTree::written() const {
  std::string out;
  JsonWriter writer{out};
  write(writer);
  return out;
}

}  // namespace effluent
