// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "core/judge/readings_csv.hpp"
#include "core/judge/window_book.hpp"
#include "core/measure/grade.hpp"
#include "core/quantity/quantity_book.hpp"

namespace effluent {

/// `effluent judge` without its files: lines of a readings file in, lines of JSON out, in virtual time
/// (judge.md). Pure; memory does not grow with the file. `site` outlives it.
class ReadingsJudge {
 public:
  /// `write` gets each finished line, without its end, as soon as a row at or after its window's end was
  /// read.
  /// `write_quantity`: gets the body of each `quantity` line, behind the verdicts of the same window end;
  /// none: they are not reckoned.
  ReadingsJudge(const Site& site, bool all_periods, std::function<void(const JudgedLine&)> write,
                std::function<void(const std::string&)> write_quantity = {});

  /// The next line of the file, without its end; the first is the header. What is wrong with it, and what to
  /// do: then the run is over, and windows still open are not written.
  [[nodiscard]] tl::expected<void, std::string> line(std::string_view text);
  /// The file is over: the last windows close against their full length. An empty file is wrong.
  [[nodiscard]] tl::expected<void, std::string> end();

 private:
  [[nodiscard]] WindowReading graded(const ReadingRow& row) const;
  void put(const JudgedLine& line);
  void put_quantities();

  ReadingsReader rows_;
  std::vector<std::vector<Grader>> graders_;  ///< of each plant and point
  WindowBook book_;
  std::function<void(const JudgedLine&)> write_;  ///< with quantities: put()
  std::function<void(const JudgedLine&)> write_line_;
  std::function<void(const std::string&)> write_quantity_;
  std::optional<QuantityBook> quantities_;
  std::pair<std::size_t, Instant> group_;  ///< plant and window end of the line written last
  bool header_read_ = false;
  bool ending_ = false;
  std::optional<Instant> last_;
};

}  // namespace effluent
