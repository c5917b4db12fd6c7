// SPDX-License-Identifier: Apache-2.0
#include "core/record/line_members.hpp"

#include "core/record/json_reader.hpp"

namespace effluent {

LineMembers::LineMembers(std::string_view json) {
  JsonReader reader{json};
  reader.enter('{');
  while (const auto name = reader.next_key()) members_.emplace(*name, reader.raw());
  failed_ = reader.failed();
}

std::string_view LineMembers::view(std::string_view name) const {
  const auto found = members_.find(name);
  return found == members_.end() || found->second == "null" ? std::string_view{} : found->second;
}

std::string LineMembers::raw(std::string_view name) const { return std::string{view(name)}; }

std::string LineMembers::text(std::string_view name) const {
  return JsonReader{view(name)}.text().value_or("");
}

std::vector<std::string> LineMembers::texts(std::string_view name) const {
  std::vector<std::string> all;
  JsonReader reader{view(name)};
  reader.enter('[');
  while (reader.next_item()) all.push_back(reader.text().value_or(""));
  return all;
}

std::optional<std::int64_t> LineMembers::integer(std::string_view name) const {
  return JsonReader{view(name)}.integer();
}

std::optional<Instant> LineMembers::time(std::string_view name) const { return parse_time(text(name)); }

std::vector<std::string> LineMembers::names() const {
  std::vector<std::string> all;
  for (const auto& [name, value] : members_) all.emplace_back(name);
  return all;
}

LineMembers LineMembers::object(std::string_view name) const { return LineMembers{view(name)}; }

}  // namespace effluent
