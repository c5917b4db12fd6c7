// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "ports/ledger.hpp"

namespace effluent {

/// Why the store of a data directory could not be opened.
struct OpenError {
  bool in_use = false;  ///< another process writes it (exit 1); else exit 74
  std::string text;
};

/// The file both doors open.
[[nodiscard]] std::filesystem::path database_file(const std::filesystem::path& data_directory);

/// The write door on `<data_directory>/effluent.db`: takes the folder's lock, creates what is missing, is the
/// database's only writer and only checkpointer. One thread owns it. The folder is created where it is
/// missing.
[[nodiscard]] tl::expected<std::unique_ptr<Ledger>, OpenError> open_ledger(
    const std::filesystem::path& data_directory);

/// The SQLite library's version, for the log.
[[nodiscard]] std::string store_version();

}  // namespace effluent
