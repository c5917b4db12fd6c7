// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ports/digest.hpp"

namespace effluent {

/// SHA-256 of libsodium. Stateless; shared among threads.
class SodiumDigest final : public Digest {
 public:
  [[nodiscard]] Hash sha256(std::string_view bytes) const override;
};

}  // namespace effluent
