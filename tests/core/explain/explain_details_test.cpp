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

constexpr auto kPlain =
    R"("not_measured":{"percent":0.00,"causes":{}},"excluded":null,"mean_with_excluded":null,"exclusion_cap":null,"deviation":null,"outside":null)";

JournalLines::Verdict verdict_with(const std::string& details) {
  JournalLines::Verdict verdict;
  verdict.details = details;
  return verdict;
}

std::string told_with(const std::string& details, Language language = Language::en) {
  JournalLines journal;
  journal.start("c1").verdict(verdict_with(details));
  return told(journal, one_plant(), language);
}

std::string told_of_mean(const std::string& more, Language language = Language::en,
                         const JournalLines::Verdict& verdict = {}) {
  JournalLines journal;
  journal.start("c1").day_mean(more).verdict(verdict);
  return told(journal, one_plant(), language);
}

/// Hours of COD from midnight on.
std::string told_of_hours(const std::vector<JournalLines::Verdict>& hours, Language language = Language::en) {
  JournalLines journal;
  journal.start("c1");
  for (std::size_t i = 0; i < hours.size(); ++i) {
    auto hour = hours[i];
    hour.period = "1h";
    hour.start = "0" + std::to_string(i) + ":00:00";
    journal.verdict(hour);
  }
  return told(journal, one_plant({"cod"}, Period::hour), language);
}

TEST(ExplainDetails, NothingIsSaidOfMembersThatSayNothing) {
  EXPECT_EQ(told_with(kPlain), told_with(""));
  EXPECT_EQ(told_with(kPlain, Language::vi), told_with("", Language::vi));
}

TEST(ExplainDetails, TellsThePartNotMeasuredByCauseTheGreatestFirst) {
  const auto details =
      R"("not_measured":{"percent":12.50,"causes":{"timeout":0.00,"calibrating":2.08,"no_reading":10.41}})";
  EXPECT_THAT(
      told_with(details),
      HasSubstr("\n      Not measured: 12.50 % of the window: no reading 10.41 %, calibration 2.08 %, "
                "no complete answer in time less than 0.01 %.\n"));
  EXPECT_THAT(
      told_with(details, Language::vi),
      HasSubstr("Không đo được 12.50 % khoảng thời gian này: không có số liệu 10.41 %, hiệu chuẩn 2.08 "
                "%, thiết bị đo không trả lời kịp dưới 0.01 %.\n"));
  EXPECT_THAT(told_with(R"("not_measured":{"percent":100.00,"causes":{"link_lost":100.00}})"),
              HasSubstr("Not measured: 100.00 % of the window: no connection.\n"));
}

TEST(ExplainDetails, TellsWhatWasLeftOutAndWhereItWouldHaveLed) {
  const auto details =
      R"("excluded":{"n":3,"sum":150.0,"min":12.5,"max":99.9},"mean_with_excluded":43.201,"exclusion_cap":null)";
  EXPECT_THAT(
      told_with(details),
      AllOf(HasSubstr("Left out of the mean: 3 readings with a value, lowest 12.5, highest 99.9 mg/L.\n"),
            HasSubstr("With these the mean would be 43.201 mg/L, which is OUTSIDE the limit.\n")));
  EXPECT_THAT(told_with(details, Language::vi),
              AllOf(HasSubstr("3 số liệu có giá trị, thấp nhất 12.5, cao nhất 99.9 mg/L.\n"),
                    HasSubstr("trung bình là 43.201 mg/L, nằm NGOÀI giới hạn.\n")));
  const auto harmless =
      told_with(R"("excluded":{"n":1,"sum":9.9,"min":9.9,"max":9.9},"mean_with_excluded":43.200)");
  EXPECT_THAT(harmless, AllOf(HasSubstr("Left out of the mean: 1 reading with a value, 9.9 mg/L.\n"),
                              HasSubstr("With these the mean would be 43.200 mg/L.\n")));
}

TEST(ExplainDetails, AVerdictThatHangsOnWhatWasLeftOutSaysSoAtTheTopAndWindowByWindow) {
  auto hanging =
      verdict_with(R"("excluded":{"n":3,"sum":150.0,"min":12.5,"max":99.9},"mean_with_excluded":50.000)");
  hanging.reasons = R"(["depends_on_exclusion"])";
  const auto english = told_of_hours({{}, hanging, hanging, {}});
  EXPECT_THAT(english, HasSubstr("with them the mean lies outside it: COD (o1/cod).\n"));
  EXPECT_THAT(english, HasSubstr("\n    01:00–03:00, 2 windows alike: mean 30.125 mg/L;"));
  EXPECT_THAT(english, HasSubstr("\n      Left out of the mean: 3 readings"));
  EXPECT_THAT(told_of_hours({{}, hanging}, Language::vi),
              HasSubstr("Chỉ trong giới hạn vì có số liệu bị loại ra; tính cả những số liệu đó thì nằm ngoài "
                        "giới hạn: COD (o1/cod).\n"));
}

TEST(ExplainDetails, WindowsAlikeButForWhatWasLeftOutAreToldApart) {
  auto one = verdict_with(R"("excluded":{"n":1,"sum":9.9,"min":9.9,"max":9.9},"mean_with_excluded":43.200)");
  one.verdict = "exceeding";
  auto other =
      verdict_with(R"("excluded":{"n":1,"sum":8.8,"min":8.8,"max":8.8},"mean_with_excluded":43.200)");
  other.verdict = "exceeding";
  EXPECT_THAT(told_of_hours({one, other}), AllOf(HasSubstr("9.9 mg/L"), HasSubstr("8.8 mg/L")));
}

TEST(ExplainDetails, TellsTimeLostToCalibrationAgainstThePermitsCaps) {
  const auto cap = [](const std::string& day) {
    return verdict_with(R"("exclusion_cap":{"window_s":600,"day_s":)" + day +
                        R"(,"day_cap_s":3600,"month_s":36000,"month_cap_s":36000})");
  };
  const auto text = told_of_hours({cap("600"), cap("3605"), {}});
  EXPECT_THAT(text,
              HasSubstr("\n  Calibration and maintenance up to 02:00: 1 h 5 s, OVER the cap of 1 h, of the "
                        "day; 10 h (cap 10 h) of the month.\n"));
  EXPECT_THAT(text, Not(HasSubstr("up to 01:00"))) << "only as it stood at last";
  EXPECT_THAT(
      told_of_hours({cap("600"), cap("3605")}, Language::vi),
      HasSubstr("tính đến 02:00: trong ngày 1 giờ 5 giây, QUÁ mức 1 giờ giấy phép cho; trong tháng 10 giờ "
                "(giấy phép cho 10 giờ).\n"));
}

TEST(ExplainDetails, SaysOnWhichSideAMeanIsABound) {
  JournalLines::Verdict over;
  over.verdict = "exceeding";
  over.at_least = "true";
  over.value = "50.000";
  const auto text = told_of_mean(R"("causes":{"over_range":7,"under_range":1})", Language::en, over);
  EXPECT_THAT(text,
              AllOf(HasSubstr("mean at least 50.000 mg/L"),
                    HasSubstr("7 reading(s) lay over the instrument's range and count only as its upper"),
                    HasSubstr("1 reading(s) lay under the instrument's range")));
  EXPECT_THAT(told_of_mean(R"("causes":{"over_range":7})", Language::vi, over),
              HasSubstr("Có 7 số liệu vượt thang đo"));
  auto under = over;
  under.value = "4.500";
  under.limits = R"("limit_min":5,"limit_max":9.5)";
  EXPECT_THAT(told_of_mean(R"("causes":{"under_range":7})", Language::en, under),
              AllOf(HasSubstr("mean at most 4.500 mg/L"), Not(HasSubstr("at least 4.500"))));
}

TEST(ExplainDetails, TellsBothMeansWhereMuchLiesBelowDetection) {
  const auto more =
      R"("causes":{},"below_detection":{"n":300,"sum":1.0,"min":0.1,"max":0.4},"mean_lower":28.000,"mean_upper":29.042)";
  EXPECT_THAT(
      told_of_mean(more),
      HasSubstr("300 of 1439 readings lie below the limit of detection: the true mean is between 28.000 "
                "(these taken as 0) and 29.042 mg/L (taken as the limit of detection).\n"));
  EXPECT_THAT(told_of_mean(more, Language::vi), HasSubstr("300 trong 1439 số liệu dưới giới hạn phát hiện"));
  EXPECT_THAT(told_of_mean(R"("below_detection":{"n":3,"sum":1.0,"min":0.1,"max":0.4},"mean_lower":null)"),
              Not(HasSubstr("detection")))
      << "few of them move no mean";
}

TEST(ExplainDetails, TellsOfADayHowFarItsReadingsScatter) {
  EXPECT_THAT(told_of_mean(R"("std_dev":12.345)"),
              HasSubstr("between 2.1 and 88.0 mg/L, with a standard deviation of 12.345 mg/L.\n"));
  EXPECT_THAT(told_of_mean(R"("std_dev":12.345)", Language::vi),
              HasSubstr("từ 2.1 đến 88.0 mg/L, độ lệch chuẩn 12.345 mg/L.\n"));
  EXPECT_THAT(told_of_mean(R"("std_dev":null)"), Not(HasSubstr("deviation")));
}

TEST(ExplainDetails, OfManyWindowsTellsTheOneOfWhichMostIsToBeSaid) {
  const auto hour = [](const std::string& percent, const std::string& excluded) {
    return verdict_with(R"("not_measured":{"percent":)" + percent + R"(,"causes":{"calibrating":)" + percent +
                        R"(}},"excluded":)" + excluded);
  };
  const auto text =
      told_of_hours({hour("9.00", "null"), hour("18.33", R"({"n":2,"sum":1,"min":7.0,"max":9.0})"),
                     hour("1.66", R"({"n":1,"sum":1,"min":8.0,"max":88.0})")});
  EXPECT_THAT(text,
              AllOf(HasSubstr("Least was measured in 01:00–02:00: 18.33 % of it is missing: calibration.\n"),
                    HasSubstr("In 2 of them readings were left out of the mean: lowest 7.0 mg/L (window at "
                              "01:00), highest 88.0 mg/L (window at 02:00).\n")));
}

TEST(ExplainDetails, AShadowTellsItsVerdictAndNotTheWindowAgain) {
  auto shadow = verdict_with(R"("not_measured":{"percent":12.50,"causes":{"no_reading":12.50}})");
  shadow.binding = "false";
  JournalLines journal;
  journal.start("c1").verdict({}).verdict(shadow);
  EXPECT_THAT(told(journal, one_plant()), Not(HasSubstr("Not measured")));
}

}  // namespace
}  // namespace effluent
