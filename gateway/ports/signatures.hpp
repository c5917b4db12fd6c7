// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

#include "core/record/note.hpp"

namespace effluent {

/// Tells whether a signature is of a key. Stateless; may be shared among threads.
class Signatures {
 public:
  virtual ~Signatures() = default;
  /// Ed25519 over exactly these bytes.
  [[nodiscard]] virtual bool is_of(const PublicKey& key, std::string_view bytes,
                                   const Signature& signature) const = 0;
};

}  // namespace effluent
