// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/config/configuration.hpp"
#include "app/config/json_tree.hpp"
#include "app/config/node.hpp"

namespace effluent {

/// Collects what is found in one file.
class Report {
 public:
  Report(std::filesystem::path file, std::vector<Finding>& findings)
      : file_{std::move(file)}, findings_{findings} {}
  void error(int line, std::string text) { findings_.push_back({file_, line, std::move(text), false}); }
  void warning(int line, std::string text) { findings_.push_back({file_, line, std::move(text), true}); }
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

 private:
  std::filesystem::path file_;
  std::vector<Finding>& findings_;
};

enum class Need { optional, required };

/// Reads one table of a file key by key. Each getter reports a wrong type or value at its line and a missing
/// required key at the line of the table's header, and writes what holds (the default too) to the resolved
/// tree. `finish` reports the keys that nobody asked for. `node` and `resolved` outlive it.
class Section {
 public:
  Section(Report& report, const Node& node, JsonTree& resolved)
      : report_{&report}, node_{&node}, resolved_{&resolved} {}

  [[nodiscard]] bool has(std::string_view key) const { return node_->find(key) != nullptr; }
  /// Of the key, or of the table's header where it is missing.
  [[nodiscard]] int line(std::string_view key) const;
  [[nodiscard]] int line() const { return node_->line; }
  [[nodiscard]] Report& report() const { return *report_; }
  [[nodiscard]] JsonTree& resolved() const { return *resolved_; }

  std::optional<std::string> text(const std::string& key, Need need = Need::optional);
  std::string text_or(const std::string& key, const std::string& otherwise);
  /// A text that isn't empty.
  std::optional<std::string> filled(const std::string& key, Need need = Need::optional);
  /// `[a-z0-9][a-z0-9_-]{0,62}`
  std::optional<std::string> id(const std::string& key, Need need = Need::required);
  std::optional<std::string> choice(const std::string& key, std::initializer_list<std::string_view> allowed,
                                    std::string_view otherwise = {});
  std::optional<std::int64_t> integer(const std::string& key, std::int64_t least, std::int64_t most,
                                      Need need = Need::optional);
  std::int64_t integer_or(const std::string& key, std::int64_t least, std::int64_t most,
                          std::int64_t otherwise);
  /// At most 12 significant digits.
  std::optional<Decimal> number(const std::string& key, Need need = Need::optional);
  std::optional<milliseconds> duration(const std::string& key, Need need = Need::optional);
  milliseconds duration_or(const std::string& key, std::string_view otherwise);
  std::optional<Day> day(const std::string& key, Need need = Need::optional);
  bool flag(const std::string& key, bool otherwise);
  /// A list of texts, each with its line.
  std::vector<const Node*> texts(const std::string& key, Need need = Need::optional);
  std::optional<Section> table(const std::string& key, Need need = Need::optional);
  /// `[[key]]`, or a list of inline tables.
  std::vector<Section> tables(const std::string& key);
  /// The node itself, marked as known; what holds is written by the caller.
  const Node* any(const std::string& key, Need need = Need::optional);
  /// Every member of the table, for tables whose keys are data.
  [[nodiscard]] const std::vector<Node>& members() const { return node_->children; }
  void known(const std::string& key) { known_.insert(key); }
  void finish();

 private:
  /// None, with a finding, where the key is missing but required or of another kind.
  const Node* of_kind(const std::string& key, Node::Kind kind, Need need);
  void wrong_type(const std::string& key, const Node& node, std::string_view wanted);
  Report* report_;
  const Node* node_;
  JsonTree* resolved_;
  std::set<std::string, std::less<>> known_;
};

}  // namespace effluent
