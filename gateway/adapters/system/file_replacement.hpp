// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace effluent {

/// A file's successor: written whole and on disk beside it, put in its place at once, the old one kept under
/// another name. Holds a lock on the folder, so that two replacements never mix. Errors are sentences. One
/// owner; without put_in_place() nothing of it stays.
class FileReplacement {
 public:
  /// Locks the folder of `file`, a plain file. Error: it is another sort of file, or another process
  /// replaces one there.
  [[nodiscard]] static tl::expected<std::unique_ptr<FileReplacement>, std::string> begin(
      const std::filesystem::path& file);
  FileReplacement(const FileReplacement&) = delete;
  FileReplacement& operator=(const FileReplacement&) = delete;
  ~FileReplacement();

  /// Writes the successor beside the file, with its mode and, where that is allowed, its owner; synced.
  [[nodiscard]] tl::expected<void, std::string> write(std::string_view text);
  /// Keeps the old file as `kept` (in the same folder; one of that name must have the same content), renames
  /// the successor, syncs the folder. The file is never missing or half written, whenever the power fails.
  [[nodiscard]] tl::expected<void, std::string> put_in_place(const std::string& kept);

 private:
  FileReplacement(std::filesystem::path file, int folder) : file_{std::move(file)}, folder_{folder} {}

  std::filesystem::path file_;
  std::filesystem::path successor_;  ///< empty: none is there
  int folder_;                       ///< descriptor, locked
};

}  // namespace effluent
