// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/store_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace effluent {
namespace {

std::string reason() { return std::error_code{errno, std::generic_category()}.message(); }

/// What the holder wrote into the file: its process id.
std::string holder(int descriptor) {
  std::array<char, 32> text{};
  const auto size = pread(descriptor, text.data(), text.size() - 1, 0);
  std::string id{text.data(), size > 0 ? static_cast<std::size_t>(size) : 0U};
  while (!id.empty() && id.back() == '\n') id.pop_back();
  return id.empty() ? "another process" : "process " + id;
}

}  // namespace

tl::expected<StoreLock, StoreLock::Refusal> StoreLock::take(const std::filesystem::path& folder) {
  const auto file = folder / "effluent.lock";
  const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (descriptor < 0) return tl::unexpected{Refusal{false, file.string() + ": " + reason()}};
  StoreLock lock{descriptor};
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return tl::unexpected{Refusal{false, file.string() + ": " + reason()}};
    return tl::unexpected{Refusal{true, folder.string() + " is in use by " + holder(descriptor) +
                                            "; one gateway writes a data directory, stop the other first"}};
  }
  // The id only helps the next message: a full disk that refuses it must not stop the start.
  const std::string id = std::to_string(getpid()) + "\n";
  if (ftruncate(descriptor, 0) == 0) (void)!pwrite(descriptor, id.data(), id.size(), 0);
  return lock;
}

StoreLock::StoreLock(StoreLock&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}

StoreLock::~StoreLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace effluent
