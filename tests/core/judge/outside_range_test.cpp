// SPDX-License-Identifier: Apache-2.0
// pH and temperature are told by how long and how far they were outside; a provisional verdict by what is
// left.
#include <gmock/gmock.h>

#include "core/judge/judge_support.hpp"

namespace effluent::testing_judge {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const Instant kMidnight = parse_time("2026-11-24T00:00:00+07:00").value();

/// pH 5 to 9.5 in the table of these tests; one reading a minute, `of` gives tenths.
std::vector<std::string> day_of_ph(const std::function<int(int minute)>& of) {
  std::vector<std::string> rows;
  for (int minute = 0; minute < 24 * 60; ++minute) {
    rows.push_back(time_text(kMidnight + minutes{minute}) + ",p1,ph," + fixed_text(of(minute), 1) +
                   ",measuring");
  }
  return rows;
}

std::vector<std::string> verdicts(const std::vector<std::string>& rows, Period judged) {
  Permit held = permit({"ph"});
  held.averaging_of["ph"] = judged;
  return with(judge_rows(site({point("ph", "ph", minutes{1})}, {held}), rows).lines, "\"verdict\",");
}

/// pH 7 for 20 h and 11 for 4 h.
int dumped(int minute) { return minute < 20 * 60 ? 70 : 110; }

TEST(OutsideRange, ADailyMeanHidesADumpThatItsMinutesAndWorstHourTell) {
  const auto lines = verdicts(day_of_ph(dumped), Period::day);
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_THAT(lines[0],
              HasSubstr(R"("verdict":"within_limit","reasons":[],"at_least":false,"value":7.667,)"));
  EXPECT_THAT(lines[0],
              HasSubstr(R"("deviation":-1.833,"outside":{"below_s":0,"above_s":14400,)"
                        R"("worst_hour":{"start":"2026-11-24T20:00:00.000+07:00","value":11.000}})"));
}

TEST(OutsideRange, HoursSayItThemselves) {
  const auto lines = verdicts(day_of_ph(dumped), Period::hour);
  ASSERT_THAT(lines, SizeIs(24));
  EXPECT_THAT(with(lines, "\"exceeding\""), SizeIs(4));
  EXPECT_THAT(lines[20],
              HasSubstr(R"("deviation":1.500,"outside":{"below_s":0,"above_s":3600,"worst_hour":null})"));
}

TEST(OutsideRange, AcidAndAlkalineMinutesAreCountedApart) {
  const auto lines =
      verdicts(day_of_ph([](int minute) { return minute < 10   ? 40
                                                 : minute < 25 ? 100
                                                               : 70; }), Period::day);
  EXPECT_THAT(lines.at(0), HasSubstr(R"("outside":{"below_s":600,"above_s":900,)"));
}

TEST(OutsideRange, WithNothingOutsideTheWorstHourIsTheNearestToALimit) {
  const auto lines = verdicts(day_of_ph([](int minute) { return minute / 60 == 5 ? 85 : 70; }), Period::day);
  EXPECT_THAT(lines.at(0), HasSubstr(R"("outside":{"below_s":0,"above_s":0,"worst_hour":)"
                                     R"({"start":"2026-11-24T05:00:00.000+07:00","value":8.500}})"));
}

TEST(OutsideRange, OfAParameterWithOneLimitIsNotTold) {
  const auto lines = with(judge_rows(site({point("cod", "cod", minutes{1})}, {permit({"cod"})}),
                                     {"2026-11-24T09:00:00+07:00,p1,cod,50,measuring"})
                              .lines,
                          "\"verdict\",");
  EXPECT_THAT(lines.at(0), HasSubstr(R"("deviation":null,"outside":null)"));
}

TEST(OutsideRange, SurvivesARestartInTheMiddleOfTheDay) {
  Permit held = permit({"ph"});
  held.averaging_of["ph"] = Period::day;
  const auto s = site({point("ph", "ph", minutes{1})}, {held});
  const auto last_verdict = [&](bool restart) {
    std::vector<JudgedLine> lines;
    const auto write = [&lines](const JudgedLine& line) { lines.push_back(line); };
    auto book = std::make_unique<WindowBook>(s, WindowBook::Closing{seconds{30}, true});
    book->begin_plant(0, kMidnight);
    for (int minute = 0; minute < 24 * 60; ++minute) {
      const Instant now = kMidnight + minutes{minute};
      book->close(now, write);
      if (restart && minute == 22 * 60 + 1) {
        // What the journal holds comes back; readings of windows not closed come again from the blocks.
        const auto before = lines;
        book = std::make_unique<WindowBook>(s, WindowBook::Closing{seconds{30}, true});
        book->begin_plant(0, kMidnight);
        for (const auto& line : before) {
          if (line.kind == JudgedLine::Kind::mean) book->resume_point(0, 0, line.period, line.end);
        }
        for (const auto& line : before) {
          if (line.kind == JudgedLine::Kind::mean && line.shortest)
            book->restore_mean(0, 0, line.start, line.sums);
        }
        book->add(0, 0, now - minutes{1}, reading(dumped(minute - 1)));
      }
      book->add(0, 0, now, reading(dumped(minute)));
    }
    book->close(kMidnight + hours{25}, write);
    std::string found;
    for (const auto& line : lines) {
      if (line.kind == JudgedLine::Kind::verdict && line.start == kMidnight) found = line.text();
    }
    return found;
  };
  EXPECT_THAT(last_verdict(false), HasSubstr(R"("above_s":14400)"));
  EXPECT_EQ(last_verdict(true), last_verdict(false));
}

/// The provisional verdict of a day of COD, limit 43.2, with `of` tenths a minute up to `now`.
std::string provisional(int now, const std::function<int(int minute)>& of) {
  const auto s = site({point("cod", "cod", minutes{1})}, {permit({"cod"}, Period::day)});
  WindowBook book{s, {seconds{30}, true}};
  book.begin_plant(0, kMidnight);
  for (int minute = 0; minute < now; ++minute) {
    book.close(kMidnight + minutes{minute}, [](const JudgedLine&) {});
    book.add(0, 0, kMidnight + minutes{minute}, reading(of(minute)));
  }
  const auto lines = book.provisional(0, kMidnight + minutes{now});
  return lines.empty() ? "" : lines.front().text();
}

TEST(Provisional, HasNoColourBeforeAQuarterOfTheWindow) {
  EXPECT_THAT(provisional(359, [](int) { return 400; }),
              HasSubstr(R"("elapsed_percent":24.93,"colour":null)"));
  EXPECT_THAT(provisional(360, [](int) { return 400; }),
              HasSubstr(R"("elapsed_percent":25.00,"colour":"green")"));
  EXPECT_THAT(provisional(360, [](int) { return 440; }), HasSubstr(R"("colour":"red")"));
}

TEST(Provisional, SaysWhatTheRestOfTheDayMustStayBelow) {
  // 12 h at 40 of 43.2: the other 12 h may have 46.4.
  EXPECT_THAT(provisional(720, [](int) { return 400; }),
              HasSubstr(R"("rest_at_most":46.400,"rest_at_least":null)"));
  // Too late: whatever comes, the day exceeds.
  EXPECT_THAT(provisional(720, [](int) { return 900; }), HasSubstr(R"("rest_at_most":-3.600)"));
}

TEST(Provisional, WithMinutesOutsideIsNeverGreen) {
  Permit held = permit({"ph"});
  held.averaging_of["ph"] = Period::day;
  const auto s = site({point("ph", "ph", minutes{1})}, {held});
  WindowBook book{s, {seconds{30}, true}};
  book.begin_plant(0, kMidnight);
  for (int minute = 0; minute < 600; ++minute) {
    book.close(kMidnight + minutes{minute}, [](const JudgedLine&) {});
    book.add(0, 0, kMidnight + minutes{minute}, reading(minute < 10 ? 110 : 70));
  }
  const auto line = book.provisional(0, kMidnight + minutes{600}).at(0).text();
  EXPECT_THAT(line, HasSubstr(R"("verdict":"within_limit")"));
  EXPECT_THAT(line, HasSubstr(R"("colour":"yellow")"));
  EXPECT_THAT(line, HasSubstr(R"("above_s":600)"));
}

}  // namespace
}  // namespace effluent::testing_judge
