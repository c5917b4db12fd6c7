// SPDX-License-Identifier: Apache-2.0
// Whole lines, written by hand from judge.md: each test holds one of its sentences.
#include <gmock/gmock.h>

#include "core/judge/judge_support.hpp"

namespace effluent::testing_judge {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::string row(const std::string& clock, const std::string& value, const std::string& point = "cod",
                const std::string& state = "measuring") {
  return "2026-11-24T" + clock + "+07:00,p1," + point + "," + value + "," + state;
}

/// Five readings, one a minute, from 09:00.
std::vector<std::string> five(const std::vector<std::string>& values) {
  std::vector<std::string> rows;
  for (std::size_t i = 0; i < values.size(); ++i)
    rows.push_back(row("09:0" + std::to_string(i) + ":00", values[i]));
  return rows;
}

TEST(VerdictLines, MeanAndVerdictHaveExactlyTheseFieldsInThisOrder) {
  const auto outcome = judge_rows(site({point("cod", "cod", minutes{1})}, {permit({"cod"})}),
                                  five({"43.2", "43.2", "43.2", "43.2", "43.3"}));
  EXPECT_EQ(outcome.problem, "");
  EXPECT_THAT(
      outcome.lines,
      ElementsAre(
          R"({"kind":"mean","plant":"p1","outlet":"o1","point":"cod","parameter":"cod","period":"5min","start":"2026-11-24T09:00:00.000+07:00","n":5,"due":5,"coverage_percent":100.00,"mean":43.220,"min":43.2,"max":43.3,"std_dev":0.040,"states":{"measuring":5,"calibrating":0,"fault":0},"causes":{},"not_measured_s":{},"excluded":null,"below_detection":null,"mean_lower":null,"mean_upper":null})",
          R"({"kind":"verdict","plant":"p1","outlet":"o1","point":"cod","parameter":"cod","period":"5min","start":"2026-11-24T09:00:00.000+07:00","verdict":"exceeding","reasons":[],"at_least":false,"value":43.220,"limit_min":null,"limit_max":43.2,"ratio":1.0005,"coverage_percent":100.00,"binding":true,"basis":{"source":"standard","standard":"qcvn-40-2011","column":"B","c":48,"kq":0.9,"kf":1,"flow_band":null,"document":"page C","certainty":"b","dates_ignored":null},"not_measured":{"percent":0.00,"causes":{}},"excluded":null,"mean_with_excluded":null,"exclusion_cap":null,"deviation":null,"outside":null,"surrogate":null,"instruments":null,"discharge":null,"permitted_error":null,"weighting":null})",
          R"({"kind":"mean","plant":"p1","outlet":"o1","point":"cod","parameter":"cod","period":"1h","start":"2026-11-24T09:00:00.000+07:00","n":5,"due":60,"coverage_percent":8.33,"mean":43.220,"min":43.2,"max":43.3,"std_dev":0.040,"states":{"measuring":5,"calibrating":0,"fault":0},"causes":{},"not_measured_s":{"no_reading":3300},"excluded":null,"below_detection":null,"mean_lower":null,"mean_upper":null})",
          R"({"kind":"mean","plant":"p1","outlet":"o1","point":"cod","parameter":"cod","period":"24h","start":"2026-11-24T00:00:00.000+07:00","n":5,"due":1440,"coverage_percent":0.34,"mean":43.220,"min":43.2,"max":43.3,"std_dev":0.040,"states":{"measuring":5,"calibrating":0,"fault":0},"causes":{},"not_measured_s":{"no_reading":86100},"excluded":null,"below_detection":null,"mean_lower":null,"mean_upper":null})"));
}

TEST(VerdictLines, ExactlyAtTheProductOfCKqKfIsWithinTheLimit) {
  const auto at = judge_rows(site({point("cod", "cod", minutes{1})}, {permit({"cod"})}),
                             five({"43.2", "43.2", "43.2", "43.1", "43.3"}));
  EXPECT_THAT(with(at.lines, "\"verdict\":\"within_limit\",\"reasons\":[]"), SizeIs(1));
  EXPECT_THAT(with(at.lines, "\"ratio\":1.0000"), SizeIs(1));
}

TEST(VerdictLines, AHairAboveExceedsThoughTheRatioShowsOne) {
  auto fine = point("cod", "cod", minutes{1}, 6);
  const auto above =
      judge_rows(site({fine}, {permit({"cod"})}), five({"43.2", "43.2", "43.2", "43.2", "43.200001"}));
  const auto lines = with(above.lines, "\"verdict\":\"exceeding\"");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_THAT(lines[0], HasSubstr("\"value\":43.20000020,"));
  EXPECT_THAT(lines[0], HasSubstr("\"ratio\":1.0000,"));
}

TEST(VerdictLines, CoverageExactlyAtTheMinimumIsEnough) {
  const auto four = five({"40", "40", "40", "40"});
  EXPECT_THAT(with(judge_rows(site({point("cod", "cod", minutes{1})}, {permit({"cod"})}), four).lines,
                   "\"verdict\":\"within_limit\""),
              SizeIs(1));
  auto strict = permit({"cod"});
  strict.minimum_coverage_percent = number("80.000000001");
  const auto lines =
      with(judge_rows(site({point("cod", "cod", minutes{1})}, {strict}), four).lines, "\"verdict\",");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_THAT(
      lines[0],
      HasSubstr(R"("verdict":"not_enough_data","reasons":["coverage"],"at_least":false,"value":40.000,)"
                R"("limit_min":null,"limit_max":43.2,"ratio":0.9259,"coverage_percent":80.00,)"));
}

TEST(VerdictLines, WithoutAReadingThereIsNotEnoughDataEvenWhereNothingIsRequired) {
  auto lenient = permit({"cod"});
  lenient.minimum_coverage_percent = number("0");
  const auto outcome =
      judge_rows(site({point("cod", "cod", minutes{1})}, {lenient}), {row("09:00:00", "", "cod", "fault")});
  EXPECT_THAT(
      with(
          outcome.lines,
          R"("n":0,"due":5,"coverage_percent":0.00,"mean":null,"min":null,"max":null,"std_dev":null,"states":{"measuring":0,"calibrating":0,"fault":1},"causes":{"device_fault":1},"not_measured_s":{"device_fault":60,"no_reading":240},)"),
      SizeIs(1));
  EXPECT_THAT(with(outcome.lines,
                   R"("verdict":"not_enough_data","reasons":["coverage"],"at_least":false,"value":null,)"
                   R"("limit_min":null,"limit_max":43.2,"ratio":null,"coverage_percent":0.00,)"),
              SizeIs(1));
}

TEST(VerdictLines, ReadingsMayExceedTheSlotsAndASlotCountsOnce) {
  const auto outcome = judge_rows(site({point("cod", "cod", minutes{1})}, {permit({"cod"})}),
                                  {row("09:00:00", "1"), row("09:00:20", "2"), row("09:00:59.999", "4"),
                                   row("09:01:00", "1"), row("09:04:00", "1"), row("09:04:30", "1")});
  EXPECT_THAT(outcome.lines[0],
              HasSubstr(R"("n":6,"due":5,"coverage_percent":60.00,"mean":1.667,"min":1.0,"max":4.0)"));
}

TEST(VerdictLines, PhIsJudgedByTheHourOnBothSides) {
  const auto judged = [](const std::string& value) {
    std::vector<std::string> rows;
    for (int i = 10; i < 60; ++i) rows.push_back(row("09:" + std::to_string(i) + ":00", value, "ph"));
    return with(judge_rows(site({point("ph", "ph", minutes{1})}, {permit({"ph"}, Period::day)}), rows).lines,
                "\"verdict\",");
  };
  for (const auto& [value, verdict] : std::vector<std::pair<std::string, std::string>>{
           {"5.0", "within_limit"}, {"4.9", "exceeding"}, {"9.5", "within_limit"}, {"9.6", "exceeding"}}) {
    EXPECT_THAT(judged(value),
                ElementsAre(AllOf(
                    HasSubstr("\"period\":\"1h\""), HasSubstr("\"verdict\":\"" + verdict + "\""),
                    HasSubstr("\"limit_min\":5,\"limit_max\":9.5,\"ratio\":null,"),
                    HasSubstr(R"("c":9.5,"kq":null,"kf":null,"flow_band":null,"document":"page \"P\"")"))))
        << value;
  }
}

TEST(VerdictLines, AllPeriodsGivesEveryPeriodFormedAndOneHourMeansAreTheSameLines) {
  const auto plain = judge_rows(site({point("cod", "cod", minutes{1})}, {permit({"cod"})}), five({"1"}));
  const auto all = judge_rows(site({point("cod", "cod", minutes{1})}, {permit({"cod"})}), five({"1"}), true);
  EXPECT_THAT(with(plain.lines, "\"verdict\","), SizeIs(1));
  EXPECT_THAT(with(all.lines, "\"verdict\","), SizeIs(3));
  EXPECT_EQ(with(plain.lines, "\"mean\","), with(all.lines, "\"mean\","));
}

TEST(VerdictLines, APermitsOwnLimitReplacesTheRowAndKeepsTheStandardsDates) {
  auto own = permit({"cod"});
  own.limits["cod"] = {number("10"), number("60.50"), "annex 1"};
  const auto inside =
      judge_rows(site({point("cod", "cod", minutes{1})}, {own}), five({"60", "61", "60", "61", "60.5"}));
  EXPECT_THAT(with(inside.lines,
                   R"("verdict":"within_limit","reasons":[],"at_least":false,"value":60.500,"limit_min":10,)"
                   R"("limit_max":60.5,"ratio":null,)"),
              SizeIs(1));
  EXPECT_THAT(
      with(inside.lines,
           R"("basis":{"source":"permit","standard":"qcvn-40-2011","column":"B","c":null,"kq":null,)"
           R"("kf":null,"flow_band":null,"document":"annex 1","certainty":null,"dates_ignored":null})"),
      SizeIs(1));
  const auto outside = judge_rows(site({point("cod", "cod", minutes{1})}, {own}),
                                  {"2032-01-01T00:00:00+07:00,p1,cod,60,measuring"});
  EXPECT_THAT(
      with(outside.lines, R"("verdict":"no_limit","reasons":["outside_standard_dates"],"at_least":false,)"
                          R"("value":60.000,"limit_min":null,"limit_max":null,"ratio":null,)"),
      SizeIs(1));
}

TEST(VerdictLines, EveryReasonForNoLimitIsGiven) {
  const auto of = [](const std::string& parameter, const std::string& column, const std::string& day) {
    auto one = permit({parameter});
    one.column = column;
    const auto outcome = judge_rows(site({point("x", parameter, minutes{1})}, {one}),
                                    {day + "T09:00:00+07:00,p1,x,1,measuring"});
    return with(outcome.lines, "\"verdict\",");
  };
  struct Case {
    std::string parameter, column, day, part;
  };
  const std::vector<Case> cases{
      {"color", "B", "2026-01-01",
       R"("verdict":"no_limit","reasons":["limit_unverified"],"at_least":false,"value":1.000,)"
       R"("limit_min":null,"limit_max":null,"ratio":null,"coverage_percent":20.00,)"},
      {"color", "B", "2026-01-01",
       R"("c":null,"kq":null,"kf":null,"flow_band":null,"document":"memory","certainty":"c",)"},
      {"temperature", "A", "2026-01-01", R"(["limit_unverified"])"},
      {"temperature", "B", "2026-01-01", R"("verdict":"not_enough_data")"},
      {"tss", "B", "2026-01-01", R"(["limit_blank"])"},
      {"tss", "B", "2026-01-01", R"("document":null,"certainty":"not found")"},
      {"flow", "B", "2026-01-01", R"(["limit_blank"])"},
      {"flow", "B", "2026-01-01", R"("document":null,"certainty":null)"},
      {"color", "B", "2032-01-01", R"(["outside_standard_dates","limit_unverified"])"},
      {"tss", "B", "2012-02-14", R"(["outside_standard_dates","limit_blank"])"},
  };
  for (const auto& one : cases) {
    EXPECT_THAT(of(one.parameter, one.column, one.day), ElementsAre(HasSubstr(one.part)))
        << one.parameter << ' ' << one.column << ' ' << one.day;
  }
}

TEST(VerdictLines, TheStandardsDatesBindTheDayOfTheWindowsStartAtPlusSeven) {
  const auto verdict_of = [](const std::string& time) {
    return with(
        judge_rows(site({point("cod", "cod", minutes{1})}, {permit({"cod"})}), {time + ",p1,cod,1,measuring"})
            .lines,
        "\"verdict\",")[0];
  };
  EXPECT_THAT(verdict_of("2031-12-31T16:59:59.999Z"), HasSubstr("not_enough_data"));
  EXPECT_THAT(verdict_of("2031-12-31T17:00:00Z"), HasSubstr("outside_standard_dates"));
  EXPECT_THAT(verdict_of("2012-02-14T17:00:00Z"), HasSubstr("not_enough_data"));
  EXPECT_THAT(verdict_of("2012-02-14T16:59:59Z"), HasSubstr("outside_standard_dates"));
}

TEST(VerdictLines, IgnoredDatesShowOnlyWhereTheyWereLifted) {
  auto ignoring = permit({"cod"});
  ignoring.ignore_standard_dates = "transition \"x\"";
  ignoring.shadows = {{"qcvn-40-2011", "A", ""}};
  const auto s = site({point("cod", "cod", minutes{1})}, {ignoring});
  const auto lifted =
      with(judge_rows(s, {"2032-01-01T00:00:00+07:00,p1,cod,1,measuring"}).lines, "\"verdict\",");
  ASSERT_THAT(lifted, SizeIs(2));
  EXPECT_THAT(lifted[0], HasSubstr(R"("dates_ignored":"transition \"x\""})"));
  EXPECT_THAT(lifted[0], HasSubstr(R"("reasons":["coverage"])"));
  EXPECT_THAT(lifted[1], HasSubstr(R"("reasons":["outside_standard_dates"])"));  // a shadow does not share it
  EXPECT_THAT(lifted[1], HasSubstr(R"("dates_ignored":null)"));
  const auto plain =
      with(judge_rows(s, {"2031-12-31T23:00:00+07:00,p1,cod,1,measuring"}).lines, "\"verdict\",");
  EXPECT_THAT(plain[0], HasSubstr(R"("dates_ignored":null)"));
}

TEST(VerdictLines, ShadowsComeAfterTheBindingOneByStandardColumnAndBand) {
  auto shadowed = permit({"cod"});
  shadowed.limits["cod"] = {std::nullopt, number("5"), "annex"};
  shadowed.shadows = {{"qcvn-40-2025", "B", "F>2000"},
                      {"qcvn-40-2025", "A", "F>2000"},
                      {"qcvn-40-2025", "A", "F<=2000"},
                      {"qcvn-40-2011", "A", ""}};
  const auto lines =
      with(judge_rows(site({point("cod", "cod", minutes{1})}, {shadowed}), five({"6", "6", "6", "6"})).lines,
           "\"verdict\",");
  ASSERT_THAT(lines, SizeIs(5));
  EXPECT_THAT(lines[0], HasSubstr(R"("verdict":"exceeding")"));
  EXPECT_THAT(lines[0], HasSubstr(R"("binding":true,"basis":{"source":"permit")"));
  // Kq and Kf are shared, the own limit is not: 70 x 0.9.
  EXPECT_THAT(
      lines[1],
      HasSubstr(
          R"("limit_max":63,"ratio":0.0952,"coverage_percent":80.00,"binding":false,)"
          R"("basis":{"source":"standard","standard":"qcvn-40-2011","column":"A","c":70,"kq":0.9,"kf":1)"));
  EXPECT_THAT(
      lines[2],
      HasSubstr(
          R"("standard":"qcvn-40-2025","column":"A","c":null,"kq":null,"kf":null,"flow_band":"F<=2000")"));
  EXPECT_THAT(lines[3], HasSubstr(R"("column":"A","c":null,"kq":null,"kf":null,"flow_band":"F>2000")"));
  EXPECT_THAT(
      lines[4],
      HasSubstr(
          R"("column":"B","c":null,"kq":null,"kf":null,"flow_band":"F>2000","document":null,"certainty":"not found")"));
  EXPECT_THAT(lines[4], HasSubstr(R"("verdict":"no_limit","reasons":["limit_blank"])"));
}

TEST(VerdictLines, ARowWithoutABandServesEveryBandAndTheBandIsShownAsConfigured) {
  auto one = permit({"ph"});
  one.standard = "qcvn-40-2025";
  one.flow_band = "F>2000";
  const auto lines =
      with(judge_rows(site({point("ph", "ph", minutes{1})}, {one}), {row("09:00:00", "7", "ph")}).lines,
           "\"verdict\",");
  EXPECT_THAT(lines[0], HasSubstr(R"("flow_band":"F>2000","document":null,"certainty":"not found")"));
}

TEST(VerdictLines, AParameterWithoutAPointIsSaidSoInThePermitsPeriodOnly) {
  auto s = site({point("cod", "cod", minutes{1})}, {permit({"temperature", "cod", "color"})});
  const auto lines = with(judge_rows(s, {row("09:00:00", "1")}, true).lines, "\"point\":null");
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_THAT(
      lines[0],
      HasSubstr(
          R"("parameter":"color","period":"5min","start":"2026-11-24T09:00:00.000+07:00","verdict":"no_limit","reasons":["limit_unverified"])"));
  EXPECT_THAT(
      lines[1],
      HasSubstr(
          R"("parameter":"temperature","period":"5min","start":"2026-11-24T09:00:00.000+07:00","verdict":"not_enough_data","reasons":["no_point"],"at_least":false,"value":null,"limit_min":null,"limit_max":41,"ratio":null,"coverage_percent":null,)"));
}

TEST(VerdictLines, TwoPointsOfAParameterHaveAVerdictEachAndOtherPointsNone) {
  auto inner = point("a-inlet", "cod", minutes{1});
  inner.outlet = "";
  const auto outcome = judge_rows(site({point("cod-2", "cod", minutes{1}), point("cod-1", "cod", minutes{1}),
                                        point("t", "temperature", minutes{1}), inner},
                                       {permit({"cod"})}),
                                  {row("09:00:00", "1", "cod-2")});
  const auto verdicts = with(outcome.lines, "\"verdict\",");
  ASSERT_THAT(verdicts, SizeIs(2));
  EXPECT_THAT(verdicts[0], HasSubstr("\"point\":\"cod-1\""));
  EXPECT_THAT(verdicts[1], HasSubstr("\"point\":\"cod-2\""));
  const auto means = with(outcome.lines, R"("kind":"mean","plant":"p1","outlet":null,"point":"a-inlet")");
  EXPECT_THAT(means, SizeIs(3));
  EXPECT_THAT(outcome.lines[3], HasSubstr("\"outlet\":null"));  // null last among the means of one end
}

TEST(VerdictLines, AWindowInNoPermitHasNoVerdictAndPermitDaysAreIncluded) {
  auto old = permit({"cod"});
  old.valid_to = parse_day("2026-11-23");
  auto fresh = permit({"cod"});
  fresh.valid_from = parse_day("2026-11-25");
  fresh.kq = number("1.1");
  const auto s = site({point("cod", "cod", minutes{1})}, {old, fresh});
  const auto of = [&](const std::string& time) {
    return with(judge_rows(s, {time + ",p1,cod,1,measuring"}).lines, "\"verdict\",");
  };
  EXPECT_THAT(of("2026-11-23T23:59:59+07:00")[0], HasSubstr("\"kq\":0.9"));
  EXPECT_THAT(of("2026-11-24T00:00:00+07:00"), IsEmpty());
  EXPECT_THAT(of("2026-11-24T23:59:00+07:00"), IsEmpty());
  EXPECT_THAT(of("2026-11-24T17:00:00Z")[0], HasSubstr("\"kq\":1.1"));
}

TEST(VerdictLines, NegativeMeansRoundAwayFromZeroAndZeroHasNoSign) {
  const auto s = site({point("t", "temperature", minutes{1}, 0)}, {permit({"temperature"})});
  const auto half = judge_rows(s, {row("09:00:00", "-0.5", "t"), row("09:01:00", "0", "t")});
  EXPECT_THAT(half.lines[0], HasSubstr(R"("mean":-0.50,"min":-1,"max":0)"));
  const auto zero = judge_rows(s, {row("09:00:00", "-0.4", "t")});
  EXPECT_THAT(zero.lines[0], HasSubstr(R"("mean":0.00,"min":0,"max":0)"));
}

}  // namespace
}  // namespace effluent::testing_judge
