// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace effluent {

/// A folder of its own that goes with the object.
class TemporaryFolder {
 public:
  /// `in_memory`: where the machine has one, on a file system whose fsync costs nothing.
  explicit TemporaryFolder(bool in_memory = false) {
    const std::filesystem::path shared = "/dev/shm";
    const bool usable = in_memory && access(shared.c_str(), W_OK) == 0;
    std::string pattern =
        ((usable ? shared : std::filesystem::temp_directory_path()) / "effluent-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"mkdtemp " + pattern};
    path_ = pattern;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace effluent
