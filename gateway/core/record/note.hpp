// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace effluent {

/// Signed notes as C2SP writes them (c2sp.org/signed-note), with Ed25519 keys: lines of text, an empty line,
/// and of each signer `— NAME BASE64`, the four bytes of the key's id and the signature. Pure: who can hash
/// and verify is handed in.

using Sha256 = std::function<std::array<std::uint8_t, 32>(std::string_view bytes)>;
using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;
/// Whether the signature over exactly these bytes is of that key (Ed25519).
using VerifySignature =
    std::function<bool(const PublicKey& key, std::string_view bytes, const Signature& signature)>;

/// More bytes than this are no note, more lines of signatures neither.
inline constexpr std::size_t kLongestNote = 4096;
inline constexpr std::size_t kMostSignatures = 16;

/// The key of somebody whose signature counts.
struct NoteKey {
  std::string name;  ///< without white space and `+`
  std::array<std::uint8_t, 4> id{};
  PublicKey key{};
  /// `NAME+ID`, the id in hex: names the key, without the key.
  [[nodiscard]] std::string label() const;
  friend bool operator==(const NoteKey&, const NoteKey&) = default;
};
/// Reads `NAME+ID+BASE64` (a vkey). The id is the first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key), in
/// hex; the bytes are 0x01 ‖ key. The error says what is wrong with it.
[[nodiscard]] tl::expected<NoteKey, std::string> parse_note_key(std::string_view vkey, const Sha256& sha256);

struct NoteSignature {
  std::string name;
  std::array<std::uint8_t, 4> id{};
  std::vector<std::uint8_t> signature;  ///< at least one byte; 64 where an Ed25519 key made it
};
struct SignedNote {
  std::string text;                       ///< what is signed, its last newline included
  std::vector<NoteSignature> signatures;  ///< at least one
};
/// The error says why it is no signed note. Nothing is verified.
[[nodiscard]] tl::expected<SignedNote, std::string> parse_note(std::string_view note);

/// The first of the keys that has signed the note. A signature of a key that is not among them says nothing;
/// one under the name and id of such a key that is wrong makes the note bad, whoever else has signed it.
[[nodiscard]] tl::expected<NoteKey, std::string> signer_of(const SignedNote& note,
                                                           std::span<const NoteKey> keys,
                                                           const VerifySignature& verify);

}  // namespace effluent
