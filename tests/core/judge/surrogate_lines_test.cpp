// SPDX-License-Identifier: Apache-2.0
// Every verdict line says, last, what stands behind a surrogate's values on the day of its window's start.
#include <gmock/gmock.h>

#include "core/judge/window_book.hpp"
#include "judge_support.hpp"

namespace effluent {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using testing_judge::permit;
using testing_judge::point;
using testing_judge::with;

const std::string kNone = R"(,"surrogate":null)";
const std::string kCorrelated = R"(,"surrogate":"correlated")";
const std::string kNotCorrelated = R"(,"surrogate":"not_correlated")";

/// COD by UV254, pH by its own electrode, colour by nothing; a shadow beside.
Site site_of(std::optional<Correlation> correlation) {
  auto cod = point("cod", "cod", std::chrono::minutes{5});
  cod.method = "uv254";
  cod.surrogate = true;
  cod.correlation = std::move(correlation);
  auto of_outlet = permit({"cod", "ph", "color"});
  of_outlet.averaging_of = {{"ph", Period::five_minutes}};
  of_outlet.shadows = {{"qcvn-40-2025", "B", "F<=2000"}};
  return testing_judge::site({cod, point("ph", "ph", std::chrono::minutes{5})}, {of_outlet});
}

Correlation correlation(const char* date, const char* valid_until) {
  Correlation made;
  made.date = *parse_day(date);
  made.n = 12;
  made.valid_until = *parse_day(valid_until);
  return made;
}

/// Readings of the last 5 minutes of 23 November and the first of 24 November, at +07:00.
std::vector<std::string> over_midnight(const Site& site) {
  return testing_judge::judge_rows(site, {"2026-11-23T23:57:00+07:00,p1,cod,40,measuring",
                                          "2026-11-23T23:57:00+07:00,p1,ph,7,measuring",
                                          "2026-11-24T00:02:00+07:00,p1,cod,40,measuring"})
      .lines;
}

std::vector<std::string> verdicts(const std::vector<std::string>& lines, const std::string& start,
                                  const std::string& parameter) {
  return with(with(with(lines, R"("kind":"verdict")"), R"("start":")" + start),
              R"("parameter":")" + parameter + '"');
}

TEST(SurrogateLines, ACorrelationCountsToTheEndOfItsLastDay) {
  const auto lines = over_midnight(site_of(correlation("2026-01-15", "2026-11-23")));
  const auto before = verdicts(lines, "2026-11-23T23:55", "cod");
  const auto after = verdicts(lines, "2026-11-24T00:00", "cod");
  ASSERT_THAT(before, SizeIs(2)) << "binding and shadow";
  ASSERT_THAT(after, SizeIs(2));
  for (const auto& line : before) EXPECT_THAT(line, HasSubstr(kCorrelated));
  for (const auto& line : after) EXPECT_THAT(line, HasSubstr(kNotCorrelated));
}

TEST(SurrogateLines, ACorrelationCountsFromTheDayOfTheComparison) {
  const auto lines = over_midnight(site_of(correlation("2026-11-24", "2027-11-23")));
  EXPECT_THAT(verdicts(lines, "2026-11-23T23:55", "cod").at(0), HasSubstr(kNotCorrelated));
  EXPECT_THAT(verdicts(lines, "2026-11-24T00:00", "cod").at(0), HasSubstr(kCorrelated));
}

TEST(SurrogateLines, WithoutACorrelationItIsNotCorrelated) {
  const auto lines = over_midnight(site_of(std::nullopt));
  EXPECT_THAT(verdicts(lines, "2026-11-23T23:55", "cod").at(0), HasSubstr(kNotCorrelated));
}

TEST(SurrogateLines, NullForAPointThatMeasuresAndForAParameterWithoutAPoint) {
  const auto lines = over_midnight(site_of(std::nullopt));
  EXPECT_THAT(verdicts(lines, "2026-11-23T23:55", "ph").at(0), HasSubstr(kNone));
  EXPECT_THAT(verdicts(lines, "2026-11-23T23:55", "color").at(0), HasSubstr(kNone));
}

TEST(SurrogateLines, TheVerdictItselfIsTheSameWithAndWithout) {
  const auto bad = over_midnight(site_of(std::nullopt));
  const auto good = over_midnight(site_of(correlation("2026-01-15", "2027-11-23")));
  ASSERT_EQ(bad.size(), good.size());
  for (std::size_t i = 0; i < bad.size(); ++i)
    EXPECT_EQ(bad[i].substr(0, bad[i].find(R"(,"surrogate":)")),
              good[i].substr(0, good[i].find(R"(,"surrogate":)")));
}

TEST(SurrogateLines, AProvisionalVerdictSaysItToo) {
  const Site site = site_of(correlation("2026-01-15", "2026-11-23"));
  WindowBook book{site, {}};
  const auto start = *parse_time("2026-11-24T00:00:00+07:00");
  book.begin_plant(0, start);
  std::vector<std::string> bodies;
  for (const auto& line : book.provisional(0, start + std::chrono::minutes{3}))
    bodies.push_back(line.body + "}");
  const auto cod = with(bodies, R"("parameter":"cod")");
  ASSERT_THAT(cod, SizeIs(2));
  for (const auto& line : cod) EXPECT_THAT(line, HasSubstr(kNotCorrelated));
}

}  // namespace
}  // namespace effluent
