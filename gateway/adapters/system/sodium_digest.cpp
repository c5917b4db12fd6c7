// SPDX-License-Identifier: Apache-2.0
#include "adapters/system/sodium_digest.hpp"

#include <sodium.h>

namespace effluent {

static_assert(std::tuple_size_v<Hash> == crypto_hash_sha256_BYTES);

Hash SodiumDigest::sha256(std::string_view bytes) const {
  Hash hash{};
  const void* const data = bytes.data();
  crypto_hash_sha256(hash.data(), static_cast<const unsigned char*>(data), bytes.size());
  return hash;
}

}  // namespace effluent
