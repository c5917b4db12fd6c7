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

constexpr auto kNone = R"("instruments":null,"discharge":null,"permitted_error":null,"weighting":null)";

JournalLines::Verdict verdict_with(const std::string& details, const std::string& word = "within_limit") {
  JournalLines::Verdict verdict;
  verdict.verdict = word;
  verdict.details = details;
  return verdict;
}

std::string told_with(const JournalLines::Verdict& verdict, Language language = Language::en) {
  JournalLines journal;
  journal.start("c1").verdict(verdict);
  return told(journal, one_plant(), language);
}

/// Hours of COD, the whole day.
std::string told_of_hours(const std::vector<JournalLines::Verdict>& hours) {
  JournalLines journal;
  journal.start("c1");
  for (int i = 0; i < 24; ++i) {
    auto hour = hours.at(static_cast<std::size_t>(i) % hours.size());
    hour.period = "1h";
    hour.start = (i < 10 ? "0" : "") + std::to_string(i) + ":00:00";
    journal.verdict(hour);
  }
  return told(journal, one_plant({"cod"}, Period::hour));
}

std::string discharge(const std::string& idle, const std::string& flush, const std::string& contradictory,
                      const std::string& inflow, const std::string& explained) {
  return R"("discharge":{"idle_s":)" + idle + R"(,"flush_s":)" + flush + R"(,"contradictory_s":)" +
         contradictory + R"(,"inflow_m3":)" + inflow + R"(,"tank_volume_m3":500,"explained":)" + explained +
         "}";
}

TEST(ExplainComposition, NothingIsSaidOfMembersThatSayNothing) {
  EXPECT_EQ(told_with(verdict_with(kNone)), told_with({}));
  EXPECT_EQ(told_with(verdict_with(discharge("0", "0", "0", "0.000", "true"))), told_with({}));
}

TEST(ExplainComposition, NamesTheStandbyOnlyWhereItMeasured) {
  const auto shared = [](const std::string& n) {
    return verdict_with(R"("instruments":[{"point":"cod","measured_s":72000,"n":1200},)"
                        R"({"point":"cod-2","measured_s":14400,"n":)" +
                        n + "}]");
  };
  EXPECT_THAT(told_with(shared("240")),
              HasSubstr("Measured by: cod for 20 h (1200 readings), the standby cod-2 for 4 h (240 "
                        "readings).\n"));
  EXPECT_THAT(told_with(shared("240"), Language::vi),
              HasSubstr("Giá trị lấy từ: cod 20 giờ (1200 số liệu), thiết bị dự phòng cod-2 4 giờ (240 số "
                        "liệu).\n"));
  EXPECT_THAT(told_with(shared("0")), Not(HasSubstr("Measured by")));
  EXPECT_THAT(told_of_hours({shared("0"), shared("3")}),
              HasSubstr("In 12 of them the standby instrument stood in.\n"));
}

TEST(ExplainComposition, TellsWhenAStandbyTakesOverAndThePrimaryIsBack) {
  JournalLines journal;
  const auto event = [&journal](const std::string& what, const std::string& cause) {
    journal.body(
        R"("kind":"event","plant":"p1","device":"d2","what":")" + what + R"(","cause":)" + cause +
        R"(,"outlet":"o1","parameter":"cod","point":"cod-2","since":"2026-11-23T07:00:00.000+07:00")");
  };
  journal.start("c1").verdict({});
  event("standby_on_duty", R"("calibrating")");
  event("primary_on_duty", "null");
  EXPECT_THAT(told(journal, one_plant()),
              AllOf(HasSubstr("From 07:00 on the standby point cod-2 stands in for COD, for the primary had: "
                              "calibration.\n"),
                    HasSubstr("From 07:00 on the primary point cod-2 measures COD again.\n")));
  EXPECT_THAT(told(journal, one_plant(), Language::vi),
              HasSubstr("Từ 07:00 điểm đo dự phòng cod-2 đo thay cho COD, vì điểm đo chính: hiệu chuẩn.\n"));
}

TEST(ExplainComposition, ADayWithoutDischargeIsNeitherForNorAgainst) {
  const auto idle = verdict_with(discharge("86400", "0", "0", "120.500", "true"), "not_discharging");
  const auto text = told_with(idle);
  EXPECT_THAT(text,
              AllOf(HasSubstr("Nothing was discharged all day: COD (o1/cod)."),
                    HasSubstr("By the signs of discharge: nothing discharged for 24 h.\n"),
                    HasSubstr("In the 24 h up to 24:00, while nothing was discharged, 120.500 m3 came in; "
                              "the tanks hold 500 m3: that explains it.\n"),
                    Not(HasSubstr("No exceedance in")), Not(HasSubstr("No conclusion"))));
  EXPECT_THAT(told_with(idle, Language::vi),
              AllOf(HasSubstr("Không xả thải trong cả ngày: COD (o1/cod)."),
                    HasSubstr("trạm nhận vào 120.500 m3; các bể chứa được 500 m3: giải thích được.\n")));
}

TEST(ExplainComposition, ADayThatDischargesAtTimesIsToldByTheWindowsThatDid) {
  const auto idle = verdict_with(discharge("3600", "0", "0", "120.500", "true"), "not_discharging");
  const auto text = told_of_hours({idle, {}});
  EXPECT_THAT(text, AllOf(HasSubstr("No exceedance in the 1 monitored parameters: COD (o1/cod).\n"),
                          HasSubstr("Nothing was discharged in some windows of the day: COD (o1/cod).\n"),
                          HasSubstr("In the 24 h up to 23:00, while")));
  auto scarce = verdict_with("", "not_enough_data");
  scarce.reasons = R"(["coverage"])";
  EXPECT_THAT(told_of_hours({idle, {}, scarce}), Not(HasSubstr("No exceedance in")));
}

TEST(ExplainComposition, SaysWhyAStandstillIsNotBelieved) {
  auto doubtful = verdict_with(discharge("7200", "600", "1800", "900.000", "false"), "not_enough_data");
  doubtful.reasons = R"(["flow_contradiction"])";
  EXPECT_THAT(
      told_with(doubtful),
      AllOf(
          HasSubstr("Why: the signs of discharge contradict each other or the plant's inflow"),
          HasSubstr("nothing discharged for 2 h, what stood in the pipe went past for 10 min, signs against "
                    "each other for 30 min.\n"),
          HasSubstr("900.000 m3 came in; the tanks hold 500 m3: that does NOT explain it")));
  EXPECT_THAT(told_with(doubtful, Language::vi),
              AllOf(HasSubstr("các dấu hiệu xả thải mâu thuẫn"), HasSubstr("KHÔNG giải thích được")));
  EXPECT_THAT(
      told_with(verdict_with(discharge("7200", "0", "0", "null", "false"))),
      HasSubstr("In the 24 h up to 24:00 the inflow is not known well enough (the tanks hold 500 m3)"));
}

std::string error(const std::string& covers) {
  return R"("permitted_error":{"plus_minus":2.173,"covers_exceedance":)" + covers +
         R"(,"certainty":"b","document":"page T"})";
}

TEST(ExplainComposition, HoldsAnExceedanceAgainstThePermittedErrorAndLetsTheVerdictStand) {
  const auto covered = told_with(verdict_with(error("true"), "exceeding"));
  EXPECT_THAT(
      covered,
      AllOf(HasSubstr("Exceeds the limit according to automatic data: COD (o1/cod).\n"),
            HasSubstr("Exceeds, with the limit inside the error permitted the instrument (the verdict "
                      "stays): COD (o1/cod).\n"),
            HasSubstr("The error permitted the instrument at this mean is ± 2.173 mg/L: the limit lies "
                      "within it.\n"),
            HasSubstr("The permitted error comes from: page T (b, read in a secondary page, not "
                      "compared with the rule itself).")));
  EXPECT_THAT(told_with(verdict_with(error("true"), "exceeding"), Language::vi),
              HasSubstr("giới hạn nằm trong sai số cho phép của thiết bị đo (kết luận vẫn giữ nguyên): COD"));
  const auto beyond = told_with(verdict_with(error("false"), "exceeding"));
  EXPECT_THAT(beyond, AllOf(HasSubstr("greater than the error permitted the instrument (± 2.173 mg/L).\n"),
                            Not(HasSubstr("with the limit inside"))));
}

TEST(ExplainComposition, OneHourBeyondThePermittedErrorIsEnough) {
  const auto text =
      told_of_hours({verdict_with(error("true"), "exceeding"), verdict_with(error("false"), "exceeding")});
  EXPECT_THAT(text, Not(HasSubstr("Exceeds, with the limit inside")));
  EXPECT_EQ(text.find("page T"), text.rfind("page T")) << "the source is said once";
}

TEST(ExplainComposition, TellsWhatAMeanWasWeighedBy) {
  const auto weighted = [](const std::string& without) {
    return verdict_with(R"("weighting":{"by":"flow","point":"q","volume_m3":960.000,"without_flow_s":)" +
                        without + "}");
  };
  EXPECT_THAT(told_with(weighted("600")),
              AllOf(HasSubstr("Weighted by the flow of point q, 960.000 m3 counted.\n"),
                    HasSubstr("10 min had readings and no flow, and could not be weighed.\n")));
  EXPECT_THAT(told_with(weighted("600"), Language::vi),
              HasSubstr("Trung bình theo lưu lượng của điểm đo q, 960.000 m3 được tính.\n"));
  EXPECT_THAT(told_with(weighted("0")), Not(HasSubstr("no flow")));
  auto scarce = verdict_with("", "not_enough_data");
  scarce.reasons = R"(["coverage","flow_missing"])";
  EXPECT_THAT(told_with(scarce), HasSubstr("Why: at times there was no flow to weigh the mean by.\n"));
}

}  // namespace
}  // namespace effluent
