// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>

#include "app/commands/commands.hpp"
#include "app/commands/standards_tables.hpp"
#include "core/judge/standard_csv.hpp"

namespace effluent {
namespace {

struct StandardsOptions {
  std::string standard;
  std::string parameter;
  std::optional<std::string> column;
  std::optional<std::string> flow_band;
};

struct FoundTable {
  std::filesystem::path file;
  Standard standard;
};

std::optional<FoundTable> read_table(const std::string& id, const TablePlace& place) {
  const auto read = read_table_text(id, place);
  if (!read) return std::nullopt;
  auto standard = parse_standard(id, read->text);
  if (standard) return FoundTable{read->file, std::move(*standard)};
  say_problems(read->file, standard.error());
  return std::nullopt;
}

std::string title_line(const Standard& standard) {
  std::string line =
      standard.title + " (" + standard.id + "), in force from " + day_text(standard.in_force_from);
  if (standard.in_force_to) line += " to " + day_text(*standard.in_force_to);
  return line;
}

void list_table(const FoundTable& table) {
  const Standard& standard = table.standard;
  std::cout << title_line(standard) << ", " << standard.rows.size() << " rows\n";
  for (const auto& column : standard.columns) {
    std::size_t blank = 0;
    std::size_t memory = 0;
    for (const auto& row : standard.rows) {
      const ColumnLimit& limit = row.columns.at(column);
      if (limit.is_blank()) {
        ++blank;
      } else if (limit.certainty == "c") {
        ++memory;
      }
    }
    std::cout << "  column " << column << ": " << standard.rows.size() - blank - memory
              << " known with a source, " << memory << " from memory only, " << blank << " blank\n";
  }
  std::cout << "  table: " << table.file.string() << '\n';
}

int list_all(const TablePlace& place) {
  for (const auto& id : known_standards()) {
    const auto table = read_table(id, place);
    if (!table) return kConfiguration;
    list_table(*table);
  }
  std::cout << "Limits from memory only, and blank ones, give the verdict no_limit until the permit sets its "
               "own limit\n"
               "or the table brings the value with its source. One limit: effluent standards show "
               "qcvn-40-2011 cod\n";
  return kDone;
}

std::string limit_words(const ColumnLimit& limit) {
  if (limit.min && limit.max) return limit.min->text() + " to " + limit.max->text();
  return limit.max ? "at most " + limit.max->text() : "at least " + limit.min->text();
}

constexpr std::string_view kUntil =
    "    not used for a verdict until the permit sets its own limit or the table brings it with a source\n";

void show_limit(const LimitRow& row, const std::string& column) {
  const ColumnLimit& limit = row.columns.at(column);
  std::cout << "  column " << column;
  if (!row.flow_band.empty()) std::cout << ", flow band " << row.flow_band;
  if (limit.is_blank()) {
    std::cout << ": blank, no value was found\n" << kUntil;
    return;
  }
  std::cout << ": " << limit_words(limit) << ' ' << row.unit
            << (row.kq_kf_applies ? ", times the permit's Kq and Kf\n" : "\n");
  std::cout << "    certainty " << certainty_words(limit.certainty) << '\n';
  if (limit.certainty == "c") std::cout << kUntil;
}

int fail(const std::string& text) {
  std::cerr << text << '\n';
  return kFailed;
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// The rows asked for: one, or one a flow band where none was named.
std::vector<const LimitRow*> rows_of(const Standard& standard, const StandardsOptions& options) {
  std::vector<const LimitRow*> rows;
  for (const auto& row : standard.rows) {
    const bool band = !options.flow_band || row.flow_band.empty() || row.flow_band == *options.flow_band;
    if (row.parameter == options.parameter && band) rows.push_back(&row);
  }
  return rows;
}

int show(const StandardsOptions& options, const TablePlace& place) {
  if (!contains(known_standards(), options.standard)) {
    const std::string why = options.standard.find("2021") == std::string::npos
                                ? ""
                                : ": there is no QCVN 40:2021, that draft never came into force";
    return fail("no standard \"" + options.standard + "\"" + why + "; known are " +
                joined(known_standards()));
  }
  const auto table = read_table(options.standard, place);
  if (!table) return kConfiguration;
  const Standard& standard = table->standard;
  if (options.column && !contains(standard.columns, *options.column)) {
    return fail(standard.id + " has no column \"" + *options.column + "\"; it has " +
                joined(standard.columns));
  }
  if (options.flow_band && !contains(standard.flow_bands, *options.flow_band)) {
    return fail(standard.id + " has no flow band \"" + *options.flow_band + "\"; it has " +
                (standard.flow_bands.empty() ? "none" : joined(standard.flow_bands)));
  }
  const auto rows = rows_of(standard, options);
  if (rows.empty()) {
    std::vector<std::string> keys;
    for (const auto& row : standard.rows) {
      if (!contains(keys, row.parameter)) keys.push_back(row.parameter);
    }
    return fail(standard.id + " has no parameter \"" + options.parameter + "\"; it has " + joined(keys));
  }
  std::cout << title_line(standard) << '\n';
  const LimitRow& first = *rows.front();
  std::cout << first.parameter << ": " << first.name_vi << " / " << first.name_en << '\n';
  for (const auto* row : rows) {
    for (const auto& column : standard.columns) {
      if (!options.column || column == *options.column) show_limit(*row, column);
    }
  }
  std::cout << "  source: " << (first.source.empty() ? "none" : first.source) << '\n';
  if (!first.note.empty()) std::cout << "  note: " << first.note << '\n';
  std::cout << "  table: " << table->file.string() << '\n';
  return kDone;
}

}  // namespace

void add_standards(CLI::App& app, int& status) {
  auto place = std::make_shared<TablePlace>();
  auto options = std::make_shared<StandardsOptions>();
  auto* command = app.add_subcommand(
      "standards",
      "List the limit tables, show one limit with its source, import limits, explain Kq and Kf.");
  command->fallthrough();
  command->require_subcommand(0, 1);
  command->footer(
      "Examples:\n"
      "  effluent standards\n"
      "  effluent standards show qcvn-40-2011 cod --column B\n"
      "  effluent standards show qcvn-40-2025 cod --column B --flow-band \"2000<F<=20000\"\n"
      "  effluent standards import --standard qcvn-40-2025 --file limits.csv --source \"…\" --by \"…\"\n"
      "  effluent standards kq --river-flow 120 --discharge 2500\n"
      "A limit known from memory only, or blank, is never used for a verdict.");
  command->add_option("--config", place->config, "The configuration whose folder may hold the tables.")
      ->capture_default_str();
  command->add_option("--standards", place->folder, "The folder of the tables, instead of the one found.");
  auto* one = command->add_subcommand("show", "Show one limit.");
  one->fallthrough();
  one->add_option("standard", options->standard, "The standard, as qcvn-40-2011.")->required();
  one->add_option("parameter", options->parameter, "The parameter's key, as cod.")->required();
  one->add_option("--column", options->column, "Only this column, as A or B.");
  one->add_option("--flow-band", options->flow_band, "Only this flow band.");
  one->callback([options, place, &status] { status = show(*options, *place); });
  add_standards_kq(*command, place, status);
  add_standards_import(*command, place, status);
  command->callback([command, place, &status] {
    if (command->get_subcommands().empty()) status = list_all(*place);
  });
}

}  // namespace effluent
