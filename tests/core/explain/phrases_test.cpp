// SPDX-License-Identifier: Apache-2.0
#include "core/explain/phrases.hpp"

#include <gmock/gmock.h>

#include <set>
#include <vector>

#include "core/explain/correction_phrases.hpp"
#include "core/explain/detail_phrases.hpp"
#include "core/measure/state.hpp"

namespace effluent {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::multiset<char> places_of(std::string_view text) {
  std::multiset<char> places;
  for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    places.insert(text.at(at + 1));
  }
  return places;
}

struct Both {
  std::string_view vi;
  std::string_view en;
};

template <class Phrases>
void add_all(std::vector<Both>& all) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(Phrases::count); ++i) {
    const auto what = static_cast<Phrases>(i);
    all.push_back({phrase(Language::vi, what), phrase(Language::en, what)});
  }
}
std::vector<Both> every_phrase() {
  std::vector<Both> all;
  add_all<Say>(all);
  add_all<Detail>(all);
  add_all<Correction>(all);
  return all;
}

TEST(Phrases, BothLanguagesTellTheSameValues) {
  for (const auto& [vi, en] : every_phrase()) EXPECT_EQ(places_of(vi), places_of(en)) << en;
}

TEST(Phrases, NeverAccuseAndNeverAcquit) {
  for (const auto& both : every_phrase()) {
    const std::string vi{both.vi};
    const std::string en{both.en};
    for (const auto* accusing : {"violat", "illegal", "meets the standard", "complies", "compliant"}) {
      EXPECT_THAT(en, Not(HasSubstr(accusing)));
    }
    for (const auto* accusing : {"vi phạm", "trái phép", "đạt quy chuẩn", "đạt chuẩn"}) {
      EXPECT_THAT(vi, Not(HasSubstr(accusing)));
    }
  }
}

TEST(Phrases, PutValuesInTheirPlacesWhateverTheyHold) {
  EXPECT_EQ(say(Language::en, Say::between, {"{1}", "9"}), "from {1} to 9");
  EXPECT_EQ(say(Language::vi, Say::between, {"6", "9"}), "từ 6 đến 9");
}

TEST(Phrases, EveryCauseThatKeepsAReadingOutHasItsWords) {
  std::set<std::string> english;
  for (const auto& rule : cause_rules()) {
    if (rule.effect != Effect::invalidates) continue;
    EXPECT_NE(missing_cause_words(Language::vi, std::string{rule.name}), rule.name);
    EXPECT_THAT(missing_cause_words(Language::en, std::string{rule.name}), Not(HasSubstr("_")));
    english.insert(missing_cause_words(Language::en, std::string{rule.name}));
  }
  EXPECT_EQ(english.size(), 15U) << "and no two of them the same";
  EXPECT_EQ(missing_cause_words(Language::vi, "no_reading"), "không có số liệu");
  EXPECT_EQ(missing_cause_words(Language::en, "a_new_one"), "a_new_one");
}

TEST(Phrases, TellSecondsAsAPersonWould) {
  EXPECT_EQ(span_words(Language::en, "0"), "0 s");
  EXPECT_EQ(span_words(Language::en, "0.5"), "0.5 s");
  EXPECT_EQ(span_words(Language::en, "59"), "59 s");
  EXPECT_EQ(span_words(Language::en, "60"), "1 min");
  EXPECT_EQ(span_words(Language::en, "3600"), "1 h");
  EXPECT_EQ(span_words(Language::vi, "4515"), "1 giờ 15 phút 15 giây");
  EXPECT_EQ(span_words(Language::vi, "90000"), "25 giờ");
  EXPECT_EQ(span_words(Language::en, "75.25"), "75.25 s");
}

}  // namespace
}  // namespace effluent
