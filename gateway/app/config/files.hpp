// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace effluent {

/// The whole file, at most 16 MiB; or why it can't be read, in words.
[[nodiscard]] tl::expected<std::string, std::string> read_file(const std::filesystem::path& file);
/// A file that is there and may be read (a serial port, a key, a certificate).
[[nodiscard]] bool is_usable(const std::filesystem::path& file);

/// Folders searched for one sort of file, in order: the one named in `[paths]` and no other; else the folder
/// of that name beside the configuration, the installed share folder, and the source tree the program was
/// built from (which is how it runs from a build tree).
[[nodiscard]] std::vector<std::filesystem::path> search_folders(const std::filesystem::path& configuration,
                                                                const std::string& name,
                                                                const std::optional<std::string>& named);
/// The first of the folders that holds `name`.
[[nodiscard]] std::optional<std::filesystem::path> find_in(const std::vector<std::filesystem::path>& folders,
                                                           const std::string& name);
/// Relative to the folder of `file`, unless absolute.
[[nodiscard]] std::filesystem::path beside(const std::filesystem::path& file,
                                           const std::filesystem::path& path);

}  // namespace effluent
