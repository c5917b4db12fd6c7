// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ports/signatures.hpp"

namespace effluent {

/// Ed25519 of libsodium. Stateless; shared among threads.
class SodiumSignatures final : public Signatures {
 public:
  [[nodiscard]] bool is_of(const PublicKey& key, std::string_view bytes,
                           const Signature& signature) const override;
};

}  // namespace effluent
