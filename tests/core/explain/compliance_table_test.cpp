// SPDX-License-Identifier: Apache-2.0
#include "core/explain/compliance_table.hpp"

#include <gmock/gmock.h>

#include "core/judge/judge_support.hpp"

namespace effluent {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Instant kNow = *parse_time("2026-11-24T10:00:00+07:00");

Site one_plant() {
  Site site = testing_judge::site({testing_judge::point("cod", "cod", std::chrono::minutes{1})},
                                  {testing_judge::permit({"cod"}, Period::day)});
  site.plants[0].name = "Trạm Mẫu";
  site.plants[0].park = "kcn-1";
  site.plants.push_back(site.plants[0]);
  site.plants[1].id = "p2";
  site.plants[1].park = "kcn-2";
  return site;
}

void add_day(ComplianceBoard& board, Verdict result, const char* day) {
  FinalVerdict made;
  made.key = {"p1", "o1", "cod", "cod", true, "qcvn-40-2011", "B", ""};
  made.start = start_of(*parse_day(day));
  made.end = made.start + std::chrono::hours{24};
  made.verdict = result;
  board.days().begin("p1", made.start);
  board.days().add(made);
  board.add(made);
}

TEST(ComplianceTable, ShowsDaysByVerdictReasonsAndCriteriaByName) {
  const Site site = one_plant();
  ComplianceBoard board{site};
  add_day(board, Verdict::within_limit, "2026-11-22");
  add_day(board, Verdict::exceeding, "2026-11-23");
  const auto text = compliance_table(site, board, kNow, Language::en, std::nullopt);
  for (const char* line :
       {"PLANT Trạm Mẫu (p1), park kcn-1\n",
        "Now, by criterion last_final (the latest final verdicts): exceeds the limit according to automatic "
        "data.\n",
        "This month, by criterion all_days_within (no exceedance on every day with discharge): does not meet "
        "the "
        "criterion.\n",
        "Nothing is known of days before 2026-11-22.\n", "o1, COD\n",
        "                          no exceedance  exceeding  not enough data  no limit  not discharging\n",
        "  yesterday                           -          1                -         -                -\n",
        "  30 days                             1          1                -         -                -\n",
        "  kcn-1: does not meet the criterion (exceeding)\n",
        "No window has closed yet: nothing is known.\n"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
  for (const char* accusing : {"violat", "meets the standard", "complies"})
    EXPECT_THAT(text, Not(HasSubstr(accusing)));
}

TEST(ComplianceTable, SpeaksVietnameseAndItsColumnsStandUpright) {
  const Site site = one_plant();
  ComplianceBoard board{site, "last_final", MonthCriterion::no_day_exceeding};
  add_day(board, Verdict::within_limit, "2026-11-23");
  const auto text = compliance_table(site, board, kNow, Language::vi, 0);
  EXPECT_THAT(text, HasSubstr("tiêu chí no_day_exceeding"));
  EXPECT_THAT(text, HasSubstr("không vượt giới hạn ở 1 thông số được quan trắc tự động"));
  EXPECT_THAT(text, HasSubstr("kcn-1: đạt tiêu chí\n"));
  EXPECT_THAT(text, HasSubstr("  hôm qua                          1              -"));
  EXPECT_THAT(text, Not(HasSubstr("kcn-2"))) << "only the plant asked for, and its park";
  EXPECT_THAT(text, Not(HasSubstr("vi phạm")));
}

TEST(ComplianceTable, SaysThatALaboratoryAndNotTheInstrumentsFoundTheExceedance) {
  const Site site = one_plant();
  ComplianceBoard board{site};
  add_day(board, Verdict::within_limit, "2026-11-23");
  LaboratoryResult sample;
  sample.plant = "p1";
  sample.outlet = "o1";
  sample.parameter = "cod";
  sample.taken_at = kNow - std::chrono::hours{1};
  board.add(sample, Verdict::exceeding);
  const auto text = compliance_table(site, board, kNow, Language::en, 0);
  EXPECT_THAT(text, HasSubstr("exceeds the limit according to a laboratory"));
  EXPECT_THAT(text, Not(HasSubstr("exceeds the limit according to automatic data.")));
  EXPECT_THAT(text, HasSubstr("Samples of a laboratory that exceed, this month: 1."));
}

}  // namespace
}  // namespace effluent
