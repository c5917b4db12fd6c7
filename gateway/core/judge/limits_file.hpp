// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/judge/limits_import.hpp"

namespace effluent {

/// A limit to be filled in, as text: digits with a decimal point.
struct FilledLimit {
  std::string min;  ///< empty: no minimum
  std::string max;
};
/// What a file fills in one row of the table.
struct FilledRow {
  std::map<std::string, FilledLimit> columns;
  std::string unit;
};

/// Reads a file of limits against its table, and collects every problem (limits_import.hpp).
class LimitsFile {
 public:
  LimitsFile(const Standard& table, const Parameters& parameters) : table_{table}, parameters_{parameters} {}

  void read(std::string_view csv);

  [[nodiscard]] std::vector<CsvProblem>& problems() { return problems_; }
  /// By index of the table's row; without problems only.
  [[nodiscard]] const std::map<std::size_t, FilledRow>& filled() const { return filled_; }

 private:
  void read_row(const CsvRow& row);
  std::optional<std::size_t> find_row(const std::string& key, const std::string& band);
  void read_unit(const LimitRow& known, FilledRow& filled);
  void read_column(const LimitRow& known, const std::string& column, FilledLimit given, FilledRow& filled);
  bool is_sound(const LimitRow& known, const std::string& column, const FilledLimit& given);
  bool is_limit(const std::string& name, const std::string& text);
  void check_missing();
  void say(std::string text) { problems_.push_back({line_, std::move(text)}); }

  const Standard& table_;
  const Parameters& parameters_;
  int line_ = 0;
  std::map<std::size_t, int> lines_;  ///< of the file, by index of the table's row
  std::map<std::size_t, FilledRow> filled_;
  std::vector<CsvProblem> problems_;
};

/// "cod", or "cod in flow band F<=2000".
[[nodiscard]] std::string row_words(const LimitRow& row);
/// Whether the table has that column.
[[nodiscard]] bool has_cell(const Standard& table, std::string_view name);

}  // namespace effluent
