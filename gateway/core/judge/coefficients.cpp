// SPDX-License-Identifier: Apache-2.0
#include "core/judge/coefficients.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace effluent {
namespace {

constexpr std::array<std::string_view, 8> kHeader{"coefficient",     "case",  "unit", "lower_exclusive",
                                                  "upper_inclusive", "value", "sure", "source"};

bool is_header(const CsvRow& row) {
  return std::equal(row.fields.begin(), row.fields.end(), kHeader.begin(), kHeader.end());
}

/// Whether (lower, upper] of both have a common number; a row without a band has all of them.
bool overlap(const CoefficientRow& left, const CoefficientRow& right) {
  const auto ends_before = [](const CoefficientRow& first, const CoefficientRow& second) {
    return first.upper_inclusive && second.lower_exclusive &&
           *first.upper_inclusive <= *second.lower_exclusive;
  };
  return !ends_before(left, right) && !ends_before(right, left);
}

/// One pass over a table; collects problems instead of stopping at the first.
class CoefficientReader {
 public:
  void read(const CsvRow& row) {
    line_ = row.line;
    if (row.fields.size() != kHeader.size()) {
      return say(std::to_string(row.fields.size()) + " fields where the header has " +
                 std::to_string(kHeader.size()) + "; check commas and quotes");
    }
    CoefficientRow read{row.fields[0],  row.fields[1], row.fields[2], number(row, 3),
                        number(row, 4), row.fields[5], row.fields[6], row.fields[7]};
    if (read.coefficient != "Kq" && read.coefficient != "Kf") {
      say("coefficient \"" + read.coefficient + "\"; write Kq or Kf");
    }
    if (read.case_name.empty()) say("no case; name what the value is for");
    if (!Decimal::parse(read.value)) say("value \"" + read.value + "\" is no number; write digits");
    if (read.certainty != "a" && read.certainty != "b" && read.certainty != "c") {
      say("certainty \"" + read.certainty + "\"; write a, b or c");
    }
    if (read.source.empty()) say("no source; say where the value was read, or \"memory\"");
    check_band(read);
    rows_.push_back(std::move(read));
    lines_.push_back(line_);
  }

  void say(std::string text) { problems_.push_back({line_, std::move(text)}); }
  [[nodiscard]] std::vector<CsvProblem>& problems() { return problems_; }
  [[nodiscard]] CoefficientTable& rows() { return rows_; }

 private:
  std::optional<Decimal> number(const CsvRow& row, std::size_t column) {
    const std::string& text = row.fields[column];
    if (text.empty()) return std::nullopt;
    auto value = Decimal::parse(text);
    if (!value) say(std::string{kHeader[column]} + " \"" + text + "\" is no number; write digits");
    return value;
  }

  void check_band(const CoefficientRow& read) {
    if (read.has_band() && read.unit.empty()) say("a band without its unit; name it");
    if (read.lower_exclusive && read.upper_inclusive && *read.lower_exclusive >= *read.upper_inclusive) {
      say("lower_exclusive is not below upper_inclusive; exchange them");
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const CoefficientRow& other = rows_[i];
      if (other.coefficient != read.coefficient || other.case_name != read.case_name) continue;
      if (other.unit != read.unit) {
        say("unit \"" + read.unit + "\" where line " + std::to_string(lines_[i]) +
            " of the same case has \"" + other.unit + "\"; write both in one unit");
      } else if (overlap(other, read)) {
        say("the band overlaps that of line " + std::to_string(lines_[i]) + "; correct one of them");
      }
    }
  }

  int line_ = 1;
  CoefficientTable rows_;
  std::vector<int> lines_;
  std::vector<CsvProblem> problems_;
};

}  // namespace

tl::expected<CoefficientTable, std::vector<CsvProblem>> parse_coefficients(std::string_view csv) {
  const auto rows = parse_csv(csv);
  if (!rows) return tl::unexpected{std::vector{rows.error()}};
  if (rows->empty() || !is_header(rows->front())) {
    std::string header;
    for (const auto name : kHeader) header += (header.empty() ? "" : ",") + std::string{name};
    return tl::unexpected{std::vector{CsvProblem{1, "the header is not " + header + "; restore the table"}}};
  }
  CoefficientReader reader;
  std::for_each(rows->begin() + 1, rows->end(), [&](const CsvRow& row) { reader.read(row); });
  if (!reader.problems().empty()) return tl::unexpected{std::move(reader.problems())};
  return std::move(reader.rows());
}

const CoefficientRow* find_coefficient(const CoefficientTable& table, std::string_view coefficient,
                                       std::string_view case_name, const std::optional<Decimal>& amount) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const CoefficientRow& row) {
    if (row.coefficient != coefficient || row.case_name != case_name) return false;
    if (!row.has_band()) return true;
    return amount && (!row.lower_exclusive || *row.lower_exclusive < *amount) &&
           (!row.upper_inclusive || *amount <= *row.upper_inclusive);
  });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace effluent
