// SPDX-License-Identifier: Apache-2.0
// Signed notes. The first vector is that of the Go library golang.org/x/mod/sumdb/note; the others were made
// by python3-cryptography.
#include "core/record/note.hpp"

#include <gmock/gmock.h>

#include "adapters/system/sodium_digest.hpp"
#include "adapters/system/sodium_signatures.hpp"
#include "core/record/base64.hpp"

namespace effluent {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr const char* kPeter = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr const char* kPetersNote =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "\xE2\x80\x94 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    "\n";
constexpr const char* kCenter = "center.example.vn+5377db1d+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
constexpr const char* kOther = "other+c78a95d7+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
constexpr const char* kText = "effluent/decision\ngateway: gw-1\n";
constexpr const char* kByCenter =
    "\xE2\x80\x94 center.example.vn "
    "U3fbHctNKh7bQlq3ozc1DIq7UsCDoay/0AD1heYZ14dOjl8w4pxbaRCyv/L91xjOvs3OQws/Hq1qsz2tjEwewBiHcwE="
    "\n";
constexpr const char* kByOther =
    "\xE2\x80\x94 other "
    "x4qV17zZ2eCm0hnma38b3dgVylyzNnOnKRdUk6VfqgzE/MZ08DJpNjOldyc+MXNr5JKJsIinTcVEJGFxBN87u/nmYwI="
    "\n";

tl::expected<NoteKey, std::string> key_of(std::string_view vkey) {
  return parse_note_key(vkey, [](std::string_view bytes) { return SodiumDigest{}.sha256(bytes); });
}

bool verify(const PublicKey& key, std::string_view bytes, const Signature& signature) {
  return SodiumSignatures{}.is_of(key, bytes, signature);
}

tl::expected<NoteKey, std::string> signer(const std::string& text, const std::vector<NoteKey>& keys) {
  const auto note = parse_note(text);
  if (!note) return tl::unexpected(note.error());
  return signer_of(*note, keys, verify);
}

std::string center_note() { return std::string{kText} + "\n" + kByCenter; }

TEST(Note, OfAnotherProgramIsReadAndVerified) {
  const auto key = key_of(kPeter);
  ASSERT_TRUE(key) << key.error();
  EXPECT_EQ(key->label(), "PeterNeumann+c74f20a3");
  const auto found = signer(kPetersNote, {*key});
  ASSERT_TRUE(found) << found.error();
  EXPECT_EQ(*found, *key);
}

TEST(Note, IsSignedOverItsTextWithTheLastNewline) {
  const auto note = parse_note(center_note());
  ASSERT_TRUE(note);
  EXPECT_EQ(note->text, kText);
  ASSERT_THAT(note->signatures, SizeIs(1));
  EXPECT_EQ(note->signatures[0].name, "center.example.vn");
}

TEST(Note, OfWhichAnyByteOfTheTextIsAnotherIsNotSigned) {
  const std::vector<NoteKey> keys{*key_of(kCenter)};
  ASSERT_TRUE(signer(center_note(), keys));
  for (std::size_t at = 0; at + 1 < std::string_view{kText}.size(); ++at) {
    auto changed = center_note();
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_FALSE(signer(changed, keys)) << at;
  }
}

TEST(Note, OfWhichAnyCharacterOfTheSignatureIsAnotherIsNotSigned) {
  const std::vector<NoteKey> keys{*key_of(kCenter)};
  for (std::size_t at = std::string_view{kText}.size() + 4; at + 1 < center_note().size(); ++at) {
    auto changed = center_note();
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(signer(changed, keys)) << at;
  }
}

TEST(Note, OfAKeyThatNobodyNamedIsSignedByNobody) {
  EXPECT_THAT(signer(center_note(), {*key_of(kOther)}).error(),
              HasSubstr("signed by center.example.vn+5377db1d"));
  EXPECT_FALSE(signer(center_note(), {}));
}

TEST(Note, OfSeveralSignersCountsByTheOneThatIsKnown) {
  const auto both = std::string{kText} + "\n" + kByOther + kByCenter;
  EXPECT_EQ(signer(both, {*key_of(kCenter)})->label(), "center.example.vn+5377db1d");
  EXPECT_EQ(signer(both, {*key_of(kCenter), *key_of(kOther)})->label(), "other+c78a95d7");
  // A known signer whose signature is wrong spoils it, whoever else has signed.
  auto other_text = std::string{"effluent/decision\ngateway: gw-1\n"};
  auto spoilt = other_text + "\n" + kByOther + kByCenter;
  spoilt[spoilt.size() - 10] = spoilt[spoilt.size() - 10] == 'A' ? 'B' : 'A';
  EXPECT_TRUE(signer(spoilt, {*key_of(kOther)}));
  EXPECT_FALSE(signer(spoilt, {*key_of(kOther), *key_of(kCenter)}));
}

TEST(Note, OfAnotherShapeIsNone) {
  for (const std::string& text :
       {std::string{}, std::string{"\n\n"}, std::string{kText}, std::string{kText} + "\n",
        std::string{kText} + kByCenter, std::string{kText} + "\nno dash here\n",
        center_note().substr(0, center_note().size() - 1), center_note() + "\n", center_note() + "x\n",
        "a\tb\n\n" + std::string{kByCenter}, std::string(kLongestNote, 'a') + center_note(),
        std::string{kText} + "\n\xE2\x80\x94 name AAAA\n",
        std::string{kText} + "\n\xE2\x80\x94  AAAAAAA=\n"}) {
    EXPECT_FALSE(parse_note(text)) << text;
  }
  std::string many = std::string{kText} + "\n";
  for (std::size_t i = 0; i <= kMostSignatures; ++i) many += "\xE2\x80\x94 a AAAAAAA=\n";
  EXPECT_FALSE(parse_note(many));
}

TEST(NoteKey, ThatIsMistypedIsNone) {
  ASSERT_TRUE(key_of(kCenter));
  for (std::size_t at = 0; at < std::string_view{kCenter}.size(); ++at) {
    std::string changed = kCenter;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(key_of(changed)) << changed;
  }
  for (const char* text :
       {"", "a", "a+b", "a+5377db1d+", "+5377db1d+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"})
    EXPECT_FALSE(key_of(text)) << text;
}

TEST(Base64, IsReadBackAndHasOneTextOnly) {
  for (std::size_t size = 0; size < 9; ++size) {
    std::vector<std::uint8_t> bytes;
    for (std::size_t i = 0; i < size; ++i) bytes.push_back(static_cast<std::uint8_t>(251 - 37 * i));
    EXPECT_EQ(base64_bytes(base64_text(bytes)), bytes);
  }
  for (const char* text :
       {"A", "AA", "AAA", "AA=A", "A===", "====", "AB==", "AAB=", "AA==AAAA", "AA=\n", "AAAA "})
    EXPECT_FALSE(base64_bytes(text)) << text;
}

}  // namespace
}  // namespace effluent
