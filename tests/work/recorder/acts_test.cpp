// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <utility>

#include "work/recorder/person.hpp"

namespace effluent {
namespace {

using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

LaboratoryResult result(std::string value) {
  LaboratoryResult made;
  made.plant = "p1";
  made.outlet = "o1";
  made.parameter = "tss";
  made.sample = "s-1";
  made.taken_at = *parse_time("2026-02-28T09:00:00+07:00");
  made.taken_by = made.taken_where = made.laboratory = made.method = made.entered_by = "x";
  made.value = std::move(value);
  made.unit = "mg/L";
  made.report_sha256 = std::string(64, '0');
  return made;
}

TEST(Acts, ALaboratoryResultBecomesAnEntryAndIsAnsweredWithIt) {
  Rig rig;
  rig.start();
  Person person;
  ASSERT_TRUE(person.enter(rig, result("30")));
  ASSERT_THAT(person.answers, SizeIs(1));
  ASSERT_TRUE(person.answers[0]);
  EXPECT_THAT(rig.entries("laboratory"), ElementsAre(person.answers[0]->line));
  EXPECT_EQ(person.answers[0]->seq, 2);
  EXPECT_EQ(member(person.answers[0]->line, "user"), "\"operator\"");
  EXPECT_EQ(member(person.answers[0]->line, "verdict"), "\"within_limit\"");
}

TEST(Acts, NobodyIsAnsweredBeforeTheCommit) {
  Rig rig;
  rig.start();
  Person person;
  rig.ledger->failure = WriteError{{13, "full"}, true};
  EXPECT_FALSE(person.enter(rig, result("30")));
  EXPECT_THAT(person.answers, IsEmpty());
  rig.ledger->failure.reset();
  ASSERT_TRUE(rig.recorder->tick());
  EXPECT_THAT(person.answers, SizeIs(1));
  EXPECT_THAT(rig.entries("laboratory"), SizeIs(1));
}

TEST(Acts, AFaultyResultIsRefusedAndLeavesNothing) {
  Rig rig;
  rig.start();
  Person person;
  const auto before = rig.entries();
  ASSERT_TRUE(person.enter(rig, result("about 30")));
  ASSERT_THAT(person.answers, SizeIs(1));
  ASSERT_FALSE(person.answers[0]);
  EXPECT_THAT(person.answers[0].error(), ElementsAre(HasSubstr("is no number")));
  EXPECT_EQ(rig.entries(), before);
}

TEST(Acts, AResultIsReplacedOnlyByACorrectionThatSaysWhyOverRestarts) {
  Rig rig;
  rig.start();
  Person person;
  auto wrong = result("90");
  wrong.correction = "nothing to correct";
  ASSERT_TRUE(person.enter(rig, wrong));
  EXPECT_FALSE(person.answers[0]);
  ASSERT_TRUE(person.enter(rig, result("90")));
  EXPECT_TRUE(person.answers[0]);
  rig.kill();
  rig.start();
  ASSERT_TRUE(person.enter(rig, result("90")));
  ASSERT_FALSE(person.answers[0]);
  EXPECT_THAT(person.answers[0].error(), ElementsAre(HasSubstr("recorded already")));
  ASSERT_TRUE(person.enter(rig, result("9")));
  ASSERT_FALSE(person.answers[0]);
  EXPECT_THAT(person.answers[0].error(), ElementsAre(HasSubstr("another result already (90 mg/L)")));
  auto corrected = result("9");
  corrected.correction = "a digit too many";
  ASSERT_TRUE(person.enter(rig, corrected));
  EXPECT_TRUE(person.answers[0]);
  EXPECT_THAT(rig.entries("laboratory"), SizeIs(2));
}

TEST(Acts, AnImportOfLimitsBecomesAnEntryOfAPersonAndAFaultyOneNothing) {
  Rig rig;
  rig.start();
  Person person;
  const std::string hash(64, 'a');
  StandardsImport import{"qcvn-40-2025", "b", "a document", "Lê Văn An", hash, hash, hash, 2, 3};
  ASSERT_TRUE(person.enter(rig, import));
  ASSERT_TRUE(person.answers.at(0));
  EXPECT_THAT(rig.entries("operator"), ElementsAre(person.answers[0]->line));
  EXPECT_EQ(member(person.answers[0]->line, "act"), "\"standards_import\"");
  EXPECT_EQ(member(person.answers[0]->line, "by"), "\"Lê Văn An\"");
  EXPECT_EQ(member(person.answers[0]->line, "user"), "\"operator\"");
  import = {"qcvn-40-2021", "c", " ", std::string(201, 'x'), "A", hash, hash, 2, 1};
  ASSERT_TRUE(person.enter(rig, import));
  ASSERT_FALSE(person.answers.at(0));
  EXPECT_THAT(person.answers[0].error(), SizeIs(6));
  EXPECT_THAT(rig.entries("operator"), SizeIs(1));
}

TEST(Acts, AnExceedingResultChangesComplianceAtOnceAndAfterARestart) {
  Rig rig;
  rig.site.plants[0].outlets[0].permits[0].automatic = {"cod"};
  rig.site.plants[0].outlets[0].permits[0].laboratory = {{"tss", std::chrono::hours{24 * 90}}};
  rig.start();
  Person person;
  rig.told.messages.clear();
  ASSERT_TRUE(person.enter(rig, result("90")));
  auto told = rig.told.all<CompliancePayload>();
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_THAT(told[0].json, HasSubstr(R"("verdict":"exceeding")"));
  EXPECT_THAT(told[0].json, HasSubstr(R"("laboratory":{"required":1,"valid":1,"overdue":0})"));
  rig.kill();
  rig.start();
  told = rig.told.all<CompliancePayload>();
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_THAT(told[0].json, HasSubstr(R"("verdict":"exceeding")"));
}

}  // namespace
}  // namespace effluent
