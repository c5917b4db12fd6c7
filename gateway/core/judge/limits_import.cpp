// SPDX-License-Identifier: Apache-2.0
#include "core/judge/limits_import.hpp"

#include <algorithm>
#include <utility>

#include "core/judge/limits_file.hpp"
#include "core/judge/standard_csv.hpp"

namespace effluent {
namespace {

void append_field(std::string& csv, const std::string& field) {
  const bool plain = field.find_first_of(",\"\r\n") == std::string::npos;
  if (plain) {
    csv += field;
    return;
  }
  csv += '"';
  for (const char c : field) csv.append(c == '"' ? 2 : 1, c);
  csv += '"';
}

using Cells = std::vector<std::pair<std::string, std::string>>;

void append_line(std::string& csv, const Cells& cells, std::string Cells::value_type::*part) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) csv += ',';
    append_field(csv, cells[i].*part);
  }
  csv += '\n';
}

void set(Cells& cells, const std::string& name, const std::string& text) {
  for (auto& [column, cell] : cells) {
    if (column == name) cell = text;
  }
}

/// Columns of the row that keep the limit they had.
std::vector<std::string> kept_columns(const LimitRow& row, const FilledRow& filled) {
  std::vector<std::string> kept;
  for (const auto& [column, limit] : row.columns) {
    if (!limit.is_blank() && filled.columns.count(column) == 0) kept.push_back(column);
  }
  return kept;
}

std::string column_list(const FilledRow& filled) {
  std::string list;
  for (const auto& [column, limit] : filled.columns) list += (list.empty() ? "" : ", ") + column;
  return list;
}

/// Puts what the file fills into a copy of the table's rows.
class Merge {
 public:
  Merge(const Standard& table, const ImportTerms& terms) : table_{table}, terms_{terms} {
    append_line(done_.table, table.rows.front().cells, &Cells::value_type::first);
  }

  void keep(const LimitRow& row) { append_line(done_.table, row.cells, &Cells::value_type::second); }

  void fill(const LimitRow& row, const FilledRow& filled) {
    Cells cells = row.cells;
    const auto kept = kept_columns(row, filled);
    set(cells, "unit", filled.unit);
    for (const auto& [column, limit] : filled.columns) {
      set(cells, column + "_min", limit.min);
      set(cells, column + "_max", limit.max);
      set(cells, "sure_" + column, terms_.certainty);
      done_.changes.push_back(row_words(row) + ", column " + column + ": " +
                              (limit.min.empty() ? "at most " : limit.min + " to ") + limit.max + " " +
                              filled.unit);
    }
    if (has_cell(table_, "sure")) set(cells, "sure", shared_certainty(row, kept));
    const std::string columns = "column " + column_list(filled) + ": ";
    set(cells, "source",
        kept.empty() || row.source.empty() ? terms_.source : row.source + "; " + columns + terms_.source);
    if (!row.note.empty()) set(cells, "note", columns + "imported; note before: " + row.note);
    append_line(done_.table, cells, &Cells::value_type::second);
    ++done_.rows;
  }

  [[nodiscard]] std::vector<CsvProblem>& problems() { return problems_; }
  [[nodiscard]] ImportedLimits& done() { return done_; }

 private:
  /// One certainty for the whole row: the lesser one where the row keeps a limit. From memory it can't be.
  std::string shared_certainty(const LimitRow& row, const std::vector<std::string>& kept) {
    std::string certainty = terms_.certainty;
    for (const auto& column : kept) {
      const std::string& held = row.columns.at(column).certainty;
      if (held == "c") {
        problems_.push_back({0, row_words(row) + ": its certainty is one for all columns, and column " +
                                    column + " is from memory only; give that limit too"});
      }
      certainty = std::max(certainty, held);
    }
    return certainty;
  }

  const Standard& table_;
  const ImportTerms& terms_;
  ImportedLimits done_;
  std::vector<CsvProblem> problems_;
};

bool has_text(std::string_view text) { return text.find_first_not_of(" \t") != std::string_view::npos; }

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; });
}

void check_terms(const ImportTerms& terms, std::vector<CsvProblem>& problems) {
  if (!has_text(terms.source)) problems.push_back({0, "no source; name the document the limits stand in"});
  if (has_control(terms.source))
    problems.push_back({0, "the source has control characters; write it in one line"});
  if (terms.certainty != "a" && terms.certainty != "b") {
    problems.push_back({0, "certainty \"" + terms.certainty +
                               "\"; a (read in the rule itself) or b (read elsewhere) can be imported"});
  }
}

}  // namespace

tl::expected<ImportedLimits, std::vector<CsvProblem>> import_limits(const Standard& table,
                                                                    std::string_view limits,
                                                                    const ImportTerms& terms,
                                                                    const Parameters& parameters) {
  LimitsFile file{table, parameters};
  file.read(limits);
  auto& problems = file.problems();
  check_terms(terms, problems);
  if (problems.empty() && file.filled().empty()) {
    problems.push_back({0, "the file fills no limit: each it has is known already"});
  }
  if (!problems.empty()) return tl::unexpected{std::move(problems)};
  Merge merge{table, terms};
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const auto filled = file.filled().find(i);
    if (filled == file.filled().end()) {
      merge.keep(table.rows[i]);
    } else {
      merge.fill(table.rows[i], filled->second);
    }
  }
  if (!merge.problems().empty()) return tl::unexpected{std::move(merge.problems())};
  // What the gateway will not read is not written: a cell too long, for one.
  auto read = parse_standard(table.id, merge.done().table);
  if (read) return std::move(merge.done());
  for (auto& problem : read.error()) {
    problem.text = "the new table would have in line " + std::to_string(problem.line) + ": " + problem.text;
    problem.line = 0;
  }
  return tl::unexpected{std::move(read.error())};
}

}  // namespace effluent
