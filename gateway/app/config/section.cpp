// SPDX-License-Identifier: Apache-2.0
#include "app/config/section.hpp"

#include "app/config/words.hpp"

namespace effluent {

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

}  // namespace effluent
