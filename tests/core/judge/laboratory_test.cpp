// SPDX-License-Identifier: Apache-2.0
#include "core/judge/laboratory.hpp"

#include <gmock/gmock.h>

#include "core/judge/compliance.hpp"
#include "core/record/laboratory_entry.hpp"
#include "judge_support.hpp"

namespace effluent {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing_judge::permit;
using testing_judge::point;

Instant at(const char* text) { return *parse_time(text); }
const Instant kNow = at("2026-11-24T10:00:00+07:00");
constexpr std::chrono::hours kDay{24};

/// COD is measured, temperature analysed by a laboratory every 90 days. Limit of COD: 48 × 0.9 = 43.2.
Site one_plant() {
  auto of_plant = permit({"cod"});
  of_plant.valid_from = parse_day("2020-01-01");
  of_plant.laboratory = {{"temperature", 90 * kDay}};
  return testing_judge::site({point("cod", "cod", std::chrono::minutes{1})}, {of_plant});
}

LaboratoryResult result(const std::string& parameter, const std::string& value,
                        const char* taken_at = "2026-11-23T09:00:00+07:00") {
  LaboratoryResult made;
  made.plant = "p1";
  made.outlet = "o1";
  made.parameter = parameter;
  made.sample = "2026-118";
  made.taken_at = at(taken_at);
  made.taken_by = "Lê Văn An";
  made.taken_where = "outlet channel";
  made.laboratory = "VIMCERTS 000";
  made.method = "TCVN 6491:1999";
  made.value = value;
  made.unit = parameter == "temperature" ? "degC" : parameter == "ph" ? "pH" : "mg/L";
  made.report_sha256 = std::string(64, 'a');
  made.entered_by = "an";
  return made;
}

// ---- what is accepted ----

TEST(LaboratoryResult, AWholeOneHasNoFaults) {
  EXPECT_THAT(faults_of(result("cod", "31.50"), one_plant(), kNow), IsEmpty());
}

TEST(LaboratoryResult, EveryFaultIsSaidAtOnce) {
  auto bad = result("cod", "31,5");
  bad.unit = "ug/L";
  bad.laboratory.clear();
  bad.report_sha256 = "AB";
  bad.uncertainty = "-1";
  bad.taken_at = kNow + kDay;
  EXPECT_THAT(faults_of(bad, one_plant(), kNow),
              ElementsAre(HasSubstr("unit \"ug/L\" is not the limit's: \"mg/L\""), HasSubstr("in the future"),
                          HasSubstr("value \"31,5\" is no number"), HasSubstr("uncertainty \"-1\""),
                          HasSubstr("laboratory is missing"), HasSubstr("64 hex digits")));
}

TEST(LaboratoryResult, NoValueIsNoResult) {
  for (const char* value : {"", "NaN", "inf", "1e3", " 5", "5 mg/L", "0x10", "99999999999999999999", "031",
                            "-07", "1.1111111111111111111111111111111111111111"}) {
    EXPECT_THAT(faults_of(result("cod", value), one_plant(), kNow), Contains(HasSubstr("is no number")))
        << value;
  }
}

TEST(LaboratoryResult, WhereNothingCanBeHeldAgainstItItIsRefused) {
  const Site site = one_plant();
  auto unknown = result("cod", "1");
  unknown.outlet = "o9";
  EXPECT_THAT(faults_of(unknown, site, kNow), ElementsAre(HasSubstr("not in the configuration")));
  EXPECT_THAT(faults_of(result("bod5", "1"), site, kNow), ElementsAre(HasSubstr("not in qcvn-40-2011")));
  EXPECT_THAT(faults_of(result("cod", "1", "2019-12-31T23:59:59+07:00"), site, kNow),
              ElementsAre(HasSubstr("no permit of outlet \"o1\" was in force on 2019-12-31")));
  EXPECT_THAT(faults_of(result("cod", "1", "1926-11-23T09:00:00+07:00"), site, kNow),
              Contains(HasSubstr("before 2000")));
}

TEST(LaboratoryResult, ADetectionLimitOfZeroProvesNothing) {
  auto none = result("cod", "0");
  none.below_detection = true;
  EXPECT_THAT(faults_of(none, one_plant(), kNow), ElementsAre(HasSubstr("not above 0")));
}

// ---- the verdict ----

TEST(LaboratoryResult, ExactlyAtTheLimitIsWithinItOneDigitOverIsNot) {
  const Site site = one_plant();
  EXPECT_EQ(judge(result("cod", "43.2"), site).verdict, Verdict::within_limit);
  EXPECT_EQ(judge(result("cod", "43.200"), site).verdict, Verdict::within_limit);
  EXPECT_EQ(judge(result("cod", "43.21"), site).verdict, Verdict::exceeding);
}

TEST(LaboratoryResult, BothSidesOfARangeBind) {
  const Site site = one_plant();
  EXPECT_EQ(judge(result("ph", "4.99"), site).verdict, Verdict::exceeding);
  EXPECT_EQ(judge(result("ph", "5"), site).verdict, Verdict::within_limit);
  EXPECT_EQ(judge(result("ph", "9.51"), site).verdict, Verdict::exceeding);
}

TEST(LaboratoryResult, BelowDetectionIsWithinTheLimitOnlyWhereTheLimitLiesAbove) {
  const Site site = one_plant();
  auto below = result("cod", "5");
  below.below_detection = true;
  EXPECT_EQ(judge(below, site).verdict, Verdict::within_limit);
  below.value = "43.2";
  EXPECT_EQ(judge(below, site).verdict, Verdict::within_limit);
  below.value = "50";
  const auto judged = judge(below, site);
  EXPECT_EQ(judged.verdict, Verdict::not_enough_data);
  EXPECT_THAT(judged.reasons, ElementsAre("detection_above_limit"));
}

TEST(LaboratoryResult, WithoutAUsableLimitItIsNoLimitWithEveryReason) {
  const Site site = one_plant();
  EXPECT_THAT(judge(result("color", "500"), site).reasons, ElementsAre("limit_unverified"));
  EXPECT_THAT(judge(result("tss", "500"), site).reasons, ElementsAre("limit_blank"));
  auto early = one_plant();
  early.plants[0].outlets[0].permits[0].valid_from.reset();
  EXPECT_THAT(judge(result("color", "500", "2012-02-14T23:59:59+07:00"), early).reasons,
              ElementsAre("outside_standard_dates", "limit_unverified"));
  EXPECT_EQ(judge(result("color", "500"), site).verdict, Verdict::no_limit);
}

TEST(LaboratoryResult, IsJudgedByThePermitOfTheDayOfSampling) {
  Site site = one_plant();
  auto& permits = site.plants[0].outlets[0].permits;
  permits.push_back(permits[0]);
  permits[0].valid_to = parse_day("2026-10-31");
  permits[1].valid_from = parse_day("2026-11-01");
  permits[1].limits["cod"] = {std::nullopt, Decimal{10, 0}, "annex"};
  EXPECT_EQ(judge(result("cod", "20", "2026-10-31T23:59:59+07:00"), site).verdict, Verdict::within_limit);
  EXPECT_EQ(judge(result("cod", "20", "2026-11-01T00:00:00+07:00"), site).verdict, Verdict::exceeding);
}

// ---- the entry ----

TEST(LaboratoryEntry, HoldsTheReportAsItStandsAndWhatItWasHeldAgainst) {
  const Site site = one_plant();
  auto held = result("cod", "43.20");
  held.uncertainty = "2.5";
  EXPECT_EQ(
      laboratory_body(held, judge(held, site), "operator"),
      R"("kind":"laboratory","plant":"p1","outlet":"o1","parameter":"cod","sample":"2026-118",)"
      R"("taken_at":"2026-11-23T09:00:00.000+07:00","taken_by":"Lê Văn An","taken_where":"outlet channel",)"
      R"("laboratory":"VIMCERTS 000","method":"TCVN 6491:1999","value":43.20,"below_detection":false,"unit":"mg/L",)"
      R"("uncertainty":2.5,"report_sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",)"
      R"("entered_by":"an","user":"operator","correction":null,"verdict":"within_limit","reasons":[],)"
      R"("limit_min":null,"limit_max":43.2,"basis":{"source":"standard","standard":"qcvn-40-2011","column":"B","c":48,)"
      R"("kq":0.9,"kf":1,"flow_band":null,"document":"page C","certainty":"b","dates_ignored":null})");
}

TEST(LaboratoryEntry, IsReadBackWhole) {
  const Site site = one_plant();
  auto held = result("temperature", "1.0");
  held.below_detection = true;
  held.correction = "wrong \"line\"\n";
  held.uncertainty = "0.10";
  const auto read = read_laboratory("{" + laboratory_body(held, judge(held, site), "u") + "}");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->result, held);
  EXPECT_EQ(read->verdict, Verdict::within_limit);
  EXPECT_FALSE(read_laboratory(R"({"kind":"mean","plant":"p1"})"));
  EXPECT_FALSE(read_laboratory(R"({"kind":"laboratory","plant":})"));
}

// ---- what follows for the plant ----

FinalVerdict window(Verdict verdict, const char* start) {
  FinalVerdict made;
  made.key = {"p1", "o1", "cod", "cod", true, "qcvn-40-2011", "B", ""};
  made.start = at(start);
  made.end = made.start + std::chrono::minutes{5};
  made.verdict = verdict;
  return made;
}

TEST(LaboratoryBoard, ADutyIsValidAsLongAsItsLatestSampleIsYoungEnough) {
  const Site site = one_plant();
  ComplianceBoard board{site};
  EXPECT_EQ(board.standing(0, kNow).laboratory_valid, 0);
  board.add(result("temperature", "20"), Verdict::within_limit);
  const Instant taken = at("2026-11-23T09:00:00+07:00");
  EXPECT_EQ(board.standing(0, taken + 90 * kDay).laboratory_valid, 1);
  EXPECT_EQ(board.standing(0, taken + 90 * kDay + milliseconds{1}).laboratory_valid, 0);
  EXPECT_THAT(board.content(kNow), HasSubstr(R"("laboratory":{"required":1,"valid":1,"overdue":0})"));
}

TEST(LaboratoryBoard, AnExceedingSampleOutranksTheInstrumentsUntilALaterOneDoesNot) {
  const Site site = one_plant();
  ComplianceBoard board{site};
  board.add(window(Verdict::within_limit, "2026-11-24T09:00:00+07:00"));
  auto sample = result("temperature", "60");
  board.add(sample, Verdict::exceeding);
  EXPECT_EQ(board.plant_verdict(0, kNow), Verdict::exceeding);
  sample.sample = "2026-119";
  sample.taken_at += kDay;
  board.add(sample, Verdict::within_limit);
  EXPECT_EQ(board.plant_verdict(0, kNow), Verdict::within_limit);
}

TEST(LaboratoryBoard, AnExceedingSampleOfAMeasuredParameterHoldsUntilALaterWindow) {
  const Site site = one_plant();
  ComplianceBoard board{site};
  board.add(window(Verdict::within_limit, "2026-11-23T09:00:00+07:00"));
  board.add(result("cod", "90"), Verdict::exceeding);
  EXPECT_EQ(board.plant_verdict(0, kNow), Verdict::exceeding);
  board.add(window(Verdict::within_limit, "2026-11-23T09:05:00+07:00"));
  EXPECT_EQ(board.plant_verdict(0, kNow), Verdict::within_limit);
}

TEST(LaboratoryBoard, ACorrectionTakesThePlaceOfWhatItCorrects) {
  const Site site = one_plant();
  ComplianceBoard board{site};
  board.add(window(Verdict::within_limit, "2026-11-24T09:00:00+07:00"));
  board.add(result("temperature", "60"), Verdict::exceeding);
  auto corrected = result("temperature", "20");
  corrected.correction = "misread";
  board.add(corrected, Verdict::within_limit);
  EXPECT_EQ(board.plant_verdict(0, kNow), Verdict::within_limit);
  EXPECT_EQ(board.laboratory().find(result("temperature", "1"))->value, "20");
}

TEST(LaboratoryBoard, OfTwoSamplesOfOneInstantTheWorseCounts) {
  const Site site = one_plant();
  for (const bool worse_first : {true, false}) {
    ComplianceBoard board{site};
    auto first = result("temperature", "60");
    auto second = result("temperature", "20");
    second.sample = "2026-117";
    board.add(worse_first ? first : second, worse_first ? Verdict::exceeding : Verdict::within_limit);
    board.add(worse_first ? second : first, worse_first ? Verdict::within_limit : Verdict::exceeding);
    EXPECT_EQ(board.plant_verdict(0, kNow), Verdict::exceeding);
  }
}

}  // namespace
}  // namespace effluent
