// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "adapters/system/file_replacement.hpp"
#include "adapters/system/sodium_digest.hpp"
#include "app/commands/act_reply.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/load.hpp"
#include "app/commands/standards_tables.hpp"
#include "app/config/configuration.hpp"
#include "app/config/files.hpp"
#include "app/wiring/acts.hpp"
#include "core/judge/limits_import.hpp"
#include "core/judge/standard_csv.hpp"
#include "core/record/hex.hpp"

namespace effluent {
namespace {

namespace fs = std::filesystem;

struct ImportOptions {
  std::string standard;
  std::string file;
  std::string by;
  ImportTerms terms;
  bool dry_run = false;
};

std::string hash_of(const std::string& text) { return hex_text(SodiumDigest{}.sha256(text)); }

int refuse(const std::string& why, int status = kFailed) {
  std::cerr << why << "\nnothing was changed\n";
  return status;
}

/// The table that the gateway reads, where it is the site's own; the shipped ones are never written.
tl::expected<fs::path, std::string> own_table(const Loaded& loaded, const ImportOptions& options,
                                              const TablePlace& place) {
  const auto& known = known_standards();
  if (std::find(known.begin(), known.end(), options.standard) == known.end()) {
    return tl::unexpected{"no standard \"" + options.standard + "\"; effluent standards lists them"};
  }
  const auto& folders = loaded.standards_folders;
  const auto name = options.standard + ".csv";
  const auto file = find_in({folders.begin(), folders.begin() + (folders.empty() ? 0 : 1)}, name);
  if (file) return *file;
  if (folders.size() == 1) return tl::unexpected{name + " is not in " + folders.front().string()};
  return tl::unexpected{
      "the shipped tables are not written to: copy their folder to a place of your own, as " +
      beside(place.config, "standards").string() + ", and name it in [paths] standards of " + place.config};
}

tl::expected<Parameters, std::string> read_parameters(const TablePlace& place) {
  const auto file = find_in(search_folders(place.config, "standards", std::nullopt), "parameters.csv");
  const auto text = file ? read_file(*file) : tl::unexpected{std::string{"it is not installed"}};
  if (!text) return tl::unexpected{"parameters.csv can't be read: " + text.error()};
  auto parsed = parse_parameters(*text);
  if (!parsed) return tl::unexpected{file->string() + ": " + parsed.error().front().text};
  return std::move(*parsed);
}

int refuse_file(const ImportOptions& options, const std::vector<CsvProblem>& problems) {
  for (const auto& problem : problems) {
    std::cerr << options.file << (problem.line > 0 ? ":" + std::to_string(problem.line) : "") << ": "
              << problem.text << '\n';
  }
  std::cerr << "the file is refused whole; nothing was changed\n";
  return kFailed;
}

/// First on disk beside the table, then recorded, then put in its place.
int put_in_place(FileReplacement& replacement, const fs::path& table, const std::string& text,
                 const StandardsImport& import, const Configuration& configuration) {
  if (const auto written = replacement.write(text); !written) return refuse(written.error());
  const auto reply = act(configuration, request_of(import));
  if (!reply) return refuse(reply.error());
  const auto entry = recorded_entry(*reply);
  if (!entry) return refuse("the table stays as it was");
  std::cout << "recorded as entry " << (*entry)["seq"] << " of epoch " << (*entry)["epoch"].get<std::string>()
            << '\n';
  const std::string kept = table.filename().string() + ".before-" + import.table_sha256_before.substr(0, 8);
  if (const auto placed = replacement.put_in_place(kept); !placed) {
    std::cerr << placed.error() << "\nthe import is recorded, but look whether " << table.string()
              << " is the new table (SHA-256 " << import.table_sha256_after << "); if not, import again\n";
    return kFailed;
  }
  std::cout
      << table.string() << ": " << import.limits << " limits filled in " << import.rows
      << " rows; the old table is kept as " << kept
      << "\nThe gateway judges by the new table from its next start on; days judged before stay as they "
         "are.\n";
  return kDone;
}

int import_file(const ImportOptions& options, const TablePlace& place) {
  if (place.folder) {
    return refuse("--standards is for reading; an import goes to the folder of [paths] standards", kUsage);
  }
  const auto loaded = load_or_say(place.config);
  if (!loaded.configuration) return refuse("the configuration is wrong", kConfiguration);
  const auto table = own_table(loaded, options, place);
  if (!table) return refuse(table.error());
  const auto replacement = FileReplacement::begin(*table);  // from here on nobody else imports
  if (!replacement) return refuse(replacement.error());
  const auto before = read_file(*table);
  if (!before) return refuse(table->string() + ": " + before.error());
  const auto standard = parse_standard(options.standard, *before);
  if (!standard) {
    say_problems(*table, standard.error());
    return refuse("the table has errors", kConfiguration);
  }
  const auto parameters = read_parameters(place);
  if (!parameters) return refuse(parameters.error(), kConfiguration);
  const auto limits = read_file(options.file);
  if (!limits) return refuse(options.file + ": " + limits.error());
  const auto done = import_limits(*standard, *limits, options.terms, *parameters);
  if (!done) return refuse_file(options, done.error());
  const StandardsImport import{options.standard,
                               options.terms.certainty,
                               options.terms.source,
                               options.by,
                               hash_of(*limits),
                               hash_of(*before),
                               hash_of(done->table),
                               done->rows,
                               static_cast<std::int64_t>(done->changes.size())};
  if (const auto faults = faults_of(import); !faults.empty()) {
    for (const auto& fault : faults) std::cerr << fault << '\n';
    return refuse("the import can't be recorded so");
  }
  if (!is_act(request_of(import))) return refuse("--source or --by is no UTF-8 text");
  for (const auto& change : done->changes) std::cout << change << '\n';
  std::cout << "certainty " << certainty_words(options.terms.certainty)
            << "; source: " << options.terms.source << '\n';
  if (!options.dry_run)
    return put_in_place(**replacement, *table, done->table, import, *loaded.configuration);
  std::cout << "the file is good; nothing was changed (--dry-run)\n";
  return kDone;
}

}  // namespace

void add_standards_import(CLI::App& parent, const std::shared_ptr<TablePlace>& place, int& status) {
  auto options = std::make_shared<ImportOptions>();
  auto* command = parent.add_subcommand("import", "Fill blank limits of a table from a CSV file.");
  command->fallthrough();
  command->footer(
      "Limits that are blank or from memory only (certainty c) are filled; one known with a source is never\n"
      "changed. The file's header: key, flow_band (where the table has it), unit, then <X>_min and <X>_max "
      "of\n"
      "each column, as key,flow_band,unit,A_min,A_max,B_min,B_max,C_min,C_max. Decimals have a point. Every "
      "row\n"
      "with a blank limit must be there; - in min and max says that the rule has no limit, it stays blank.\n"
      "A file is refused whole on any doubt, with every line and reason. --dry-run shows what would be "
      "filled.\n"
      "The act is an entry of the journal; then the table is replaced in the folder of [paths] standards, "
      "the\n"
      "old one kept beside it. The gateway judges by the new table from its next start on.\n"
      "Example: effluent standards import --standard qcvn-40-2025 --file limits.csv \\\n"
      "  --source \"Circular 06/2025/TT-BTNMT, annex\" --by \"Trần Thị Bình\" --dry-run");
  command->add_option("--standard", options->standard, "The standard, as qcvn-40-2025")->required();
  command->add_option("--file", options->file, "The file of limits")->required();
  command->add_option("--source", options->terms.source, "The document they were read in")->required();
  command->add_option("--by", options->by, "Who has read them")->required();
  command->add_option("--certainty", options->terms.certainty, "a: you read them in the rule itself; else b")
      ->check(CLI::IsMember({"a", "b"}))
      ->capture_default_str();
  command->add_flag("--dry-run", options->dry_run, "Check and show, change nothing");
  command->callback([options, place, &status] { status = import_file(*options, *place); });
}

}  // namespace effluent
