// SPDX-License-Identifier: Apache-2.0
#include "files/fields.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "app/config/files.hpp"

namespace effluent::simulator {

std::optional<Node> read_toml(const std::filesystem::path& file, std::vector<Finding>& findings) {
  const auto text = read_file(file);
  if (!text) {
    findings.push_back(
        {file, 1, fmt::format("can't be read: {}; name a file that exists", text.error()), false});
    return std::nullopt;
  }
  auto tree = parse_toml(*text);
  if (!tree) {
    findings.push_back({file, tree.error().line, tree.error().text, false});
    return std::nullopt;
  }
  return std::move(*tree);
}

std::string Fields::text(const std::string& key) { return section_.filled(key, Need::required).value_or(""); }

std::string Fields::text_or(const std::string& key, const std::string& otherwise) {
  return section_.text_or(key, otherwise);
}

std::optional<double> Fields::number_if(const std::string& key, double least, double most) {
  const auto number = section_.number(key);
  if (!number) return std::nullopt;
  const double value = std::strtod(number->text().c_str(), nullptr);
  if (value >= least && value <= most) return value;
  fault(line_of(key),
        fmt::format("`{}` = {} is out of range; write {} to {}", key, number->text(), least, most));
  return std::nullopt;
}

double Fields::number(const std::string& key, double otherwise, double least, double most) {
  return number_if(key, least, most).value_or(otherwise);
}

int Fields::whole(const std::string& key, int otherwise, int least, int most) {
  return static_cast<int>(section_.integer_or(key, least, most, otherwise));
}

std::vector<const Node*> Fields::tables(const std::string& key) {
  const auto* node = section_.any(key);
  if (node == nullptr) return {};
  if (node->kind == Node::Kind::table) return {node};
  std::vector<const Node*> tables;
  for (const auto& child : node->children) {
    if (child.kind == Node::Kind::table) tables.push_back(&child);
  }
  if (tables.empty() || tables.size() != node->children.size()) {
    fault(line_of(key), fmt::format("`{}` must be a table; write [{}] or [[{}]]", key, key, key));
  }
  return tables;
}

}  // namespace effluent::simulator
