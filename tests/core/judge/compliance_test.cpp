// SPDX-License-Identifier: Apache-2.0
#include "core/judge/compliance.hpp"

#include <gmock/gmock.h>

#include "judge_support.hpp"

namespace effluent {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing_judge::permit;
using testing_judge::point;

Instant at(const char* text) { return *parse_time(text); }
const Instant kNow = at("2026-11-24T10:00:00+07:00");

/// Plants p1, p2, … each with one outlet o1, points cod and ph, in parks k1, k1, k2.
Site three_plants() {
  Site site = testing_judge::site(
      {point("cod", "cod", std::chrono::minutes{1}), point("ph", "ph", std::chrono::minutes{1})},
      {permit({"ph", "cod"})});
  site.plants[0].park = "k1";
  site.plants.push_back(site.plants[0]);
  site.plants.push_back(site.plants[0]);
  site.plants[1].id = "p2";
  site.plants[2].id = "p3";
  site.plants[2].park = "k2";
  return site;
}

FinalVerdict verdict(const std::string& plant, const std::string& parameter, Verdict result,
                     const char* start = "2026-11-24T09:00:00+07:00") {
  FinalVerdict made;
  made.key = {plant, "o1", parameter, parameter, true, "qcvn-40-2011", "B", ""};
  made.period = Period::five_minutes;
  made.start = at(start);
  made.end = made.start + std::chrono::minutes{5};
  made.verdict = result;
  made.body = "\"kind\":\"verdict\",\"parameter\":\"" + parameter + "\"";
  return made;
}

// ---- which verdicts are held
// ------------------------------------------------------------------------------------

TEST(ComplianceBoard, HoldsTheLatestOfEachSeries) {
  const Site site = three_plants();
  ComplianceBoard board{site};
  EXPECT_TRUE(board.add(verdict("p1", "cod", Verdict::exceeding, "2026-11-24T09:05:00+07:00")));
  EXPECT_FALSE(board.add(verdict("p1", "cod", Verdict::within_limit, "2026-11-24T09:00:00+07:00")));
  ASSERT_EQ(board.finals(0).size(), 1U);
  EXPECT_EQ(board.finals(0)[0].verdict, Verdict::exceeding);
  EXPECT_TRUE(board.add(verdict("p1", "cod", Verdict::within_limit, "2026-11-24T09:10:00+07:00")));
  EXPECT_EQ(board.finals(0)[0].verdict, Verdict::within_limit);
}

TEST(ComplianceBoard, LeavesOutWhatTheConfigurationNoLongerForms) {
  Site site = three_plants();
  site.plants[0].outlets[0].permits[0].shadows = {{"qcvn-40-2025", "A", "F<=2000"}};
  ComplianceBoard board{site};
  auto other = verdict("p1", "tss", Verdict::exceeding);
  EXPECT_FALSE(board.add(other)) << "not automatic";
  other = verdict("p1", "cod", Verdict::exceeding);
  other.key.column = "A";
  EXPECT_FALSE(board.add(other)) << "another column";
  other = verdict("p1", "cod", Verdict::exceeding);
  other.key.point = "gone";
  EXPECT_FALSE(board.add(other)) << "a point that is gone";
  other.key.point.clear();
  EXPECT_FALSE(board.add(other)) << "a point measures it now";
  other = verdict("p9", "cod", Verdict::exceeding);
  EXPECT_FALSE(board.add(other)) << "a plant that is gone";
  other = verdict("p1", "cod", Verdict::no_limit);
  other.key = {"p1", "o1", "cod", "cod", false, "qcvn-40-2025", "A", "F<=2000"};
  EXPECT_TRUE(board.add(other)) << "the shadow stands";
  other.key.flow_band = "F>2000";
  EXPECT_FALSE(board.add(other)) << "another flow band";
}

TEST(ComplianceBoard, FinalBodiesStandInTheOrderOfJudge) {
  Site site = three_plants();
  site.plants[0].outlets[0].permits[0].shadows = {{"qcvn-40-2025", "A", "F<=2000"}};
  ComplianceBoard board{site};
  auto shadow = verdict("p1", "cod", Verdict::no_limit);
  shadow.key = {"p1", "o1", "cod", "cod", false, "qcvn-40-2025", "A", "F<=2000"};
  shadow.body = "shadow";
  auto ph = verdict("p1", "ph", Verdict::within_limit);
  ph.body = "ph";
  auto cod = verdict("p1", "cod", Verdict::within_limit);
  cod.body = "cod";
  board.add(ph);
  board.add(shadow);
  board.add(cod);
  board.add(verdict("p2", "cod", Verdict::exceeding));
  EXPECT_THAT(board.final_bodies(0), ElementsAre("cod", "shadow", "ph"));
  cod.start += std::chrono::minutes{5};
  cod.end += std::chrono::minutes{5};
  board.add(cod);
  EXPECT_THAT(board.final_bodies(0), ElementsAre("shadow", "ph", "cod"));
}

TEST(FinalVerdict, OutlivesARestartAsTwoTexts) {
  auto kept = verdict("p1", "cod", Verdict::not_enough_data);
  kept.key.binding = false;
  kept.key.flow_band = "2000<F<=20000";
  kept.key.point.clear();
  const auto read = parse_final(name_text(kept.key), value_text(kept));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->key, kept.key);
  EXPECT_EQ(read->period, kept.period);
  EXPECT_EQ(read->start, kept.start);
  EXPECT_EQ(read->end, kept.end);
  EXPECT_EQ(read->verdict, kept.verdict);
  EXPECT_EQ(read->body, kept.body);
}

TEST(FinalVerdict, OtherTextsAreNone) {
  const auto kept = verdict("p1", "cod", Verdict::exceeding);
  EXPECT_FALSE(parse_final("p1\to1", value_text(kept)));
  EXPECT_FALSE(parse_final(name_text(kept.key), "5min\t1\t2\tfine\tbody"));
  EXPECT_FALSE(parse_final(name_text(kept.key), "7min\t1\t2\texceeding\tbody"));
  EXPECT_FALSE(parse_final(name_text(kept.key), "5min\t1\tx\texceeding\tbody"));
}

TEST(FinalVerdict, ComesFromAJudgedLine) {
  const Site site = three_plants();
  JudgedLine line;
  line.kind = JudgedLine::Kind::verdict;
  line.plant = 1;
  line.point = 1;
  line.outlet = "o1";
  line.parameter = "ph";
  line.standard = "qcvn-40-2011";
  line.column = "B";
  line.verdict = Verdict::exceeding;
  const VerdictKey wanted{"p2", "o1", "ph", "ph", true, "qcvn-40-2011", "B", ""};
  EXPECT_EQ(final_of(site, line).key, wanted);
  ComplianceBoard board{site};
  EXPECT_TRUE(board.add(line));
  line.kind = JudgedLine::Kind::mean;
  EXPECT_FALSE(board.add(line));
}

// ---- how plants and parks stand
// ---------------------------------------------------------------------------------

TEST(ComplianceBoard, TheWorstVerdictIsThePlants) {
  struct Case {
    Verdict cod;
    Verdict ph;
    Verdict plant;
  };
  using enum Verdict;
  for (const auto& [cod, ph, plant] :
       {Case{exceeding, no_limit, exceeding}, Case{no_limit, not_enough_data, no_limit},
        Case{not_enough_data, within_limit, not_enough_data}, Case{within_limit, within_limit, within_limit},
        Case{within_limit, exceeding, exceeding}, Case{not_discharging, within_limit, within_limit}}) {
    const Site site = three_plants();
    ComplianceBoard board{site};
    board.add(verdict("p1", "cod", cod));
    board.add(verdict("p1", "ph", ph));
    EXPECT_EQ(board.plant_verdict(0, kNow), plant) << name_of(cod) << " " << name_of(ph);
  }
}

TEST(ComplianceBoard, AParameterWithoutAFinalVerdictIsNotEnoughData) {
  const Site site = three_plants();
  ComplianceBoard board{site};
  board.add(verdict("p1", "cod", Verdict::within_limit));
  EXPECT_EQ(board.plant_verdict(0, kNow), Verdict::not_enough_data);
  EXPECT_EQ(board.standing(0, kNow).judged, 1);
  EXPECT_EQ(board.standing(0, kNow).required, 2);
}

TEST(ComplianceBoard, AShadowNeverCounts) {
  Site site = three_plants();
  site.plants[0].outlets[0].permits[0].shadows = {{"qcvn-40-2025", "B", ""}};
  ComplianceBoard board{site};
  board.add(verdict("p1", "cod", Verdict::within_limit));
  board.add(verdict("p1", "ph", Verdict::within_limit));
  auto shadow = verdict("p1", "cod", Verdict::exceeding);
  shadow.key.binding = false;
  shadow.key.standard = "qcvn-40-2025";
  ASSERT_TRUE(board.add(shadow));
  EXPECT_EQ(board.plant_verdict(0, kNow), Verdict::within_limit);
}

TEST(ComplianceBoard, AParameterWithSeveralPointsIsTheWorstOfThem) {
  Site site = three_plants();
  site.plants[0].points.push_back(point("cod-2", "cod", std::chrono::minutes{1}));
  ComplianceBoard board{site};
  board.add(verdict("p1", "cod", Verdict::within_limit));
  board.add(verdict("p1", "ph", Verdict::within_limit));
  EXPECT_EQ(board.plant_verdict(0, kNow), Verdict::not_enough_data);
  auto second = verdict("p1", "cod", Verdict::exceeding);
  second.key.point = "cod-2";
  board.add(second);
  EXPECT_EQ(board.plant_verdict(0, kNow), Verdict::exceeding);
  EXPECT_EQ(board.standing(0, kNow).judged, 2);
}

TEST(ComplianceBoard, APlantWithoutAPermitInForceHasNoLimit) {
  Site site = three_plants();
  site.plants[0].outlets[0].permits[0].valid_to = *parse_day("2026-11-23");
  ComplianceBoard board{site};
  board.add(verdict("p1", "cod", Verdict::within_limit));
  const auto standing = board.standing(0, kNow);
  EXPECT_EQ(standing.verdict, Verdict::no_limit);
  EXPECT_EQ(standing.required, 0);
  EXPECT_EQ(board.plant_verdict(0, at("2026-11-23T23:59:59+07:00")), Verdict::not_enough_data);
}

/// Until 23 November ph and cod; from 24 November cod alone, tss by laboratory, an own limit and column A.
Site permit_changed_on_24_november() {
  Site site = three_plants();
  auto& permits = site.plants[0].outlets[0].permits;
  permits.push_back(permits[0]);
  permits[0].valid_to = *parse_day("2026-11-23");
  permits[1].valid_from = *parse_day("2026-11-24");
  permits[1].column = "A";
  permits[1].automatic = {"cod"};
  permits[1].laboratory = {{"tss", std::chrono::hours{24}}};
  return site;
}
const Instant kLastMoment = at("2026-11-23T23:59:59.999+07:00");
const Instant kMidnight = at("2026-11-24T00:00:00+07:00");

TEST(ComplianceBoard, TheScopeIsThatOfThePermitOfTheDayAtPlusSeven) {
  const Site site = permit_changed_on_24_november();
  const ComplianceBoard board{site};
  const auto before = board.standing(0, kLastMoment);
  EXPECT_EQ(before.required, 2);
  EXPECT_EQ(before.laboratory, 0);
  EXPECT_THAT(before.not_assessed, ElementsAre("temperature", "color", "tss"));
  const auto after = board.standing(0, kMidnight);
  EXPECT_EQ(after.required, 1);
  EXPECT_EQ(after.laboratory, 1);
  EXPECT_THAT(after.not_assessed, ElementsAre("temperature", "color", "ph"));
  EXPECT_NE(board.content(kLastMoment), board.content(kMidnight)) << "so it is told at midnight";
}

TEST(ComplianceBoard, TheVerdictOfTheOldPermitStandsUntilTheNewOneHasJudged) {
  const Site site = permit_changed_on_24_november();
  ComplianceBoard board{site};
  auto old = verdict("p1", "cod", Verdict::exceeding, "2026-11-23T23:55:00+07:00");
  EXPECT_TRUE(board.add(old)) << "closed on the new day, by the permit of its own";
  EXPECT_EQ(board.plant_verdict(0, kMidnight), Verdict::exceeding);
  auto next = verdict("p1", "cod", Verdict::within_limit, "2026-11-24T00:00:00+07:00");
  next.key.column = "A";
  EXPECT_TRUE(board.add(next));
  EXPECT_EQ(board.plant_verdict(0, kMidnight + std::chrono::minutes{6}), Verdict::within_limit);
  EXPECT_EQ(board.standing(0, kMidnight).judged, 1);
  EXPECT_EQ(board.finals(0).size(), 2U) << "both series are formed by the configuration";
}

TEST(ComplianceBoard, AParameterTheNewPermitNoLongerAsksForCountsNoMore) {
  const Site site = permit_changed_on_24_november();
  ComplianceBoard board{site};
  board.add(verdict("p1", "ph", Verdict::exceeding, "2026-11-23T23:00:00+07:00"));
  board.add(verdict("p1", "cod", Verdict::within_limit, "2026-11-23T23:55:00+07:00"));
  EXPECT_EQ(board.plant_verdict(0, kLastMoment), Verdict::exceeding);
  EXPECT_EQ(board.plant_verdict(0, kMidnight), Verdict::within_limit);
}

TEST(ComplianceBoard, APermitThatEndsOnALeapDayHoldsOnIt) {
  Site site = three_plants();
  site.plants[0].outlets[0].permits[0].valid_to = *parse_day("2028-02-29");
  const ComplianceBoard board{site};
  EXPECT_EQ(board.standing(0, at("2028-02-29T23:59:59.999+07:00")).required, 2);
  EXPECT_EQ(board.standing(0, at("2028-03-01T00:00:00+07:00")).required, 0);
}

TEST(ComplianceBoard, APlantThatMeasuresNothingIsNotEnoughData) {
  Site site = three_plants();
  site.plants[0].outlets[0].permits[0].automatic.clear();
  const ComplianceBoard board{site};
  EXPECT_EQ(board.plant_verdict(0, kNow), Verdict::not_enough_data);
}

TEST(ComplianceBoard, AParkMeetsIfAllItsPlantsDo) {
  const Site site = three_plants();
  ComplianceBoard board{site};
  for (const char* plant : {"p1", "p3"}) {
    board.add(verdict(plant, "cod", Verdict::within_limit));
    board.add(verdict(plant, "ph", Verdict::within_limit));
  }
  EXPECT_EQ(board.parks(kNow).meeting, 1);
  EXPECT_EQ(board.parks(kNow).total, 2);
  board.add(verdict("p2", "cod", Verdict::within_limit));
  board.add(verdict("p2", "ph", Verdict::within_limit));
  EXPECT_EQ(board.parks(kNow).meeting, 2);
}

TEST(ComplianceBoard, AParkWhereNothingIsDischargedStandsInNeitherNumber) {
  const Site site = three_plants();
  ComplianceBoard board{site};
  for (const char* plant : {"p1", "p2"}) {
    board.add(verdict(plant, "cod", Verdict::within_limit));
    board.add(verdict(plant, "ph", Verdict::within_limit));
  }
  board.add(verdict("p3", "cod", Verdict::not_discharging));
  board.add(verdict("p3", "ph", Verdict::not_discharging));
  EXPECT_EQ(board.parks(kNow).meeting, 1);
  EXPECT_EQ(board.parks(kNow).total, 1);
  EXPECT_EQ(board.park_list(kNow)[1].meets, std::nullopt);
  board.add(verdict("p2", "cod", Verdict::not_discharging, "2026-11-24T09:05:00+07:00"));
  board.add(verdict("p2", "ph", Verdict::not_discharging, "2026-11-24T09:05:00+07:00"));
  EXPECT_EQ(board.park_list(kNow)[0].meets, true) << "by its plant that discharges";
}

TEST(ComplianceBoard, NotAssessedIsWhatTheStandardHasAndThePermitDoesNotAskFor) {
  Site site = three_plants();
  site.plants[0].outlets[0].permits[0].laboratory = {{"color", std::chrono::hours{1}}};
  const ComplianceBoard board{site};
  EXPECT_THAT(board.standing(0, kNow).not_assessed, ElementsAre("temperature", "tss"));
  auto& permit = site.plants[1].outlets[0].permits[0];
  permit.standard = "qcvn-40-2025";
  permit.automatic = {"ph"};
  EXPECT_THAT(board.standing(1, kNow).not_assessed, ElementsAre("cod")) << "once, however many flow bands";
}

// ---- the payload
// ------------------------------------------------------------------------------------------------

TEST(CompliancePayload, IsExactlyTheJsonOfTheContract) {
  Site site = three_plants();
  site.plants[0].outlets[0].permits[0].laboratory = {{"tss", std::chrono::hours{1}},
                                                     {"bod5", std::chrono::hours{1}}};
  site.plants[1].outlets.clear();
  ComplianceBoard board{site};
  board.add(verdict("p1", "cod", Verdict::exceeding));
  board.add(verdict("p3", "cod", Verdict::within_limit, "2026-11-24T09:10:00+07:00"));
  board.add(verdict("p3", "ph", Verdict::within_limit));
  board.days().begin("p1", at("2026-11-23T09:00:00+07:00"));
  board.days().begin("p3", at("2026-11-24T09:00:00+07:00"));
  board.days().add(verdict("p1", "cod", Verdict::within_limit, "2026-11-23T09:00:00+07:00"));
  board.days().add(verdict("p1", "cod", Verdict::exceeding));
  board.days().add(verdict("p3", "cod", Verdict::within_limit));
  EXPECT_EQ(
      board.payload(kNow),
      R"({"v":1,"gateway":"g","time":"2026-11-24T10:00:00.000+07:00",)"
      R"("period":{"start":"2026-11-24T09:00:00.000+07:00","end":"2026-11-24T09:15:00.000+07:00"},"criterion":"last_final","plants":[)"
      R"({"plant":"p1","park":"k1","verdict":"exceeding","scope":{"automatic":{"required":2,"judged":1},"laboratory":{"required":2,"valid":0,"overdue":2},"not_assessed":["temperature","color"]},"reasons":["exceeding","not_enough_data"]},)"
      R"({"plant":"p2","park":"k1","verdict":"no_limit","scope":{"automatic":{"required":0,"judged":0},"laboratory":{"required":0,"valid":0,"overdue":0},"not_assessed":[]},"reasons":["no_limit"]},)"
      R"({"plant":"p3","park":"k2","verdict":"within_limit","scope":{"automatic":{"required":2,"judged":2},"laboratory":{"required":0,"valid":0,"overdue":0},"not_assessed":["temperature","color","tss"]},"reasons":[]}],)"
      R"("counts":{"within_limit":1,"exceeding":1,"not_enough_data":0,"no_limit":1,"not_discharging":0},)"
      R"("parks":{"meeting":1,"total":2,"percent":50.00,"target_percent":100,"of":"parks served by this gateway"},)"
      R"("days":[)"
      R"({"plant":"p1","periods":{"today":{"exceeding":1},"yesterday":{"not_enough_data":1},"month":{"exceeding":1,"not_enough_data":1},"rolling_30d":{"not_enough_data":1}},"month":{"criterion":"all_days_within","meets":false},"outlets":[{"outlet":"o1",)"
      R"("periods":{"today":{"exceeding":1},"yesterday":{"not_enough_data":1},"month":{"exceeding":1,"not_enough_data":1},"rolling_30d":{"not_enough_data":1}},"parameters":[)"
      R"({"parameter":"cod","periods":{"today":{"exceeding":1},"yesterday":{"within_limit":1},"month":{"within_limit":1,"exceeding":1},"rolling_30d":{"within_limit":1}}},)"
      R"({"parameter":"ph","periods":{"today":{},"yesterday":{"not_enough_data":1},"month":{"not_enough_data":1},"rolling_30d":{"not_enough_data":1}}}]}]},)"
      R"({"plant":"p2","periods":{"today":{},"yesterday":{},"month":{},"rolling_30d":{}},"month":{"criterion":"all_days_within","meets":null},"outlets":[]},)"
      R"({"plant":"p3","periods":{"today":{"within_limit":1},"yesterday":{},"month":{"within_limit":1},"rolling_30d":{}},"month":{"criterion":"all_days_within","meets":true},"outlets":[{"outlet":"o1",)"
      R"("periods":{"today":{"within_limit":1},"yesterday":{},"month":{"within_limit":1},"rolling_30d":{}},"parameters":[)"
      R"({"parameter":"cod","periods":{"today":{"within_limit":1},"yesterday":{},"month":{"within_limit":1},"rolling_30d":{}}},)"
      R"({"parameter":"ph","periods":{"today":{},"yesterday":{},"month":{},"rolling_30d":{}}}]}]}],)"
      R"("park_list":[{"park":"k1","meets":false,"reasons":["exceeding","no_limit","not_enough_data"]},{"park":"k2","meets":true,"reasons":[]}]})");
}

TEST(CompliancePayload, HasNoPeriodBeforeTheFirstVerdict) {
  const Site site = three_plants();
  const ComplianceBoard board{site};
  EXPECT_THAT(board.payload(kNow), HasSubstr(R"("period":{"start":null,"end":null})"));
  EXPECT_THAT(board.payload(kNow), HasSubstr(R"("percent":0.00)"));
}

TEST(CompliancePayload, TruncatesThePercentage) {
  Site site = three_plants();
  site.plants[1].park = "k3";
  ComplianceBoard board{site};
  for (const char* plant : {"p1", "p2"}) {
    board.add(verdict(plant, "cod", Verdict::within_limit));
    board.add(verdict(plant, "ph", Verdict::within_limit));
  }
  EXPECT_THAT(board.payload(kNow), HasSubstr(R"("meeting":2,"total":3,"percent":66.66)"));
}

/// Every parameter had days within_limit, exceeding and without enough data in both periods.
TEST(CompliancePayload, OfTwentyPlantsOfTenParametersStaysBelow64KiB) {
  Site site = three_plants();
  site.plants[0].outlets[0].permits[0].automatic = {
      "ph", "cod", "tss", "nh4_n", "tn", "tp", "temperature", "color", "residual_chlorine", "permanganate"};
  site.plants[0].points.clear();
  site.plants.resize(20, site.plants[0]);
  ComplianceBoard board{site};
  for (std::size_t plant = 0; plant < site.plants.size(); ++plant) {
    auto& described = site.plants[plant];
    described.id = "plant-number-" + std::to_string(plant);
    described.park = "kcn-number-" + std::to_string(plant);
    board.days().begin(described.id, at("2026-10-01T00:00:00+07:00"));
    for (int day = 0; day < 55; ++day) {
      for (const auto& parameter : described.outlets[0].permits[0].automatic) {
        auto made = verdict(described.id, parameter, static_cast<Verdict>(day % 3));
        made.start = at("2026-10-01T00:00:00+07:00") + std::chrono::hours{24 * day};
        board.days().add(made);
      }
    }
  }
  const auto payload = board.payload(kNow);
  RecordProperty("bytes", static_cast<int>(payload.size()));
  EXPECT_LT(payload.size(), 64U * 1024U);
}

TEST(CompliancePayload, ItsContentTellsWhetherAnythingChanged) {
  const Site site = three_plants();
  ComplianceBoard board{site};
  const auto before = board.content(kNow);
  EXPECT_EQ(board.content(kNow + std::chrono::hours{1}), before);
  board.add(verdict("p1", "cod", Verdict::exceeding));
  EXPECT_NE(board.content(kNow), before);
}

}  // namespace
}  // namespace effluent
