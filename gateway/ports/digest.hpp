// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace effluent {

/// 32 bytes of SHA-256.
using Hash = std::array<std::uint8_t, 32>;

/// SHA-256. Stateless; may be shared among threads.
class Digest {
 public:
  virtual ~Digest() = default;
  [[nodiscard]] virtual Hash sha256(std::string_view bytes) const = 0;
};

/// Lower-case hex, as hashes of files and texts are written.
[[nodiscard]] inline std::string hex_text(const Hash& hash) {
  std::string text;
  text.reserve(hash.size() * 2);
  for (const std::uint8_t byte : hash) {
    text.push_back("0123456789abcdef"[byte >> 4U]);
    text.push_back("0123456789abcdef"[byte & 0xFU]);
  }
  return text;
}

}  // namespace effluent
