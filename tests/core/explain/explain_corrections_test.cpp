// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "core/explain/explain_support.hpp"
#include "core/record/correction_entry.hpp"

namespace effluent {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing_explain::at;
using testing_explain::JournalLines;
using testing_explain::one_plant;
using testing_explain::told;

Explanation explanation(const char* asks = "exclude") {
  return {"p1",
          "",
          "",
          {"cod"},
          at("08:10:00"),
          at("09:40:00"),
          "sample_line",
          "the pump stood still",
          std::string(64, 'a'),
          asks,
          "Lê Văn An"};
}

std::string decision(bool accepted) {
  return decision_body(
      {{"g", {"e1", 1}, accepted, "12/QD", "Trần Thị Bình", at("20:00:00")}, "center+5377db1d", "…"}, "p1",
      "root");
}

/// Entry 0: exceeding; 1: explained; 2: decided; 3: revised.
JournalLines corrected() {
  JournalLines lines;
  lines.verdict({"exceeding", "[]", "45.125", R"("limit_min":null,"limit_max":43.2)", "1.0445"});
  lines.body(explanation_body(explanation(), "root")).body(decision(true));
  lines.verdict({"within_limit", R"(["depends_on_exclusion"])", "40.125"});
  lines.lines.back().pop_back();
  lines.lines.back() += ',' + revision_members({{"e1", 0}, {"e1", 1}, {"e1", 2}}) + '}';
  return lines;
}

TEST(ExplainCorrections, TellsWhatWasAskedByWhomAndThatItIsNotDecided) {
  JournalLines lines;
  lines.body(explanation_body(explanation(), "root"));
  EXPECT_THAT(
      told(lines, one_plant()),
      HasSubstr(
          "08:10 to 09:40, points cod: sample line: the pump stood still; explained by Lê Văn An; entry 0 "
          "of epoch e1.\n  Asked for: to leave these readings out, for they do not speak of the "
          "discharge.\n  SHA-256 of the evidence's file: " +
          std::string(64, 'a') + ".\n  The center has not decided yet: every verdict stands as it is."));
}

TEST(ExplainCorrections, TellsTheDecisionTheOldVerdictTheNewOneAndWhy) {
  const auto text = told(corrected(), one_plant());
  EXPECT_THAT(
      text,
      HasSubstr("The center has ACCEPTED it: Trần Thị Bình, document 12/QD, 20:00; entry 2 of epoch e1."));
  EXPECT_THAT(text, HasSubstr("key center+5377db1d"));
  EXPECT_THAT(
      text, HasSubstr("00:00–24:00: before exceeds the limit according to automatic data (mean 45.125 mg/L; "
                      "entry 0 of epoch e1); now no exceedance (mean 40.125 mg/L; entry 3 of epoch e1), for "
                      "readings of the explained period are left out."));
  EXPECT_THAT(text, HasSubstr("Why: within the limit only because readings were left out"));
  EXPECT_THAT(text, HasSubstr("Judged anew after a decision of the center: COD"));
  EXPECT_THAT(text, Not(HasSubstr("Exceeds the limit according to automatic data: COD")));
  const auto vietnamese = told(corrected(), one_plant(), Language::vi);
  EXPECT_THAT(vietnamese, AllOf(HasSubstr("Trung tâm CHẤP NHẬN: Trần Thị Bình, văn bản 12/QD"),
                                HasSubstr("trước đây vượt giới hạn theo số liệu quan trắc tự động")));
}

TEST(ExplainCorrections, ARejectedOneLeavesEveryVerdict) {
  JournalLines lines;
  lines.verdict({"exceeding", "[]", "45.125", R"("limit_min":null,"limit_max":43.2)", "1.0445"});
  lines.body(explanation_body(explanation(), "root")).body(decision(false));
  const auto text = told(lines, one_plant());
  EXPECT_THAT(
      text,
      HasSubstr("The center has REJECTED it: Trần Thị Bình, document 12/QD, 20:00; every verdict stands"));
  EXPECT_THAT(text, Not(HasSubstr("Judged anew")));
}

TEST(ExplainCorrections, OfADayWithoutNothingIsSaid) {
  JournalLines lines;
  lines.verdict({});
  EXPECT_THAT(told(lines, one_plant()), Not(HasSubstr("EXPLAINED")));
}

}  // namespace
}  // namespace effluent
