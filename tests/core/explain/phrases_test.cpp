// SPDX-License-Identifier: Apache-2.0
#include "core/explain/phrases.hpp"

#include <gmock/gmock.h>

#include <set>

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

TEST(Phrases, BothLanguagesTellTheSameValues) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(Say::count); ++i) {
    const auto what = static_cast<Say>(i);
    EXPECT_EQ(places_of(phrase(Language::vi, what)), places_of(phrase(Language::en, what)))
        << phrase(Language::en, what);
  }
}

TEST(Phrases, NeverAccuseAndNeverAcquit) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(Say::count); ++i) {
    const std::string vi{phrase(Language::vi, static_cast<Say>(i))};
    const std::string en{phrase(Language::en, static_cast<Say>(i))};
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

}  // namespace
}  // namespace effluent
