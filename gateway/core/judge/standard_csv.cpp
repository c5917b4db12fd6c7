// SPDX-License-Identifier: Apache-2.0
#include "core/judge/standard_csv.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace effluent {
namespace {

struct KnownStandard {
  std::string_view id;
  std::string_view title;
  Day from;
  std::optional<Day> to;
};

/// Dates in force: judge.md, "Verdict". Numbers of limits are never here, only in the tables.
const std::array<KnownStandard, 2>& known() {
  using namespace std::chrono;
  static const std::array<KnownStandard, 2> standards{
      {{"qcvn-40-2011", "QCVN 40:2011/BTNMT", 2012y / February / 15, 2031y / December / 31},
       {"qcvn-40-2025", "QCVN 40:2025/BTNMT", 2025y / September / 1, std::nullopt}}};
  return standards;
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() > end.size() && text.substr(text.size() - end.size()) == end;
}

/// Bytes; cells stand in lines of the journal (`document`, `flow_band`), which have at most 16 KiB.
constexpr std::size_t kLongestCell = 1000;

constexpr std::array<std::string_view, 4> kCertainties{"a", "b", "c", "not found"};

bool is_certainty(std::string_view text) {
  return std::find(kCertainties.begin(), kCertainties.end(), text) != kCertainties.end();
}

/// One pass over a table; collects problems instead of stopping at the first.
class TableReader {
 public:
  TableReader(Standard& standard, const CsvRow& header) : standard_{standard}, header_{header} {
    read_header();
  }

  void read_row(const CsvRow& row) {
    row_ = &row;
    if (row.fields.size() != header_.fields.size()) {
      return say(std::to_string(row.fields.size()) + " fields where the header has " +
                 std::to_string(header_.fields.size()) + "; check commas and quotes");
    }
    LimitRow limit;
    limit.parameter = cell("key");
    limit.name_en = cell("parameter_en");
    limit.name_vi = cell("parameter_vi");
    limit.unit = cell("unit");
    limit.flow_band = cell("flow_band");
    limit.source = cell("source");
    limit.note = cell("note");
    if (limit.parameter.empty()) say("no key; name the parameter");
    read_kq_kf(limit);
    for (const auto& column : standard_.columns) limit.columns[column] = column_limit(column);
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
      const std::string& text = row.fields[i];
      if (text.size() > kLongestCell) {
        say(header_.fields[i] + " has " + std::to_string(text.size()) + " bytes, at most " +
            std::to_string(kLongestCell) + " fit the record; shorten it");
      }
      limit.cells.emplace_back(header_.fields[i], text);
    }
    refuse_twice(limit);
    keep(std::move(limit));
  }

  [[nodiscard]] std::vector<CsvProblem>& problems() { return problems_; }

 private:
  void read_header() {
    row_ = &header_;
    for (std::size_t i = 0; i < header_.fields.size(); ++i) {
      const std::string& name = header_.fields[i];
      if (!at_.emplace(name, i).second) say("column \"" + name + "\" twice; remove one");
      if (ends_with(name, "_min")) standard_.columns.push_back(name.substr(0, name.size() - 4));
    }
    for (const auto* name : {"key", "parameter_en", "parameter_vi", "unit", "source"}) require(name);
    for (const auto& column : standard_.columns) {
      require(column + "_max");
      if (at_.count("sure") == 0) require("sure_" + column);
    }
    if (standard_.columns.empty()) say("no column with limits (\"A_min\", \"A_max\", …); add them");
    standard_.uses_kq_kf = at_.count("kq_kf_applies") == 1;
  }

  void require(const std::string& name) {
    if (at_.count(name) == 0) say("column \"" + name + "\" is missing; add it to the header");
  }

  void say(std::string text) { problems_.push_back({row_->line, std::move(text)}); }

  [[nodiscard]] std::string cell(const std::string& name) const {
    const auto found = at_.find(name);
    return found == at_.end() ? std::string{} : row_->fields[found->second];
  }

  std::optional<Decimal> number(const std::string& name) {
    const auto text = cell(name);
    if (text.empty()) return std::nullopt;
    const auto value = Decimal::parse(text);
    if (!value) say(name + " \"" + text + "\" is no number; write digits, or leave it empty where not found");
    if (value && value->significant_digits() > Decimal::kWrittenDigits) {
      say(name + " has more than 12 significant digits; shorten it");
      return std::nullopt;
    }
    return value;
  }

  ColumnLimit column_limit(const std::string& column) {
    ColumnLimit limit{number(column + "_min"), number(column + "_max"), {}};
    limit.certainty = at_.count("sure_" + column) == 1 ? cell("sure_" + column) : cell("sure");
    const bool blank = limit.is_blank();
    if (!is_certainty(limit.certainty) && !(blank && limit.certainty.empty())) {
      say("certainty \"" + limit.certainty + "\" of column " + column + "; write a, b, c or \"not found\"");
    } else if (!blank && limit.certainty == "not found") {
      say("column " + column +
          " has a limit that was \"not found\"; say how sure it is (a, b or c), with its source");
    }
    if (limit.min && limit.max && *limit.min > *limit.max) {
      say(column + "_min is above " + column + "_max; exchange them");
    }
    return limit;
  }

  void read_kq_kf(LimitRow& limit) {
    const auto text = cell("kq_kf_applies");
    limit.kq_kf_applies = text == "1";
    if (standard_.uses_kq_kf && text != "0" && text != "1") {
      say("kq_kf_applies \"" + text + "\"; write 1 where the limit is C x Kq x Kf, else 0");
    }
  }

  void refuse_twice(const LimitRow& limit) {
    const auto* first = standard_.find(limit.parameter, limit.flow_band);
    if (first == nullptr) return;
    say("a second row for \"" + limit.parameter + "\"" +
        (limit.flow_band.empty() ? "" : " in flow band " + limit.flow_band) + ", the first is line " +
        std::to_string(lines_[static_cast<std::size_t>(first - standard_.rows.data())]) + "; remove one");
  }

  void keep(LimitRow limit) {
    auto& bands = standard_.flow_bands;
    if (!limit.flow_band.empty() && std::find(bands.begin(), bands.end(), limit.flow_band) == bands.end()) {
      bands.push_back(limit.flow_band);
    }
    standard_.rows.push_back(std::move(limit));
    lines_.push_back(row_->line);
  }

  Standard& standard_;
  const CsvRow& header_;
  const CsvRow* row_ = nullptr;
  std::map<std::string, std::size_t> at_;
  std::vector<int> lines_;  // of standard_.rows
  std::vector<CsvProblem> problems_;
};

}  // namespace

const std::vector<std::string>& known_standards() {
  static const std::vector<std::string> ids = [] {
    std::vector<std::string> all;
    for (const auto& standard : known()) all.emplace_back(standard.id);
    return all;
  }();
  return ids;
}

tl::expected<Standard, std::vector<CsvProblem>> parse_standard(const std::string& id, std::string_view csv) {
  const auto found =
      std::find_if(known().begin(), known().end(), [&](const auto& one) { return one.id == id; });
  if (found == known().end()) {
    return tl::unexpected{
        std::vector{CsvProblem{1, "no standard \"" + id + "\" is known; remove the table"}}};
  }
  const auto rows = parse_csv(csv);
  if (!rows) return tl::unexpected{std::vector{rows.error()}};
  if (rows->empty()) return tl::unexpected{std::vector{CsvProblem{1, "the table is empty; restore it"}}};
  Standard standard;
  standard.id = id;
  standard.title = found->title;
  standard.in_force_from = found->from;
  standard.in_force_to = found->to;
  TableReader reader{standard, rows->front()};
  if (reader.problems().empty()) {
    for (std::size_t i = 1; i < rows->size(); ++i) reader.read_row((*rows)[i]);
  }
  if (!reader.problems().empty()) return tl::unexpected{std::move(reader.problems())};
  return standard;
}

}  // namespace effluent
