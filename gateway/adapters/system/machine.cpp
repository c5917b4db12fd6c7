// SPDX-License-Identifier: Apache-2.0
#include "adapters/system/machine.hpp"

#include <pwd.h>
#include <sodium.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>
#include <vector>

#include "core/record/hex.hpp"

namespace effluent {
namespace {

constexpr const char* kBootId = "/proc/sys/kernel/random/boot_id";
constexpr const char* kProgram = "/proc/self/exe";

}  // namespace

tl::expected<std::string, std::string> boot_id() {
  std::ifstream file{kBootId};
  std::string id;
  if (!std::getline(file, id)) return tl::unexpected{std::string{kBootId} + " can't be read"};
  return id;
}

tl::expected<std::string, std::string> program_hash() { return file_hash(kProgram); }

tl::expected<std::string, std::string> file_hash(const std::string& name) {
  std::ifstream file{name, std::ios::binary};
  if (!file) return tl::unexpected{name + " can't be read"};
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  std::vector<char> buffer(65'536);
  while (file) {
    file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    const void* const data = buffer.data();
    crypto_hash_sha256_update(&state, static_cast<const unsigned char*>(data),
                              static_cast<unsigned long long>(file.gcount()));
  }
  if (!file.eof()) return tl::unexpected{name + " can't be read"};
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256_final(&state, hash.data());
  return hex_text(hash);
}

std::string user_name(unsigned int user) {
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, 4096> texts{};
  if (getpwuid_r(user, &entry, texts.data(), texts.size(), &found) != 0 || found == nullptr) {
    return "uid " + std::to_string(user);
  }
  return entry.pw_name;
}

std::string own_user_name() { return user_name(getuid()); }

tl::expected<std::string, std::string> random_suffix() {
  std::array<unsigned char, 4> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    return tl::unexpected{"getrandom: " + std::error_code{errno, std::generic_category()}.message()};
  }
  return hex_text(bytes);
}

}  // namespace effluent
