// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "explain_support.hpp"

namespace effluent {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing_explain::JournalLines;
using testing_explain::one_plant;
using testing_explain::told;

JournalLines::Verdict ph(const std::string& value, const std::string& deviation, const std::string& outside) {
  JournalLines::Verdict verdict;
  verdict.point = R"("ph")";
  verdict.parameter = "ph";
  verdict.value = value;
  verdict.ratio = "null";
  verdict.limits = R"("limit_min":5,"limit_max":9.5)";
  verdict.details = R"("deviation":)" + deviation + R"(,"outside":)" + outside;
  return verdict;
}

std::string told_of(const std::vector<JournalLines::Verdict>& verdicts, Period period = Period::day,
                    Language language = Language::en) {
  JournalLines journal;
  journal.start("c1");
  for (const auto& verdict : verdicts) journal.verdict(verdict);
  return told(journal, one_plant({"ph"}, period), language);
}

TEST(ExplainOutside, ADayInsideWithSecondsOutsideIsNeverPlain) {
  const auto day =
      ph("7.6667", "-1.8333",
         R"({"below_s":30,"above_s":14400,"worst_hour":{"start":"2026-11-23T07:00:00.000+07:00",)"
         R"("value":11.0000}})");
  EXPECT_THAT(
      told_of({day}),
      AllOf(
          HasSubstr("mean 7.6667 pH; 1.8333 inside the nearer limit;"),
          HasSubstr("Outside the allowed range: 30 s below the minimum, 4 h above the maximum; counted by "
                    "the point's shortest means.\n"),
          HasSubstr("Although no window was judged as exceeding"),
          HasSubstr("Worst hour: 07:00–08:00, mean 11.0000 pH, 1.5000 above the maximum of 9.5.\n"),
          HasSubstr("Some minutes lay outside the allowed range although no window was judged as exceeding: "
                    "pH (o1/ph).\n")));
  EXPECT_THAT(told_of({day}, Period::day, Language::vi),
              AllOf(HasSubstr("còn cách giới hạn gần nhất 1.8333"),
                    HasSubstr("30 giây dưới mức tối thiểu, 4 giờ trên mức tối đa;"),
                    HasSubstr("Giờ xấu nhất: 07:00–08:00, trung bình 11.0000 pH, cao hơn mức tối đa 9.5 là "
                              "1.5000.\n")));
}

TEST(ExplainOutside, ADayWhollyInsideNamesTheHourNearestToALimit) {
  const auto day = ph("7.0000", "-2.0000",
                      R"({"below_s":0,"above_s":0,"worst_hour":{"start":"2026-11-23T07:00:00.000+07:00",)"
                      R"("value":9.4999}})");
  const auto text = told_of({day});
  EXPECT_THAT(
      text,
      AllOf(HasSubstr("No measured time outside the allowed range, counted by the point's shortest means.\n"),
            HasSubstr("Hour nearest to a limit: 07:00–08:00, mean 9.4999 pH.\n"),
            Not(HasSubstr("Some minutes")), Not(HasSubstr("Worst hour"))));
}

TEST(ExplainOutside, HoursAddUpAndTheLongestOutsideIsNamed) {
  std::vector<JournalLines::Verdict> hours{ph("7.0000", "-2.0000", R"({"below_s":300,"above_s":0})"),
                                           ph("9.4000", "-0.1000", R"({"below_s":0,"above_s":900})"),
                                           ph("7.0000", "-2.0000", R"({"below_s":0,"above_s":0})")};
  for (std::size_t i = 0; i < hours.size(); ++i) {
    hours[i].period = "1h";
    hours[i].start = "0" + std::to_string(i) + ":00:00";
  }
  EXPECT_THAT(
      told_of(hours, Period::hour),
      AllOf(HasSubstr("Outside the allowed range: 5 min below the minimum, 15 min above the maximum;"),
            HasSubstr("Longest in 01:00–02:00: 15 min above the maximum.\n")));
}

TEST(ExplainOutside, ALimitOnOneSideIsToldByDeviationWhereTheVerdictIs) {
  auto warm = ph("41.000", "1.0004", R"({"below_s":0,"above_s":60,"worst_hour":null})");
  warm.verdict = "exceeding";
  warm.limits = R"("limit_min":null,"limit_max":40)";
  warm.ratio = "1.0250";
  EXPECT_THAT(told_of({warm}), AllOf(HasSubstr("mean 41.000 pH; 1.0004 above the maximum of 40;"),
                                     Not(HasSubstr("times the limit"))));
}

TEST(ExplainOutside, WithoutALimitNothingIsSaidOfIt) {
  auto blank = ph("7.0000", "null", "null");
  blank.verdict = "no_limit";
  blank.reasons = R"(["limit_blank"])";
  blank.limits = R"("limit_min":null,"limit_max":null)";
  EXPECT_THAT(told_of({blank}), Not(HasSubstr("outside the allowed range")));
}

}  // namespace
}  // namespace effluent
