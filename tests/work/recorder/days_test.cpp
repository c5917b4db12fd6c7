// SPDX-License-Identifier: Apache-2.0
// Days by verdict of a recorder: what a start takes back, what is told when the day changes.
#include <gmock/gmock.h>

#include <random>

#include "core/judge/day_verdicts.hpp"
#include "work/recorder/recorder_rig.hpp"

namespace effluent {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string unquoted(const std::string& text) { return text.substr(1, text.size() - 2); }

/// Outlet o1 has to measure cod only, judged by `period`.
void demand_cod(Rig& rig, Period period) {
  auto& permit = rig.site.plants[0].outlets[0].permits[0];
  permit.automatic = {"cod"};
  permit.averaging = period;
}

std::string told_days(const Rig& rig) {
  const auto told = rig.told.all<CompliancePayload>();
  if (told.empty()) return {};
  return told.back().json.substr(told.back().json.find("\"days\":"));
}

std::map<std::string, std::string> stored_days(const Rig& rig) {
  std::map<std::string, std::string> found;
  const auto rows = rig.real->memory();
  if (!rows) throw std::runtime_error{rows.error().text};
  for (const auto& row : *rows) {
    if (row.kind == "days") found[row.key] = row.value;
  }
  return found;
}

/// The same, from the entries alone.
std::map<std::string, std::string> days_of_entries(const Rig& rig) {
  std::map<std::string, std::string> found;
  DayVerdicts verdicts;
  const auto keep = [&found](const std::optional<DayVerdicts::Kept>& kept) {
    if (kept) found[kept->name] = kept->text;
  };
  for (const char* kind : {"mean", "verdict"}) {
    for (const auto& line : rig.entries(kind)) {
      FinalVerdict made;
      made.start = *parse_time(unquoted(member(line, "start")));
      made.key.plant = unquoted(member(line, "plant"));
      keep(verdicts.begin(made.key.plant, made.start));
      if (std::string_view{kind} == "mean") continue;
      made.key.outlet = unquoted(member(line, "outlet"));
      made.key.parameter = unquoted(member(line, "parameter"));
      made.key.binding = member(line, "binding") == "true";
      made.verdict = *parse_verdict(unquoted(member(line, "verdict")));
      keep(verdicts.add(made));
    }
  }
  return found;
}

TEST(Days, ARestartAtAnyMomentChangesNoFigure) {
  Rig rig{minutes{5}, "2028-02-27T22:58:00+07:00"};  // over a leap day and the end of a month
  std::mt19937 random{11};
  rig.start();
  int compared = 0;
  for (int poll = 0; poll < 4 * 288; ++poll, rig.clock.advance(minutes{5})) {
    rig.record(0, static_cast<std::uint16_t>(random() % 900));
    rig.record(1, static_cast<std::uint16_t>(random() % 900));
    if (random() % 40 != 0) continue;
    const std::string before = told_days(rig);
    rig.kill();
    rig.start();
    ASSERT_EQ(told_days(rig), before);
    ASSERT_EQ(stored_days(rig), days_of_entries(rig));
    ++compared;
  }
  EXPECT_GT(compared, 10);
  EXPECT_THAT(told_days(rig), HasSubstr(R"("rolling_30d":{"exceeding":4})"));
  EXPECT_THAT(told_days(rig), HasSubstr(R"("month":{"exceeding":2})"));
}

TEST(Days, WhatIsStoredIsThatOfTheEntriesWhereverTheStoreFailsAndTheProcessDies) {
  Rig rig{minutes{5}, "2026-03-31T20:00:00+07:00"};
  std::mt19937 random{5};
  rig.start();
  int failures = 0;
  for (int poll = 0; poll < 3 * 288; ++poll, rig.clock.advance(minutes{5})) {
    if (random() % 12 == 0) rig.ledger->failure = WriteError{{13, "full"}, true};
    (void)rig.give(rig.poll(0, static_cast<std::uint16_t>(random() % 900)));
    if (rig.ledger->failure) {
      ++failures;
      ASSERT_EQ(stored_days(rig), days_of_entries(rig)) << "nothing of it";
      if (random() % 2 == 0) {
        rig.kill();
        rig.start();
      } else {
        rig.ledger->failure.reset();
        ASSERT_TRUE(rig.recorder->tick());
      }
      ASSERT_EQ(stored_days(rig), days_of_entries(rig)) << "all of it";
    }
  }
  EXPECT_GT(failures, 20);
}

TEST(Days, AChangeOfDayIsToldOnceAndItsVerdictsOnce) {
  Rig rig{minutes{1}, "2026-03-30T23:30:00+07:00"};
  demand_cod(rig, Period::day);
  rig.start();
  const auto until = [&rig](std::string_view moment) {
    for (; rig.clock.wall() < *parse_time(moment); rig.clock.advance(minutes{1})) rig.record(0, 900);
  };
  until("2026-04-01T00:00:00+07:00");
  rig.told.messages.clear();
  until("2026-04-01T00:30:00+07:00");
  const auto told = rig.told.all<CompliancePayload>();
  ASSERT_THAT(told, SizeIs(2));
  EXPECT_THAT(told[0].json,
              HasSubstr(R"("today":{},"yesterday":{},"month":{},"rolling_30d":{"not_enough_data":1})"))
      << "it may still be judged";
  EXPECT_THAT(told[1].json,
              HasSubstr(R"("yesterday":{"exceeding":1},"month":{},"rolling_30d":{"exceeding":1,)"));
}

TEST(Days, WindowsLeftOutInALongDowntimeAreDaysWithoutData) {
  Rig rig{minutes{5}, "2026-03-01T08:00:00+07:00"};
  demand_cod(rig, Period::hour);
  rig.start();
  for (int poll = 0; poll < 40; ++poll, rig.clock.advance(minutes{5})) rig.record(0, 100);
  EXPECT_THAT(told_days(rig), HasSubstr(R"("today":{"within_limit":1})"));
  rig.kill();
  rig.clock.advance(days{4});
  rig.start();
  EXPECT_THAT(told_days(rig),
              HasSubstr(R"("today":{"not_enough_data":1},"yesterday":{"not_enough_data":1})"));
  EXPECT_THAT(told_days(rig), HasSubstr(R"("month":{"not_enough_data":5})"));
  const std::string before = told_days(rig);
  rig.kill();
  rig.start();
  EXPECT_EQ(told_days(rig), before);
}

TEST(Days, AStoreOfAnEarlierVersionBeginsWithTheNextWindow) {
  Rig rig{minutes{5}, "2026-03-01T08:00:00+07:00"};
  demand_cod(rig, Period::hour);
  rig.start();
  EXPECT_THAT(stored_days(rig), IsEmpty());
  EXPECT_THAT(told_days(rig), HasSubstr(R"("today":{},"yesterday":{},"month":{},"rolling_30d":{})"));
  EXPECT_THAT(told_days(rig), HasSubstr(R"("meets":null)"));
}

}  // namespace
}  // namespace effluent
