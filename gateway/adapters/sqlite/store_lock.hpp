// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <string>
#include <tl/expected.hpp>

namespace effluent {

/// Holds `<folder>/effluent.lock` for one process: flock(2), gone with the process whatever ends it.
class StoreLock {
 public:
  struct Refusal {
    bool held = false;  ///< another process has it; else the lock file can't be used
    std::string text;
  };
  [[nodiscard]] static tl::expected<StoreLock, Refusal> take(const std::filesystem::path& folder);
  StoreLock(StoreLock&& other) noexcept;
  StoreLock& operator=(StoreLock&&) = delete;
  StoreLock(const StoreLock&) = delete;
  StoreLock& operator=(const StoreLock&) = delete;
  ~StoreLock();

 private:
  explicit StoreLock(int descriptor) : descriptor_{descriptor} {}
  int descriptor_ = -1;
};

}  // namespace effluent
