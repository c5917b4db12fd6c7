// SPDX-License-Identifier: Apache-2.0
#include "adapters/system/sodium_signatures.hpp"

#include <sodium.h>

namespace effluent {

static_assert(std::tuple_size_v<PublicKey> == crypto_sign_PUBLICKEYBYTES);
static_assert(std::tuple_size_v<Signature> == crypto_sign_BYTES);

bool SodiumSignatures::is_of(const PublicKey& key, std::string_view bytes, const Signature& signature) const {
  const void* const data = bytes.data();
  return crypto_sign_verify_detached(signature.data(), static_cast<const unsigned char*>(data), bytes.size(),
                                     key.data()) == 0;
}

}  // namespace effluent
