// SPDX-License-Identifier: Apache-2.0
#include "core/record/note.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/record/base64.hpp"
#include "core/record/hex.hpp"

namespace effluent {
namespace {

constexpr std::string_view kDash = "\xE2\x80\x94 ";  // an em dash and a blank begin a signature's line
constexpr char kEd25519 = '\x01';
constexpr std::size_t kIdLength = 4;

using KeyId = std::array<std::uint8_t, kIdLength>;

/// UTF-8 white space is not told apart: a name has neither blanks nor control characters.
bool is_name(std::string_view text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '+' || c == '\x7F';
  });
}

std::optional<KeyId> parse_id(std::string_view hex) {
  KeyId id{};
  if (hex.size() != 2 * kIdLength) return std::nullopt;
  for (std::size_t at = 0; at < kIdLength; ++at) {
    const char* const end = hex.data() + 2 * at + 2;
    if (std::from_chars(end - 2, end, id.at(at), 16).ptr != end) return std::nullopt;
  }
  return id;
}

std::string_view as_text(std::span<const std::uint8_t> bytes) {
  const void* const data = bytes.data();
  return {static_cast<const char*>(data), bytes.size()};
}

KeyId id_of(std::string_view name, std::span<const std::uint8_t> algorithm_and_key, const Sha256& sha256) {
  const auto hash = sha256(std::string{name} + '\n' + std::string{as_text(algorithm_and_key)});
  KeyId id{};
  std::copy_n(hash.begin(), kIdLength, id.begin());
  return id;
}

std::optional<NoteSignature> parse_signature(std::string_view line) {
  if (!line.starts_with(kDash)) return std::nullopt;
  line.remove_prefix(kDash.size());
  const auto blank = line.find(' ');
  if (blank == std::string_view::npos || !is_name(line.substr(0, blank))) return std::nullopt;
  const auto bytes = base64_bytes(line.substr(blank + 1));
  if (!bytes || bytes->size() <= kIdLength) return std::nullopt;
  NoteSignature signature;
  signature.name = line.substr(0, blank);
  std::copy_n(bytes->begin(), kIdLength, signature.id.begin());
  signature.signature.assign(bytes->begin() + kIdLength, bytes->end());
  return signature;
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\n'; });
}

}  // namespace

std::string NoteKey::label() const { return name + '+' + hex_text(id); }

tl::expected<NoteKey, std::string> parse_note_key(std::string_view vkey, const Sha256& sha256) {
  const auto name_end = vkey.find('+');
  const auto id_end = name_end == std::string_view::npos ? name_end : vkey.find('+', name_end + 1);
  if (id_end == std::string_view::npos)
    return tl::unexpected(std::string{"is no key; one is NAME+ID+BASE64, as its owner prints it"});
  NoteKey key;
  key.name = vkey.substr(0, name_end);
  if (!is_name(key.name)) return tl::unexpected(std::string{"has no name, or one with blanks"});
  const auto id = parse_id(vkey.substr(name_end + 1, id_end - name_end - 1));
  const auto bytes = base64_bytes(vkey.substr(id_end + 1));
  if (!id || !bytes || bytes->size() != key.key.size() + 1)
    return tl::unexpected(std::string{"is cut or mistyped; the id has 8 hex digits, the key 33 bytes"});
  if (bytes->front() != static_cast<std::uint8_t>(kEd25519))
    return tl::unexpected(std::string{"is not of the kind 1 (Ed25519), the only one known"});
  if (id_of(key.name, *bytes, sha256) != *id)
    return tl::unexpected(std::string{"has an id that is not its own: a character is wrong somewhere"});
  key.id = *id;
  std::copy(bytes->begin() + 1, bytes->end(), key.key.begin());
  return key;
}

tl::expected<SignedNote, std::string> parse_note(std::string_view note) {
  if (note.size() > kLongestNote)
    return tl::unexpected("the note has " + std::to_string(note.size()) + " bytes, at most " +
                          std::to_string(kLongestNote) + " are one");
  if (has_control(note)) return tl::unexpected(std::string{"the note holds a control character"});
  const auto parting = note.rfind("\n\n");
  if (parting == std::string_view::npos || parting == 0)
    return tl::unexpected(std::string{"the note has no empty line between its text and its signatures"});
  SignedNote parsed;
  parsed.text = note.substr(0, parting + 1);
  note.remove_prefix(parting + 2);
  if (note.empty()) return tl::unexpected(std::string{"the note has no signature"});
  while (!note.empty()) {
    const auto end = note.find('\n');
    auto signature = end == std::string_view::npos ? std::nullopt : parse_signature(note.substr(0, end));
    if (!signature) return tl::unexpected(std::string{"a line of a signature is none, or is cut"});
    parsed.signatures.push_back(std::move(*signature));
    if (parsed.signatures.size() > kMostSignatures)
      return tl::unexpected("the note has more than " + std::to_string(kMostSignatures) + " signatures");
    note.remove_prefix(end + 1);
  }
  return parsed;
}

tl::expected<NoteKey, std::string> signer_of(const SignedNote& note, std::span<const NoteKey> keys,
                                             const VerifySignature& verify) {
  const NoteKey* signer = nullptr;
  for (const auto& made : note.signatures) {
    const auto known = std::find_if(keys.begin(), keys.end(), [&made](const NoteKey& key) {
      return key.name == made.name && key.id == made.id;
    });
    if (known == keys.end()) continue;
    Signature signature{};
    const bool whole = made.signature.size() == signature.size();
    if (whole) std::copy(made.signature.begin(), made.signature.end(), signature.begin());
    if (!whole || !verify(known->key, note.text, signature))
      return tl::unexpected("the signature of " + known->label() +
                            " is wrong: the text is not the one that was signed, or another key signed it");
    if (signer == nullptr) signer = &*known;
  }
  if (signer != nullptr) return *signer;
  std::string names;
  for (const auto& made : note.signatures)
    names += (names.empty() ? "" : ", ") + made.name + '+' + hex_text(made.id);
  return tl::unexpected("no key of the configuration has signed the note; it is signed by " + names);
}

}  // namespace effluent
