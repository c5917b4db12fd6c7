// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
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

}  // namespace effluent
