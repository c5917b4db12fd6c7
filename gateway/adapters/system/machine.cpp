// SPDX-License-Identifier: Apache-2.0
#include "adapters/system/machine.hpp"

#include <sodium.h>
#include <sys/random.h>

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

tl::expected<std::string, std::string> program_hash() {
  std::ifstream file{kProgram, std::ios::binary};
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  std::vector<char> buffer(65'536);
  while (file) {
    file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    const void* const data = buffer.data();
    crypto_hash_sha256_update(&state, static_cast<const unsigned char*>(data),
                              static_cast<unsigned long long>(file.gcount()));
  }
  if (!file.eof()) return tl::unexpected{std::string{kProgram} + " can't be read"};
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256_final(&state, hash.data());
  return hex_text(hash);
}

tl::expected<std::string, std::string> random_suffix() {
  std::array<unsigned char, 4> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    return tl::unexpected{"getrandom: " + std::error_code{errno, std::generic_category()}.message()};
  }
  return hex_text(bytes);
}

}  // namespace effluent
