// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/judge/csv.hpp"

namespace CLI {
class App;
}

namespace effluent {

/// Where the tables are looked for, as given on the command line.
struct TablePlace {
  std::string config = "/etc/effluent/effluent.toml";
  std::optional<std::string> folder;  ///< `--standards`
};

struct TableText {
  std::filesystem::path file;
  std::string text;
};

/// The table `name`.csv; none where it is not there or can't be read, which stderr then says.
[[nodiscard]] std::optional<TableText> read_table_text(const std::string& name, const TablePlace& place);
/// On stderr, a line each: FILE:LINE: text.
void say_problems(const std::filesystem::path& file, const std::vector<CsvProblem>& problems);
/// What "a", "b" or "c" means, in words.
[[nodiscard]] std::string certainty_words(const std::string& certainty);

/// The subcommands of `standards` with a file of their own.
void add_standards_kq(CLI::App& parent, const std::shared_ptr<TablePlace>& place, int& status);
void add_standards_import(CLI::App& parent, const std::shared_ptr<TablePlace>& place, int& status);

}  // namespace effluent
