// SPDX-License-Identifier: Apache-2.0
// A disk that fails on demand, to be preloaded: what the file named by $FAILING_DISK says holds for
// effluent.db and what stands beside it, until the file is gone. "full": nothing can be written; "sync": a
// write can't be made durable; "still": making durable takes until the word changes.
#include <dlfcn.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

std::string word() {
  const char* const name = std::getenv("FAILING_DISK");
  std::FILE* const file = name == nullptr ? nullptr : std::fopen(name, "re");
  if (file == nullptr) return {};
  std::array<char, 16> text{};
  const auto size = std::fread(text.data(), 1, text.size(), file);
  std::fclose(file);
  return {text.data(), size};
}

bool is_store(int descriptor) {
  std::array<char, 4096> path{};
  const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
  const auto size = ::readlink(link.c_str(), path.data(), path.size() - 1);
  return size > 0 && std::strstr(path.data(), "/effluent.db") != nullptr;
}

template <class Function>
Function real(const char* name) {
  Function function = nullptr;
  void* const found = ::dlsym(RTLD_NEXT, name);
  std::memcpy(&function, &found, sizeof function);
  return function;
}

int sync_store(int descriptor, const char* name) {
  if (is_store(descriptor)) {
    while (word() == "still") {
      const timespec pause{0, 20'000'000};
      ::nanosleep(&pause, nullptr);
    }
    if (word() == "sync") {
      errno = EIO;
      return -1;
    }
  }
  return real<int (*)(int)>(name)(descriptor);
}

}  // namespace

extern "C" {

ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t at) {
  if (is_store(descriptor) && word() == "full") {
    errno = ENOSPC;
    return -1;
  }
  static const auto next = real<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
  return next(descriptor, bytes, size, at);
}
int fsync(int descriptor) { return sync_store(descriptor, "fsync"); }
int fdatasync(int descriptor) { return sync_store(descriptor, "fdatasync"); }

}  // extern "C"
