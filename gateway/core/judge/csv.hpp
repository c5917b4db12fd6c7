// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace effluent {

/// One thing wrong in a CSV text, at its line (from 1).
struct CsvProblem {
  int line = 0;
  std::string text;
};

struct CsvRow {
  int line = 0;  ///< where the row begins
  std::vector<std::string> fields;
};

/// Reads RFC 4180: fields may be quoted, `""` is a quote, a quoted field may hold commas and line ends; lines
/// end in `\n` or `\r\n`, a byte order mark is skipped. Wrong: a quote inside an unquoted field, text behind
/// a closing quote, a quote never closed. Blank lines are left out.
[[nodiscard]] tl::expected<std::vector<CsvRow>, CsvProblem> parse_csv(std::string_view text);

}  // namespace effluent
