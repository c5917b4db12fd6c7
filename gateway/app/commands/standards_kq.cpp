// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <iostream>
#include <optional>

#include "app/commands/commands.hpp"
#include "app/commands/standards_tables.hpp"
#include "core/judge/coefficients.hpp"

namespace effluent {
namespace {

constexpr const char* kTable = "qcvn-40-2011-coefficients";

struct KqOptions {
  std::optional<std::string> river_flow;
  std::optional<std::string> lake_volume;
  std::optional<std::string> coastal;
  std::optional<std::string> no_data;
  std::optional<std::string> discharge;
};

/// One thing that was asked: the case of the table, and the amount that chooses its band.
struct Question {
  std::string coefficient;
  std::string case_name;
  std::string option;
  std::optional<std::string> amount = {};  ///< as typed; none where the case has no bands
};

std::vector<Question> questions_of(const KqOptions& options) {
  std::vector<Question> asked;
  if (options.river_flow) asked.push_back({"Kq", "river", "--river-flow", options.river_flow});
  if (options.lake_volume) asked.push_back({"Kq", "lake", "--lake-volume", options.lake_volume});
  if (options.coastal == "aquatic") asked.push_back({"Kq", "coastal_aquatic_sport_recreation", "--coastal"});
  if (options.coastal == "other") asked.push_back({"Kq", "coastal_other", "--coastal"});
  if (options.no_data) asked.push_back({"Kq", *options.no_data + "_no_data", "--no-data"});
  if (options.discharge) asked.push_back({"Kf", "discharge", "--discharge", options.discharge});
  return asked;
}

std::string case_words(const std::string& name) {
  if (name == "river") return "river or stream, flow";
  if (name == "river_no_data") return "river or stream without data of its flow";
  if (name == "lake") return "lake or pond, volume";
  if (name == "lake_no_data") return "lake or pond without data of its volume";
  if (name == "coastal_aquatic_sport_recreation") return "coastal water for aquatic life, sport, recreation";
  if (name == "coastal_other") return "other coastal water";
  if (name == "discharge") return "discharge of the source";
  return name;
}

std::string band_words(const CoefficientRow& row) {
  if (!row.has_band()) return "";
  std::string words;
  if (row.lower_exclusive) words += " above " + row.lower_exclusive->text();
  if (row.upper_inclusive) words += (words.empty() ? " up to " : ", up to ") + row.upper_inclusive->text();
  return words + " " + row.unit;
}

void show_row(const CoefficientRow& row) {
  std::cout << row.coefficient << ", " << case_words(row.case_name) << band_words(row) << ": " << row.value
            << "\n    certainty " << certainty_words(row.certainty) << "\n    source: " << row.source << '\n';
}

/// The row for what was asked; null where it is no amount or the table has no row, which stderr then says.
const CoefficientRow* answer(const CoefficientTable& table, const Question& asked) {
  std::optional<Decimal> amount;
  if (asked.amount) {
    amount = Decimal::parse(*asked.amount);
    if (!amount || amount->units() <= 0) {
      std::cerr << asked.option << ' ' << *asked.amount
                << " is no number above 0; write digits with a decimal point, as 120 or 12.5\n";
      return nullptr;
    }
  }
  const auto* row = find_coefficient(table, asked.coefficient, asked.case_name, amount);
  if (row == nullptr) {
    std::cerr << asked.option << ": the table has no value for this case, and none is guessed\n";
  }
  return row;
}

void show_all(const CoefficientTable& table) {
  for (const auto& row : table) show_row(row);
}

int explain(const KqOptions& options, const TablePlace& place) {
  const auto read = read_table_text(kTable, place);
  if (!read) return kConfiguration;
  const auto table = parse_coefficients(read->text);
  if (!table) {
    say_problems(read->file, table.error());
    return kConfiguration;
  }
  std::vector<const CoefficientRow*> rows;
  for (const auto& asked : questions_of(options)) {
    rows.push_back(answer(*table, asked));
    if (rows.back() == nullptr) return kFailed;
  }
  std::cout << "QCVN 40:2011/BTNMT, Cmax = C x Kq x Kf: Kq for the receiving water, Kf for the discharge\n";
  for (const auto* row : rows) show_row(*row);
  if (rows.empty()) show_all(*table);
  std::cout
      << "For reading only: these values are never applied. What counts is kq and kf of the permit, in\n"
         "[[plant.outlet.permit]] of the configuration, copied from its document.\n"
         "table: "
      << read->file.string() << '\n';
  return kDone;
}

}  // namespace

void add_standards_kq(CLI::App& parent, const std::shared_ptr<TablePlace>& place, int& status) {
  auto options = std::make_shared<KqOptions>();
  auto* command = parent.add_subcommand("kq", "Explain Kq and Kf of QCVN 40:2011; they are never applied.");
  command->fallthrough();
  command->footer(
      "Without options the whole table is shown. A band reaches above its lower and up to its upper end.\n"
      "Each value comes with its source and how sure it is; the permit's own Kq and Kf are what counts.\n"
      "Example: effluent standards kq --river-flow 120 --discharge 2500");
  auto* water = command->add_option_group("receiving water", "What the water is led into, for Kq; one of:");
  water->add_option("--river-flow", options->river_flow, "River or stream: its flow in m3/s");
  water->add_option("--lake-volume", options->lake_volume, "Lake or pond: its volume in m3");
  water->add_option("--coastal", options->coastal, "Coastal water: its use")
      ->check(CLI::IsMember({"aquatic", "other"}));
  water->add_option("--no-data", options->no_data, "A water of which there are no data")
      ->check(CLI::IsMember({"river", "lake"}));
  water->require_option(0, 1);
  command->add_option("--discharge", options->discharge, "Discharge of the source in m3/day, for Kf");
  command->callback([options, place, &status] { status = explain(*options, *place); });
}

}  // namespace effluent
