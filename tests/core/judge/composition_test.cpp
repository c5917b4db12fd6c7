// SPDX-License-Identifier: Apache-2.0
// Verdicts that rest on more than one point: a standby instrument, an outlet that discharges at times.
#include <gmock/gmock.h>

#include "core/judge/judge_support.hpp"
#include "core/judge/window_book.hpp"

namespace effluent::testing_judge {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const Instant kMidnight = parse_time("2026-11-24T00:00:00+07:00").value();

/// Rows of some points, one a minute each, sorted by time.
class Rows {
 public:
  using Of = std::function<std::string(int minute)>;  ///< "value,state"; empty: no row
  Rows& add(const std::string& point, int from, int until, const Of& of) {
    for (int minute = from; minute < until; ++minute) {
      const std::string rest = of(minute);
      if (!rest.empty())
        rows_.emplace_back(minute, time_text(kMidnight + minutes{minute}) + ",p1," + point + "," + rest);
    }
    return *this;
  }
  Rows& constant(const std::string& point, int from, int until, const std::string& value) {
    return add(point, from, until, [&](int) { return value + ",measuring"; });
  }
  [[nodiscard]] std::vector<std::string> all() const {
    auto sorted = rows_;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& l, const auto& r) { return l.first < r.first; });
    std::vector<std::string> lines;
    for (const auto& [minute, line] : sorted) lines.push_back(line);
    return lines;
  }

 private:
  std::vector<std::pair<int, std::string>> rows_;
};

std::vector<std::string> verdicts_of(const Site& of, const Rows& rows) {
  return with(judge_rows(of, rows.all()).lines, "\"verdict\",");
}

// ---- standby (limit of COD in the table of these tests: 43.2) ----

Site with_standby(Period judged) {
  Point primary = point("cod-1", "cod", minutes{1});
  Point standby = point("cod-2", "cod", minutes{1});
  standby.standby_for = "cod-1";
  return site({primary, standby}, {permit({"cod"}, judged)});
}

TEST(Standby, GivesNoVerdictOfItsOwnAndItsOwnMeans) {
  Rows rows;
  rows.constant("cod-1", 0, 60, "20.0").constant("cod-2", 0, 60, "90.0");
  const auto lines = judge_rows(with_standby(Period::hour), rows.all()).lines;
  const auto verdicts = with(lines, "\"verdict\",");
  ASSERT_THAT(verdicts, SizeIs(1));
  EXPECT_THAT(verdicts[0], AllOf(HasSubstr(R"("point":"cod-1")"), HasSubstr(R"("value":20.000)"),
                                 HasSubstr(R"("instruments":[{"point":"cod-1","measured_s":3600,"n":60},)"
                                           R"({"point":"cod-2","measured_s":0,"n":0}])")));
  EXPECT_THAT(with(with(lines, "\"mean\","), "cod-2"), SizeIs(14)) << "12 of 5 min, an hour, a day";
}

TEST(Standby, StandsInForTheWindowsInWhichThePrimaryHasNoReading) {
  Rows rows;
  rows.add("cod-1", 0, 60, [](int minute) { return minute < 30 ? "20.0,measuring" : "20.0,fault"; });
  rows.constant("cod-2", 0, 60, "90.0");
  const auto verdicts = verdicts_of(with_standby(Period::hour), rows);
  ASSERT_THAT(verdicts, SizeIs(1));
  EXPECT_THAT(verdicts[0], AllOf(HasSubstr(R"("verdict":"exceeding")"), HasSubstr(R"("value":55.000)"),
                                 HasSubstr(R"("coverage_percent":100.00)"),
                                 HasSubstr(R"({"point":"cod-2","measured_s":1800,"n":30})")));
}

TEST(Standby, IsNeverTheBetterOfTwo) {
  Rows rows;  // The standby reads less all the time, and is not asked.
  rows.constant("cod-1", 0, 60, "90.0").constant("cod-2", 0, 60, "1.0");
  EXPECT_THAT(verdicts_of(with_standby(Period::hour), rows),
              ElementsAre(HasSubstr(R"("verdict":"exceeding")")));
}

TEST(Standby, AWindowThatThePrimaryMeasuredInPartStaysThePrimarys) {
  Rows rows;
  rows.add("cod-1", 0, 5, [](int minute) { return minute == 4 ? "50.0,measuring" : ",fault"; });
  rows.constant("cod-2", 0, 5, "1.0");
  const auto verdicts = verdicts_of(with_standby(Period::five_minutes), rows);
  EXPECT_THAT(verdicts, ElementsAre(AllOf(HasSubstr(R"("coverage_percent":20.00)"),
                                          HasSubstr(R"("verdict":"not_enough_data")"))));
}

/// The entries that the gateway writes of who is on duty, with a restart at `restart_at` where given.
std::vector<std::string> duty_entries(const Rows& rows, std::optional<Instant> restart_at) {
  const Site of = with_standby(Period::hour);
  std::vector<std::string> entries;
  std::vector<JudgedLine> written;
  const auto write = [&](const JudgedLine& line) {
    written.push_back(line);
    if (line.kind == JudgedLine::Kind::duty) entries.push_back(line.body);
  };
  auto book = std::make_unique<WindowBook>(of, WindowBook::Closing{});
  book->begin_plant(0, kMidnight);
  ReadingsReader reader{of};
  std::vector<ReadingRow> entered;
  const auto add = [](WindowBook& to, const ReadingRow& row) {
    const Cause cause = row.state == State::measuring ? Cause::none : Cause::device_fault;
    to.add(0, row.point, row.time, {row.value, row.state, cause});
  };
  for (const auto& line : rows.all()) {
    const ReadingRow row = **reader.read(line);
    if (restart_at && row.time >= *restart_at) {
      book = std::make_unique<WindowBook>(of, WindowBook::Closing{});
      book->begin_plant(0, kMidnight);
      Instant last{};
      for (const auto& past : written) {
        if (past.kind == JudgedLine::Kind::mean) {
          book->resume_point(0, *past.point, past.period, past.end);
          last = std::max(last, past.end);
        }
        if (past.kind == JudgedLine::Kind::verdict) book->resume_own(0, "o1", "cod", past.period, past.end);
      }
      book->resume_own(0, "o1", "cod", Period::five_minutes, last);
      for (const auto& past : written) {
        if (past.kind == JudgedLine::Kind::mean && past.shortest)
          book->restore_mean(0, *past.point, past.start, past.sums);
      }
      for (const auto& past : entered) {
        if (past.time >= last) add(*book, past);
      }
      restart_at.reset();
    }
    book->close(row.time, write);
    add(*book, row);
    entered.push_back(row);
  }
  book->close(kMidnight + hours{3}, write);
  return entries;
}

Rows switched() {
  Rows rows;
  rows.add("cod-1", 0, 120, [](int minute) {
    return minute < 30 || minute >= 60 ? std::string{"20.0,measuring"} : std::string{",fault"};
  });
  rows.constant("cod-2", 0, 120, "30.0");
  return rows;
}

TEST(Standby, EachSwitchIsAnEntryThatNamesWhoAndWhy) {
  EXPECT_THAT(
      duty_entries(switched(), std::nullopt),
      ElementsAre(
          R"("kind":"event","plant":"p1","device":null,"what":"standby_on_duty","cause":"device_fault",)"
          R"("outlet":"o1","parameter":"cod","point":"cod-2","since":"2026-11-24T00:30:00.000+07:00")",
          R"("kind":"event","plant":"p1","device":null,"what":"primary_on_duty","cause":null,)"
          R"("outlet":"o1","parameter":"cod","point":"cod-1","since":"2026-11-24T01:00:00.000+07:00")"));
}

TEST(Standby, ARestartTellsNoSwitchTwiceAndMissesNone) {
  const auto unbroken = duty_entries(switched(), std::nullopt);
  for (int minute = 5; minute < 120; minute += 5) {
    EXPECT_EQ(duty_entries(switched(), kMidnight + minutes{minute}), unbroken) << minute;
  }
}

TEST(Standby, BothSilentChangesNothing) {
  Rows rows;
  rows.constant("cod-1", 0, 30, "20.0").constant("cod-2", 0, 30, "30.0");
  rows.constant("cod-1", 90, 120, "20.0").constant("cod-2", 90, 120, "30.0");
  EXPECT_THAT(duty_entries(rows, std::nullopt), IsEmpty());
}

TEST(Standby, WhatThePrimaryReadMeanwhileIsNotForgotten) {
  Rows rows;  // calibration while it exceeds, and a standby in clean water
  rows.add("cod-1", 0, 60, [](int minute) { return minute < 30 ? "20.0,measuring" : "500.0,calibrating"; });
  rows.constant("cod-2", 0, 60, "10.0");
  EXPECT_THAT(verdicts_of(with_standby(Period::hour), rows),
              ElementsAre(AllOf(HasSubstr(R"("verdict":"within_limit","reasons":["depends_on_exclusion"])"),
                                HasSubstr(R"("excluded":{"n":30,"sum":15000.0,"min":500.0,"max":500.0})"))));
}

// ---- discharge ----

/// COD at the outlet; signs: flow out at most 0.5, level at most 12; inflow and a tank of 100 m3.
Site with_discharge(Period judged, milliseconds flush = milliseconds{0}) {
  const auto auxiliary = [](const char* id, const char* parameter) {
    Point made = point(id, parameter, minutes{1});
    made.unit = std::string{parameter} == "flow" ? "m3/h" : "cm";
    return made;
  };
  Site made = site({point("cod", "cod", minutes{1}), auxiliary("flow-out", "flow"),
                    auxiliary("level", "level"), auxiliary("flow-in", "flow")},
                   {permit({"cod"}, judged)});
  made.plants[0].outlets[0].discharge =
      DischargeRules{{{"flow-out", number("0.5"), std::nullopt}, {"level", number("12"), std::nullopt}},
                     "flow-in",
                     number("100"),
                     flush};
  return made;
}

constexpr int kDay = 24 * 60;

/// A day with its outlet idle in [from, until), the inflow throughout.
Rows idle_between(int from, int until, const std::string& inflow, const std::string& cod_idle = "40.0") {
  Rows rows;
  rows.add("cod", 0, kDay,
           [=](int m) { return (m >= from && m < until ? cod_idle : "40.0") + ",measuring"; });
  rows.add("flow-out", 0, kDay,
           [=](int m) { return m >= from && m < until ? "0.2,measuring" : "90.0,measuring"; });
  rows.add("level", 0, kDay,
           [=](int m) { return m >= from && m < until ? "11.0,measuring" : "30.0,measuring"; });
  rows.constant("flow-in", 0, kDay, inflow);
  return rows;
}

TEST(Discharge, ADayOnWhichNothingIsDischargedIsNotJudged) {
  const auto verdicts = verdicts_of(with_discharge(Period::day), idle_between(0, kDay, "4.0", "500.0"));
  ASSERT_THAT(verdicts, SizeIs(1));
  EXPECT_THAT(verdicts[0],
              AllOf(HasSubstr(R"("verdict":"not_discharging","reasons":[])"), HasSubstr(R"("value":null)"),
                    HasSubstr(R"("discharge":{"idle_s":86400,"flush_s":0,"contradictory_s":0,)"
                              R"("inflow_m3":96.000,"tank_volume_m3":100,"explained":true})")));
}

TEST(Discharge, AnInflowThatTheTankCantHoldIsAContradiction) {
  const auto verdicts = verdicts_of(with_discharge(Period::day), idle_between(0, kDay, "5.0"));
  ASSERT_THAT(verdicts, SizeIs(1));
  EXPECT_THAT(verdicts[0], AllOf(HasSubstr(R"("verdict":"not_enough_data","reasons":["flow_contradiction"])"),
                                 HasSubstr(R"("inflow_m3":120.000)"), HasSubstr(R"("explained":false)")));
}

TEST(Discharge, AnInflowThatIsNotKnownExplainsNothing) {
  Rows unknown;
  unknown.constant("cod", 0, kDay, "40.0")
      .constant("flow-out", 0, kDay, "0.1")
      .constant("level", 0, kDay, "3.0");
  unknown.constant("flow-in", 0, 18 * 60, "1.0");
  EXPECT_THAT(verdicts_of(with_discharge(Period::day), unknown),
              ElementsAre(AllOf(HasSubstr(R"("flow_contradiction")"), HasSubstr(R"("inflow_m3":null)"))));
}

TEST(Discharge, WhatExceedsExceedsWhateverTheSignsSay) {
  EXPECT_THAT(verdicts_of(with_discharge(Period::day), idle_between(0, kDay, "5.0", "90.0")),
              ElementsAre(HasSubstr(R"("verdict":"exceeding")")));
}

TEST(Discharge, OneSignAloneIsNoStandstill) {
  Rows rows;
  rows.constant("cod", 0, kDay, "40.0")
      .constant("flow-out", 0, kDay, "0.1")
      .constant("level", 0, kDay, "30.0");
  rows.constant("flow-in", 0, kDay, "1.0");
  EXPECT_THAT(verdicts_of(with_discharge(Period::day), rows),
              ElementsAre(AllOf(HasSubstr(R"("verdict":"not_enough_data","reasons":["flow_contradiction"])"),
                                HasSubstr(R"("idle_s":0,"flush_s":0,"contradictory_s":86400)"))));
}

TEST(Discharge, ASilentSignProvesNothing) {
  Rows rows;
  rows.constant("cod", 0, kDay, "40.0")
      .constant("flow-out", 0, kDay, "0.1")
      .constant("flow-in", 0, kDay, "1.0");
  EXPECT_THAT(verdicts_of(with_discharge(Period::day), rows),
              ElementsAre(AllOf(HasSubstr(R"("verdict":"within_limit")"), HasSubstr(R"("idle_s":0)"))));
}

TEST(Discharge, IdleHoursAreLeftOutOfMeanAndCoverageAndTold) {
  // 20 h of standing water at 90, 4 h discharged at 40: what was discharged is within the limit, and says on
  // what that depends.
  const auto verdicts = verdicts_of(with_discharge(Period::day), idle_between(0, 20 * 60, "4.0", "90.0"));
  EXPECT_THAT(verdicts,
              ElementsAre(AllOf(HasSubstr(R"("verdict":"within_limit","reasons":["depends_on_exclusion"])"),
                                HasSubstr(R"("value":40.000)"), HasSubstr(R"("coverage_percent":100.00)"),
                                HasSubstr(R"("excluded":{"n":1200,"sum":108000.0,"min":90.0,"max":90.0})"),
                                HasSubstr(R"("idle_s":72000)"))));
}

TEST(Discharge, AfterARestartWhatStoodInThePipeIsLeftOutToo) {
  Rows rows = idle_between(0, 12 * 60, "4.0", "90.0");
  rows.constant("flow-in", -kDay, 0, "4.0");  // what the tank took in is known for 24 h
  const auto verdicts = verdicts_of(with_discharge(Period::hour, minutes{10}), rows);
  ASSERT_THAT(verdicts, SizeIs(48));
  EXPECT_THAT(verdicts[24 + 11], HasSubstr(R"("verdict":"not_discharging")"));
  EXPECT_THAT(verdicts[24 + 12], AllOf(HasSubstr(R"("idle_s":0,"flush_s":600,)"), HasSubstr(R"("n":10)")));
  EXPECT_THAT(verdicts[24 + 13], HasSubstr(R"("flush_s":0)"));
}

TEST(Discharge, FlushTimeIsDischarge) {
  // Five minutes idle in each hour, and a flush time of an hour: nothing is left to judge, and much was
  // discharged.
  Rows rows;
  const auto stands = [](int m) { return m % 60 < 5; };
  rows.constant("cod", 0, kDay, "500.0").constant("flow-in", -kDay, kDay, "1.0");
  rows.add("flow-out", 0, kDay, [=](int m) { return stands(m) ? "0.0,measuring" : "90.0,measuring"; });
  rows.add("level", 0, kDay, [=](int m) { return stands(m) ? "5.0,measuring" : "30.0,measuring"; });
  const auto verdicts = verdicts_of(with_discharge(Period::hour, hours{1}), rows);
  EXPECT_THAT(verdicts.at(24 + 12), HasSubstr(R"("verdict":"not_enough_data","reasons":["coverage"])"));
}

TEST(Discharge, AnInflowThatIsSilentOrBeyondItsRangeWhileIdleExplainsNothing) {
  const auto rows_with = [](const std::string& while_idle) {
    Rows other;
    other.constant("cod", 0, kDay, "40.0");
    other.add("flow-out", 0, kDay,
              [](int m) { return m >= 720 && m < 840 ? "0.2,measuring" : "90.0,measuring"; });
    other.add("level", 0, kDay,
              [](int m) { return m >= 720 && m < 840 ? "11.0,measuring" : "30.0,measuring"; });
    other.add("flow-in", 0, kDay, [=](int m) { return m >= 720 && m < 840 ? while_idle : "1.0,measuring"; });
    return other;
  };
  Site of = with_discharge(Period::day);
  of.plants[0].points[3].range = Range{number("0"), number("10")};
  EXPECT_THAT(verdicts_of(of, rows_with("1.0,measuring")).at(0), HasSubstr(R"("explained":true)"));
  EXPECT_THAT(verdicts_of(of, rows_with("1.0,calibrating")).at(0), HasSubstr(R"("inflow_m3":null)"));
  EXPECT_THAT(verdicts_of(of, rows_with("5000.0,measuring")).at(0), HasSubstr(R"("inflow_m3":null)"));
}

/// Idle but for two hours in each six.
Rows batchwise() {
  const auto runs = [](int m) { return m % 360 >= 120 && m % 360 < 240; };
  Rows rows;
  rows.constant("cod", 0, kDay, "40.0").constant("flow-in", -kDay, kDay, "1.0");
  rows.add("flow-out", 0, kDay, [=](int m) { return runs(m) ? "90.0,measuring" : "0.0,measuring"; });
  return rows.add("level", 0, kDay, [=](int m) { return runs(m) ? "30.0,measuring" : "5.0,measuring"; });
}

TEST(Batches, EachDischargeBetweenTwoStandstillsIsJudgedAsAWhole) {
  Site of = with_discharge(Period::day, minutes{10});
  of.plants[0].outlets[0].discharge->batches = true;
  const auto batches = with(verdicts_of(of, batchwise()), "\"batch\"");
  ASSERT_THAT(batches, SizeIs(4));
  EXPECT_THAT(
      batches[1],
      AllOf(HasSubstr(R"("period":"batch","start":"2026-11-24T08:00:00.000+07:00","verdict":"within_limit")"),
            HasSubstr(R"("coverage_percent":100.00)"), HasSubstr(R"("idle_s":0,"flush_s":600,)"),
            HasSubstr(R"("end":"2026-11-24T10:00:00.000+07:00"})")));
}

TEST(Batches, WhatDoesNotStopIsNoBatch) {
  Site of = with_discharge(Period::day);
  of.plants[0].outlets[0].discharge->batches = true;
  EXPECT_THAT(with(verdicts_of(of, idle_between(0, 0, "4.0")), "\"batch\""), IsEmpty());
}

// ---- weighted by flow ----

Site weighted(Period judged) {
  Point flow = point("flow-out", "flow", minutes{1});
  flow.unit = "m3/h";
  Permit held = permit({"cod"}, judged);
  held.flow_weighted.insert("cod");
  Site made = site({point("cod", "cod", minutes{1}), flow}, {held});
  made.plants[0].outlets[0].flow = "flow-out";
  return made;
}

/// An hour, half of it at 20 mg/L and 90 m3/h, half at 80 mg/L and 10 m3/h.
Rows two_halves(const std::string& late_flow = "10.0") {
  Rows rows;
  rows.constant("cod", 0, 30, "20.0").constant("cod", 30, 60, "80.0").constant("flow-out", 0, 30, "90.0");
  return rows.add("flow-out", 30, 60, [=](int) { return late_flow.empty() ? "" : late_flow + ",measuring"; });
}

TEST(FlowWeighting, CountsAMeanByWhatWasDischargedAtIt) {
  // (20 x 90 + 80 x 10) / 100 = 26, where the plain mean is 50 and would exceed 43.2.
  EXPECT_THAT(
      verdicts_of(weighted(Period::hour), two_halves()),
      ElementsAre(AllOf(HasSubstr(R"("verdict":"within_limit","reasons":[])"), HasSubstr(R"("value":26.000)"),
                        HasSubstr(R"("weighting":{"by":"flow","point":"flow-out","volume_m3":50.000,)"
                                  R"("without_flow_s":0})"))));
}

TEST(FlowWeighting, ATimeWithoutAFlowIsNotCovered) {
  EXPECT_THAT(
      verdicts_of(weighted(Period::hour), two_halves("")),
      ElementsAre(AllOf(HasSubstr(R"("verdict":"not_enough_data","reasons":["coverage","flow_missing"])"),
                        HasSubstr(R"("coverage_percent":50.00)"), HasSubstr(R"("without_flow_s":1800)"))));
}

TEST(FlowWeighting, NothingDischargedGivesNoMean) {
  Rows rows;
  rows.constant("cod", 0, 60, "80.0").constant("flow-out", 0, 60, "0.0");
  EXPECT_THAT(verdicts_of(weighted(Period::hour), rows),
              ElementsAre(AllOf(HasSubstr(R"("verdict":"not_enough_data","reasons":["coverage"])"),
                                HasSubstr(R"("value":null)"))));
}

TEST(FlowWeighting, AFlowBackwardsWeighsNothing) {
  EXPECT_THAT(verdicts_of(weighted(Period::hour), two_halves("-50.0")),
              ElementsAre(HasSubstr(R"("value":20.000)")));
}

TEST(FlowWeighting, AFlowThatNoRiverCarriesWeighsNothing) {
  EXPECT_THAT(verdicts_of(weighted(Period::hour), two_halves("4000000000000000.0")),
              ElementsAre(AllOf(HasSubstr(R"("value":20.000)"), HasSubstr(R"("flow_missing")"))));
}

TEST(FlowWeighting, TimeWithoutAFlowCoversNothing) {
  EXPECT_THAT(verdicts_of(weighted(Period::hour), two_halves("0.0")),
              ElementsAre(AllOf(HasSubstr(R"("verdict":"not_enough_data")"),
                                HasSubstr(R"("coverage_percent":50.00)"))));
}

// ---- the instrument's permitted error ----

Site accurate(Accuracy accuracy, const std::string& parameter = "cod") {
  Point measured = point(parameter, parameter, minutes{1});
  measured.accuracy = std::move(accuracy);
  return site({measured}, {permit({parameter})});
}

TEST(PermittedError, AnExceedanceWithinItSaysSoAndStaysOne) {
  Rows rows;  // limit 43.2; 5 % of 45.4 is 2.27
  rows.constant("cod", 0, 5, "45.4");
  EXPECT_THAT(verdicts_of(accurate({number("5"), std::nullopt, "b", "a rule"}), rows),
              ElementsAre(AllOf(HasSubstr(R"("verdict":"exceeding")"),
                                HasSubstr(R"("permitted_error":{"plus_minus":2.270,"covers_exceedance":true,)"
                                          R"("certainty":"b","document":"a rule"})"))));
}

TEST(PermittedError, OneBeyondItSaysSoToo) {
  Rows rows;  // 45.5 x 0.95 = 43.225
  rows.constant("cod", 0, 5, "45.5");
  EXPECT_THAT(verdicts_of(accurate({number("5"), std::nullopt, "b", "a rule"}), rows),
              ElementsAre(HasSubstr(R"("covers_exceedance":false)")));
}

TEST(PermittedError, OfPhIsTheSameOnBothSides) {
  const Site of = accurate({std::nullopt, number("0.2"), "b", "a rule"}, "ph");
  const auto said = [&](const std::string& value) {
    Rows rows;
    rows.constant("ph", 0, 60, value);
    return verdicts_of(of, rows).at(0);
  };
  EXPECT_THAT(said("9.7"), HasSubstr(R"("plus_minus":0.200,"covers_exceedance":true)"));
  EXPECT_THAT(said("9.8"), HasSubstr(R"("covers_exceedance":false)"));
  EXPECT_THAT(said("4.8"), HasSubstr(R"("covers_exceedance":true)"));
  EXPECT_THAT(said("4.7"), HasSubstr(R"("covers_exceedance":false)"));
}

TEST(PermittedError, IsNoRemarkOnAnythingElse) {
  Rows rows;
  rows.constant("cod", 0, 5, "43.2");
  EXPECT_THAT(verdicts_of(accurate({number("5"), std::nullopt, "b", "a rule"}), rows),
              ElementsAre(AllOf(HasSubstr("within_limit"), HasSubstr(R"("permitted_error":null)"))));
}

}  // namespace
}  // namespace effluent::testing_judge
