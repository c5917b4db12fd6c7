// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/measure/decimal.hpp"
#include "core/measure/time.hpp"

namespace effluent {

/// A row's limits in one column of a standard; no side at all means: blank, not found.
struct ColumnLimit {
  std::optional<Decimal> min;
  std::optional<Decimal> max;
  std::string certainty;  ///< the cell as it stands: "a", "b", "c" (memory only), "not found"
  [[nodiscard]] bool is_blank() const { return !min && !max; }
};

/// One row of a limit table.
struct LimitRow {
  std::string parameter;  ///< key
  std::string name_en;
  std::string name_vi;
  std::string unit;
  std::string flow_band;  ///< empty: serves every band
  bool kq_kf_applies = false;
  std::map<std::string, ColumnLimit> columns;
  std::string source;  ///< may be empty
  std::string note;
  std::vector<std::pair<std::string, std::string>>
      cells;  ///< {column of the table, its text}, in the table's order
};

/// A national technical regulation's limit table, read from config/standards.
struct Standard {
  std::string id;  ///< "qcvn-40-2011"
  std::string title;
  Day in_force_from{};
  std::optional<Day> in_force_to;  ///< included
  std::vector<std::string> columns;
  std::vector<std::string> flow_bands;
  bool uses_kq_kf = false;
  std::vector<LimitRow> rows;  ///< in the table's order

  /// The row for a parameter in a flow band (a row without a band serves every band); null if none.
  [[nodiscard]] const LimitRow* find(const std::string& parameter, const std::string& flow_band) const;
};

using Standards = std::map<std::string, Standard>;

}  // namespace effluent
