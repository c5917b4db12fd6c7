// SPDX-License-Identifier: Apache-2.0
// Permits over time: a new one judges from its first day without a restart, history keeps that of its time.
#include <gmock/gmock.h>

#include "work/recorder/recorder_rig.hpp"

namespace effluent {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

/// `cod` alone, judged by that period, from that day to that one (empty: open).
Permit& only_cod(Site& site, Period period, const char* from, const char* to) {
  auto& permits = site.plants[0].outlets[0].permits;
  Permit permit = permits.front();
  permit.automatic = {"cod"};
  permit.averaging = period;
  permit.averaging_of.clear();
  permit.valid_from = parse_day(from);
  permit.valid_to = parse_day(to);
  return permits.emplace_back(std::move(permit));
}

/// The permit that the rig's site came with goes.
void drop_first_permit(Site& site) {
  auto& permits = site.plants[0].outlets[0].permits;
  permits.erase(permits.begin());
}

class PermitsOverTime : public testing::Test {
 protected:
  /// A poll of `cod` every 5 minutes, 55 mg/L, up to that moment.
  static void poll_until(Rig& rig, const char* end) {
    const auto grid = minutes{5};
    while (true) {
      const auto now = rig.clock.wall().time_since_epoch();
      const auto next = Instant{now / milliseconds{grid} * milliseconds{grid} + grid};
      if (next > *parse_time(end)) return;
      rig.clock.advance(next - rig.clock.wall());
      rig.record(0, 550);
      if (!rig.recorder->tick()) throw std::runtime_error{"tick"};
    }
  }
  /// The verdict of the window that starts then; fails the test where there is none or several.
  static std::string verdict(const Rig& rig, const std::string& start) {
    std::vector<std::string> found;
    for (auto& line : rig.entries("verdict")) {
      if (member(line, "start") == '"' + start + ".000+07:00\"") found.push_back(std::move(line));
    }
    EXPECT_THAT(found, SizeIs(1)) << start;
    return found.empty() ? std::string{} : found.front();
  }
  /// The last `compliance` told before that moment.
  static std::string compliance_before(const Rig& rig, const char* moment) {
    std::string last;
    for (const auto& told : rig.told.all<CompliancePayload>()) {
      if (*parse_time(time_in(told.json)) < *parse_time(moment)) last = told.json;
    }
    return last;
  }

 private:
  static std::string time_in(const std::string& json) {
    const auto text = member(json, "time");
    return text.substr(1, text.size() - 2);
  }
};

/// Until 1 March 50 mg/L of the table, from 2 March the permit's own 60, and one parameter by laboratory.
void change_on_2_march(Site& site) {
  only_cod(site, Period::day, "2025-01-01", "2026-03-01");
  auto& later = only_cod(site, Period::day, "2026-03-02", "");
  later.limits["cod"] = {std::nullopt, Decimal{60, 0}, "2/GPMT, annex 1"};
  later.laboratory = {{"tss", hours{24 * 90}}};
  drop_first_permit(site);
}

const auto kOld = AllOf(HasSubstr(R"("verdict":"exceeding")"), HasSubstr(R"("limit_max":50,)"),
                        HasSubstr(R"("basis":{"source":"standard")"));
const auto kNew = AllOf(HasSubstr(R"("verdict":"within_limit")"), HasSubstr(R"("limit_max":60,)"),
                        HasSubstr(R"("document":"2/GPMT, annex 1")"));

TEST_F(PermitsOverTime, ANewPermitJudgesFromItsFirstDayWithoutARestart) {
  Rig rig{minutes{5}};
  change_on_2_march(rig.site);
  rig.start();
  poll_until(rig, "2026-03-03T00:05:00+07:00");
  EXPECT_THAT(rig.entries("start"), SizeIs(1));
  EXPECT_THAT(verdict(rig, "2026-03-01T00:00:00"), kOld) << "closed on the new day, judged by the old permit";
  EXPECT_THAT(verdict(rig, "2026-03-02T00:00:00"), kNew);
}

TEST_F(PermitsOverTime, ComplianceFollowsAtMidnight) {
  Rig rig{minutes{5}};
  change_on_2_march(rig.site);
  rig.start();
  poll_until(rig, "2026-03-01T23:55:00+07:00");
  const auto scope = [](int laboratory) {
    return HasSubstr(R"("laboratory":{"required":)" + std::to_string(laboratory));
  };
  EXPECT_THAT(rig.told.all<CompliancePayload>().back().json, scope(0));
  poll_until(rig, "2026-03-02T00:00:00+07:00");
  const auto first = rig.told.all<CompliancePayload>().back().json;
  EXPECT_THAT(first, scope(1)) << "with the day, before any window of it closed";
  EXPECT_EQ(member(first, "time"), R"("2026-03-02T00:00:00.000+07:00")");
  poll_until(rig, "2026-03-02T23:55:00+07:00");
  EXPECT_THAT(rig.told.all<CompliancePayload>().back().json,
              AllOf(HasSubstr(R"("verdict":"exceeding")"), scope(1)))
      << "the latest final verdict is still that of 1 March";
  poll_until(rig, "2026-03-03T00:05:00+07:00");
  EXPECT_THAT(rig.told.all<CompliancePayload>().back().json, HasSubstr(R"("verdict":"within_limit")"));
}

TEST_F(PermitsOverTime, ARestartOverTheChangeJudgesTheOldDayByTheOldPermit) {
  for (const bool clean : {true, false}) {
    Rig rig{minutes{5}};
    change_on_2_march(rig.site);
    rig.start();
    poll_until(rig, "2026-03-01T23:50:00+07:00");
    clean ? rig.stop() : rig.kill();
    rig.clock.advance(minutes{30});
    rig.start();
    EXPECT_THAT(verdict(rig, "2026-03-01T00:00:00"), kOld);
    poll_until(rig, "2026-03-03T00:05:00+07:00");
    EXPECT_THAT(verdict(rig, "2026-03-02T00:00:00"), kNew);
  }
}

TEST_F(PermitsOverTime, AStandardEndsWithItsLastDayAndThePermitThatFollowsBegins) {
  Rig rig{minutes{5}, "2031-12-31T22:00:02+07:00"};
  only_cod(rig.site, Period::five_minutes, "2025-01-01", "2031-12-31");
  auto& later = only_cod(rig.site, Period::five_minutes, "2032-01-01", "");
  later.limits["cod"] = {std::nullopt, Decimal{60, 0}, "2/GPMT, annex 1"};
  later.ignore_standard_dates = "agreed";
  drop_first_permit(rig.site);
  rig.start();
  poll_until(rig, "2032-01-01T01:00:00+07:00");
  EXPECT_THAT(verdict(rig, "2031-12-31T23:55:00"), AllOf(kOld, HasSubstr(R"("dates_ignored":null)")));
  EXPECT_THAT(verdict(rig, "2032-01-01T00:00:00"), AllOf(kNew, HasSubstr(R"("dates_ignored":"agreed")")));
}

TEST_F(PermitsOverTime, AfterTheStandardsEndAnOpenPermitHasNoLimit) {
  Rig rig{minutes{5}, "2031-12-31T22:00:02+07:00"};
  only_cod(rig.site, Period::five_minutes, "2025-01-01", "");
  drop_first_permit(rig.site);
  rig.start();
  poll_until(rig, "2032-01-01T01:00:00+07:00");
  EXPECT_THAT(verdict(rig, "2031-12-31T23:55:00"), kOld);
  EXPECT_THAT(verdict(rig, "2032-01-01T00:00:00"),
              AllOf(HasSubstr(R"("verdict":"no_limit","reasons":["outside_standard_dates"])"),
                    HasSubstr(R"("limit_max":null)")));
  EXPECT_THAT(compliance_before(rig, "2032-01-01T00:00:00+07:00"), HasSubstr(R"("verdict":"exceeding")"));
  EXPECT_THAT(rig.told.all<CompliancePayload>().back().json, HasSubstr(R"("reasons":["no_limit"])"));
}

TEST_F(PermitsOverTime, AfterItsLastDayAPermitJudgesNothingMore) {
  Rig rig{minutes{5}, "2026-03-01T22:00:02+07:00"};
  only_cod(rig.site, Period::five_minutes, "2025-01-01", "2026-03-01");
  drop_first_permit(rig.site);
  rig.start();
  poll_until(rig, "2026-03-02T01:00:00+07:00");
  EXPECT_THAT(verdict(rig, "2026-03-01T23:55:00"), kOld);
  for (const auto& line : rig.entries("verdict"))
    EXPECT_THAT(member(line, "start"), Not(HasSubstr("2026-03-02"))) << line;
  EXPECT_THAT(rig.told.all<CompliancePayload>().back().json,
              AllOf(HasSubstr(R"("verdict":"no_limit")"), HasSubstr(R"("automatic":{"required":0)")));
}

TEST_F(PermitsOverTime, ALeapDayIsADayOfThePermitThatHoldsOnIt) {
  Rig rig{minutes{5}, "2028-02-28T23:00:02+07:00"};
  only_cod(rig.site, Period::day, "2025-01-01", "2028-02-29");
  only_cod(rig.site, Period::day, "2028-03-01", "").limits["cod"] = {std::nullopt, Decimal{60, 0},
                                                                     "2/GPMT, annex 1"};
  drop_first_permit(rig.site);
  rig.start();
  poll_until(rig, "2028-03-02T00:05:00+07:00");
  EXPECT_THAT(verdict(rig, "2028-02-28T00:00:00"), HasSubstr(R"("reasons":["coverage"])"));
  EXPECT_THAT(verdict(rig, "2028-02-29T00:00:00"), AllOf(kOld, HasSubstr(R"("coverage_percent":100.00)")));
  EXPECT_THAT(verdict(rig, "2028-03-01T00:00:00"), AllOf(kNew, HasSubstr(R"("coverage_percent":100.00)")));
  EXPECT_THAT(rig.entries("verdict"), SizeIs(3));
}

}  // namespace
}  // namespace effluent
