// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <string>

#include "core/record/base64.hpp"
#include "core/record/note.hpp"
#include "fuzz/targets.hpp"

namespace effluent::fuzz {
namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

std::string written(const SignedNote& note) {
  std::string text = note.text + "\n";
  for (const auto& made : note.signatures) {
    std::vector<std::uint8_t> bytes(made.id.begin(), made.id.end());
    bytes.insert(bytes.end(), made.signature.begin(), made.signature.end());
    text += "\xE2\x80\x94 " + made.name + ' ' + base64_text(bytes) + '\n';
  }
  return text;
}

/// What was read is the note and nothing else; nobody has signed it where no signature verifies.
void read(const std::string& text) {
  const auto note = parse_note(text);
  if (!note) {
    require(!note.error().empty());
    return;
  }
  require(written(*note) == text);
  std::vector<NoteKey> keys;
  for (const auto& made : note->signatures) keys.push_back({made.name, made.id, {}});
  const auto never = [](const PublicKey&, std::string_view, const Signature&) { return false; };
  require(!signer_of(*note, keys, never) && !signer_of(*note, {}, never));
}

}  // namespace

void read_note(std::span<const std::uint8_t> bytes) {
  const void* const data = bytes.data();
  const std::string text{static_cast<const char*>(data), bytes.size()};
  read(text);
  // Few bytes at random are a note: the rest of one is put around them.
  read("effluent/decision\n" + text + "\n\n\xE2\x80\x94 a AAAAAAA=\n");
  read("effluent/decision\n\n\xE2\x80\x94 a " + base64_text(bytes) + "\n");
  read("effluent/decision\n\n\xE2\x80\x94 " + text + "\n");
  const auto hash = [](std::string_view) { return std::array<std::uint8_t, 32>{}; };
  const auto key = parse_note_key(text, hash);
  require(key.has_value() || !key.error().empty());
  const auto back = base64_bytes(text);
  require(!back || base64_text(*back) == text);
}

}  // namespace effluent::fuzz
