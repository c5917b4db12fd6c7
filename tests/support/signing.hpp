// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <sodium.h>

#include <algorithm>
#include <string>
#include <vector>

#include "adapters/system/sodium_digest.hpp"
#include "core/record/base64.hpp"
#include "core/record/note.hpp"

namespace effluent {

/// Somebody who signs notes.
class Signer {
 public:
  explicit Signer(std::string name, std::uint8_t seed = 1) {
    const std::vector<unsigned char> seeds(crypto_sign_SEEDBYTES, seed);
    crypto_sign_seed_keypair(key_.key.data(), secret_.data(), seeds.data());
    key_.name = std::move(name);
    std::string hashed = key_.name + "\n\x01";
    hashed.append(key_.key.begin(), key_.key.end());
    const auto hash = SodiumDigest{}.sha256(hashed);
    std::copy_n(hash.begin(), key_.id.size(), key_.id.begin());
  }

  [[nodiscard]] const NoteKey& key() const { return key_; }
  /// The note of that text, which ends with a newline.
  [[nodiscard]] std::string sign(const std::string& text) const {
    std::vector<std::uint8_t> bytes(key_.id.begin(), key_.id.end());
    bytes.resize(key_.id.size() + crypto_sign_BYTES);
    const std::vector<unsigned char> message(text.begin(), text.end());
    crypto_sign_detached(bytes.data() + key_.id.size(), nullptr, message.data(), message.size(),
                         secret_.data());
    return text + "\n\xE2\x80\x94 " + key_.name + ' ' + base64_text(bytes) + '\n';
  }

 private:
  NoteKey key_;
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_{};
};

}  // namespace effluent
