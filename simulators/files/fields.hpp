// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "app/config/node.hpp"
#include "app/config/section.hpp"

namespace effluent::simulator {

/// The tree of a TOML file; none where it can't be read or is no TOML (found).
[[nodiscard]] std::optional<Node> read_toml(const std::filesystem::path& file,
                                            std::vector<Finding>& findings);

/// One table of a plant or scenario file: the gateway's reader of configuration, with numbers as doubles in a
/// range.
class Fields {
 public:
  /// All outlive it.
  Fields(Report& report, const Node& node) : report_(report), node_(node), section_(report, node, unused_) {}

  [[nodiscard]] bool has(const std::string& key) const { return section_.has(key); }
  [[nodiscard]] int line() const { return node_.line > 0 ? node_.line : 1; }
  [[nodiscard]] int line_of(const std::string& key) const { return has(key) ? section_.line(key) : line(); }
  /// Required.
  [[nodiscard]] std::string text(const std::string& key);
  [[nodiscard]] std::string text_or(const std::string& key, const std::string& otherwise);
  /// Within [least, most]; `otherwise` where the key is missing or wrong.
  [[nodiscard]] double number(const std::string& key, double otherwise, double least, double most);
  [[nodiscard]] std::optional<double> number_if(const std::string& key, double least, double most);
  [[nodiscard]] int whole(const std::string& key, int otherwise, int least, int most);
  [[nodiscard]] std::optional<milliseconds> duration(const std::string& key) {
    return section_.duration(key);
  }
  /// The tables of `[[key]]`, or the one of `[key]`; none where absent.
  [[nodiscard]] std::vector<const Node*> tables(const std::string& key);
  void fault(int line, const std::string& text) { report_.error(line > 0 ? line : 1, text); }
  /// Names the keys nobody asked for. Call it last.
  void finish() { section_.finish(); }

 private:
  Report& report_;
  const Node& node_;
  JsonTree unused_;
  Section section_;
};

}  // namespace effluent::simulator
