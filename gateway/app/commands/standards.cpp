// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>

#include "app/commands/commands.hpp"
#include "app/config/configuration.hpp"
#include "app/config/files.hpp"
#include "core/judge/standard_csv.hpp"

namespace effluent {
namespace {

struct StandardsOptions {
  std::string config = "/etc/effluent/effluent.toml";
  std::optional<std::string> folder;
  std::string standard;
  std::string parameter;
  std::optional<std::string> column;
  std::optional<std::string> flow_band;
};

struct FoundTable {
  std::filesystem::path file;
  Standard standard;
};

std::optional<FoundTable> read_table(const std::string& id, const StandardsOptions& options) {
  std::optional<std::string> named;
  if (options.folder) named = std::filesystem::absolute(*options.folder).string();
  const auto file = find_in(search_folders(options.config, "standards", named), id + ".csv");
  if (!file) {
    std::cerr << id << ".csv was found in no folder of standards; name the folder with --standards\n";
    return std::nullopt;
  }
  const auto text = read_file(*file);
  if (!text) {
    std::cerr << file->string() << ": " << text.error() << "; make it readable\n";
    return std::nullopt;
  }
  auto standard = parse_standard(id, *text);
  if (standard) return FoundTable{*file, std::move(*standard)};
  for (const auto& problem : standard.error()) {
    std::cerr << to_text(Finding{*file, problem.line, problem.text}) << '\n';
  }
  return std::nullopt;
}

bool is_blank(const ColumnLimit& limit) { return !limit.min && !limit.max; }

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
      if (is_blank(limit)) {
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

int list_all(const StandardsOptions& options) {
  for (const auto& id : known_standards()) {
    const auto table = read_table(id, options);
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

std::string certainty_words(const std::string& certainty) {
  if (certainty == "a") return "a, read in the text of the rule";
  if (certainty == "b") return "b, read in a secondary page";
  return "c, from memory only";
}

constexpr std::string_view kUntil =
    "    not used for a verdict until the permit sets its own limit or the table brings it with a source\n";

void show_limit(const LimitRow& row, const std::string& column) {
  const ColumnLimit& limit = row.columns.at(column);
  std::cout << "  column " << column;
  if (!row.flow_band.empty()) std::cout << ", flow band " << row.flow_band;
  if (is_blank(limit)) {
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

int show(const StandardsOptions& options) {
  if (!contains(known_standards(), options.standard)) {
    const std::string why = options.standard.find("2021") == std::string::npos
                                ? ""
                                : ": there is no QCVN 40:2021, that draft never came into force";
    return fail("no standard \"" + options.standard + "\"" + why + "; known are " +
                joined(known_standards()));
  }
  const auto table = read_table(options.standard, options);
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
  auto options = std::make_shared<StandardsOptions>();
  auto* command = app.add_subcommand(
      "standards", "List the limit tables, or show one limit with its source and how sure it is.");
  command->fallthrough();
  command->footer(
      "Examples:\n"
      "  effluent standards\n"
      "  effluent standards show qcvn-40-2011 cod --column B\n"
      "  effluent standards show qcvn-40-2025 cod --column B --flow-band \"2000<F<=20000\"\n"
      "A limit known from memory only, or blank, is never used for a verdict.");
  command->add_option("--config", options->config, "The configuration whose folder may hold the tables.")
      ->capture_default_str();
  command->add_option("--standards", options->folder, "The folder of the tables, instead of the one found.");
  auto* one = command->add_subcommand("show", "Show one limit.");
  one->fallthrough();
  one->add_option("standard", options->standard, "The standard, as qcvn-40-2011.")->required();
  one->add_option("parameter", options->parameter, "The parameter's key, as cod.")->required();
  one->add_option("--column", options->column, "Only this column, as A or B.");
  one->add_option("--flow-band", options->flow_band, "Only this flow band.");
  command->callback(
      [options, one, &status] { status = one->parsed() ? show(*options) : list_all(*options); });
}

}  // namespace effluent
