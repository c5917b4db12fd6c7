// SPDX-License-Identifier: Apache-2.0
#include "app/config/files.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>

namespace effluent {

namespace fs = std::filesystem;

namespace {
constexpr std::size_t kMost = std::size_t{16} << 20U;  ///< bytes of a file that a person wrote
constexpr std::size_t kChunk = 16'384;
}  // namespace

tl::expected<std::string, std::string> read_file(const fs::path& file) {
  std::error_code error;
  if (fs::is_directory(file, error)) return tl::unexpected{std::string{"it is a folder"}};
  errno = 0;
  std::ifstream in{file, std::ios::binary};
  if (!in) return tl::unexpected{std::error_code{errno, std::generic_category()}.message()};
  std::string text;
  std::array<char, kChunk> chunk{};
  while (in && text.size() <= kMost) {
    in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    text.append(chunk.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) return tl::unexpected{std::string{"reading failed"}};
  if (text.size() > kMost) return tl::unexpected{std::string{"it is larger than 16 MiB"}};
  return text;
}

bool is_usable(const fs::path& file) { return ::access(file.c_str(), R_OK) == 0; }

fs::path beside(const fs::path& file, const fs::path& path) {
  return path.is_absolute() ? path : file.parent_path() / path;
}

std::vector<fs::path> search_folders(const fs::path& configuration, const std::string& name,
                                     const std::optional<std::string>& named) {
  if (named) return {beside(configuration, *named)};
  return {beside(configuration, name), fs::path{EFFLUENT_SHARE_FOLDER} / name,
          fs::path{EFFLUENT_SOURCE_CONFIG} / name};
}

std::optional<fs::path> find_in(const std::vector<fs::path>& folders, const std::string& name) {
  for (const auto& folder : folders) {
    std::error_code error;
    if (fs::exists(folder / name, error)) return folder / name;
  }
  return std::nullopt;
}

}  // namespace effluent
