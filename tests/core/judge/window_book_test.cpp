// SPDX-License-Identifier: Apache-2.0
// record.md, "Windows of a running gateway": grace, delays, late readings, restart, gaps, provisional
// verdicts.
#include <gmock/gmock.h>

#include "core/judge/judge_support.hpp"

namespace effluent::testing_judge {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Instant at(const std::string& clock, const std::string& day = "2026-11-24") {
  return parse_time(day + "T" + clock + "+07:00").value();
}

constexpr WindowBook::Closing kGateway{seconds{30}, true};

struct Lines {
  std::vector<JudgedLine> all;
  std::function<void(const JudgedLine&)> write = [this](const JudgedLine& line) { all.push_back(line); };
  [[nodiscard]] std::vector<std::string> bodies(const std::string& part) const {
    std::vector<std::string> texts;
    for (const auto& line : all) texts.push_back(line.text());
    return with(texts, part);
  }
};

TEST(RunningWindows, CloseAtTheEndPlusGracePlusTheDelayOfThePoint) {
  auto slow = point("slow", "cod", minutes{1});
  slow.sample_delay = minutes{12};
  const auto s = site({point("fast", "cod", minutes{1}), slow}, {permit({"cod", "temperature"})});
  WindowBook book{s, kGateway};
  book.begin_plant(0, at("09:01:00"));
  Lines lines;
  EXPECT_TRUE(book.close(at("09:05:29.999"), lines.write));
  EXPECT_THAT(lines.all, IsEmpty());
  EXPECT_TRUE(book.close(at("09:05:30"), lines.write));
  EXPECT_THAT(lines.bodies("\"point\":\"fast\""), SizeIs(2));
  EXPECT_THAT(lines.bodies("\"point\":null"), SizeIs(1));
  EXPECT_THAT(lines.bodies("\"point\":\"slow\""), IsEmpty());
  book.close(at("09:17:30"), lines.write);
  EXPECT_THAT(lines.bodies("\"point\":\"slow\""), SizeIs(2));
}

TEST(RunningWindows, AReadingOfAClosedWindowIsLateAndOneBeforeTheFirstWindowEntersNone) {
  const auto s = site({point("cod", "cod", minutes{1})}, {});
  WindowBook book{s, kGateway};
  book.begin_plant(0, at("09:07:00"));
  EXPECT_EQ(book.add(0, 0, at("09:04:59"), reading(9)), WindowBook::Entered::no);
  EXPECT_EQ(book.add(0, 0, at("09:05:00"), reading(9)), WindowBook::Entered::yes);
  EXPECT_EQ(book.add(0, 0, at("09:05:00"), reading(9, false)), WindowBook::Entered::no);
  Lines lines;
  book.close(at("09:10:30"), lines.write);
  EXPECT_EQ(book.add(0, 0, at("09:09:59"), reading(9)), WindowBook::Entered::late);
  ASSERT_THAT(lines.all, SizeIs(1));
  EXPECT_EQ(lines.all[0].sums.n, 1);
  EXPECT_EQ(lines.all[0].sums.slots, 1);
  EXPECT_TRUE(lines.all[0].shortest);
}

TEST(RunningWindows, AReadingDuringTheGraceGoesToItsOwnWindow) {
  const auto s = site({point("cod", "cod", minutes{1}, 0)}, {});
  WindowBook book{s, kGateway};
  book.begin_plant(0, at("09:00:00"));
  book.add(0, 0, at("09:05:10"), reading(7));
  book.add(0, 0, at("09:04:50"), reading(3));
  book.add(0, 0, at("09:05:20"), reading(7));
  Lines lines;
  book.close(at("09:10:30"), lines.write);
  ASSERT_THAT(lines.all, SizeIs(2));
  EXPECT_EQ(lines.all[0].sums.sum, 3);
  EXPECT_EQ(lines.all[1].sums.sum, 14);
}

/// Feeds readings, one each 20 s from 08:50, closing on the way.
void feed(WindowBook& book, Lines& lines, Instant from, Instant to) {
  for (Instant now = from; now < to; now += seconds{20}) {
    book.close(now, lines.write);
    const auto value = (now.time_since_epoch() / seconds{20}) % 97 - 30;
    book.add(0, 0, now, reading(value, value % 5 != 0));
  }
}

TEST(RunningWindows, ARestartFromTheWrittenMeansChangesNoLine) {
  const auto s = site({point("cod", "cod", seconds{20})}, {permit({"cod", "temperature"}, Period::hour)});
  Lines whole;
  WindowBook unbroken{s, kGateway};
  unbroken.begin_plant(0, at("08:50:00"));
  feed(unbroken, whole, at("08:50:00"), at("13:00:00"));

  Lines before;
  WindowBook first{s, kGateway};
  first.begin_plant(0, at("08:50:00"));
  feed(first, before, at("08:50:00"), at("11:35:40"));
  Lines after;
  WindowBook second{s, kGateway};
  second.begin_plant(0, at("08:50:00"));
  for (const auto& line : before.all) {
    if (line.kind == JudgedLine::Kind::mean) second.resume_point(0, 0, line.period, line.end);
    if (!line.point) second.resume_own(0, line.outlet, line.parameter, line.period, line.end);
  }
  for (const auto& line : before.all) {
    if (line.kind == JudgedLine::Kind::mean && line.shortest)
      second.restore_mean(0, 0, line.start, line.sums);
  }
  // Readings of windows not closed come again from the blocks.
  feed(second, after, at("11:30:00"), at("13:00:00"));
  ASSERT_FALSE(before.all.empty());
  std::vector<std::string> joined = before.bodies("");
  for (const auto& body : after.bodies("")) joined.push_back(body);
  EXPECT_EQ(joined, whole.bodies(""));
}

TEST(RunningWindows, RestoredSumsOfOtherDigitsStayExact) {
  const auto s = site({point("cod", "cod", minutes{1}, 0)}, {});
  WindowBook book{s, kGateway};
  book.begin_plant(0, at("09:00:00"));
  book.resume_point(0, 0, Period::five_minutes, at("09:05:00"));
  WindowSums finer;
  finer.digits = 2;
  finer.n = 2;
  finer.due = 5;
  finer.slots = 2;
  finer.sum = 151;  // 1.51 in hundredths
  finer.min = 50;
  finer.max = 101;
  book.restore_mean(0, 0, at("09:00:00"), finer);
  book.add(0, 0, at("09:30:00"), reading(3));
  Lines lines;
  book.close(at("10:00:30"), lines.write);
  EXPECT_THAT(
      lines.bodies("\"1h\""),
      ElementsAre(HasSubstr(R"("n":3,"due":60,"coverage_percent":5.00,"mean":1.50,"min":1,"max":3)")));
  EXPECT_EQ(lines.all.back().sums.digits, 2);
  EXPECT_EQ(lines.all.back().sums.sum, 451);
}

TEST(RunningWindows, AMeanShorterThanTheShortestPeriodNowFlowsUpOnce) {
  const auto s = site({point("cod", "cod", minutes{15}, 0)}, {});
  WindowBook book{s, kGateway};
  book.begin_plant(0, at("09:00:00"));
  WindowSums five;
  five.n = 60;
  five.due = 60;
  five.slots = 60;
  five.sum = 120;
  five.min = 2;
  five.max = 2;
  book.restore_mean(0, 0, at("09:00:00"), five, Period::five_minutes);
  Lines lines;
  book.close(at("00:00:30", "2026-11-25"), lines.write);
  EXPECT_THAT(lines.all[0].body, HasSubstr(R"("n":60,"due":4,"coverage_percent":8.33,"mean":2.00)"));
  EXPECT_THAT(lines.bodies("\"24h\""), ElementsAre(HasSubstr("\"n\":60,")));
}

TEST(RunningWindows, WindowsWhollyInsideALongGapAreLeftOutAndThoseOverItsEdgesAreNot) {
  const auto s = site({point("cod", "cod", minutes{1})}, {permit({"temperature"}, Period::hour)});
  WindowBook book{s, kGateway};
  book.begin_plant(0, at("10:00:00"));
  book.add(0, 0, at("10:07:00"), reading(5));
  Lines lines;
  book.close(at("10:07:00"), lines.write);
  EXPECT_THAT(lines.all, SizeIs(1));
  book.leave_out(at("10:07:00"), at("12:02:00", "2026-11-26"));
  book.close(at("12:05:30", "2026-11-26"), lines.write);
  std::vector<std::string> starts;
  for (const auto& line : lines.all) {
    if (line.kind == JudgedLine::Kind::mean)
      starts.push_back(time_text(line.start).substr(8, 8) + std::string{name_of(line.period)});
  }
  EXPECT_THAT(starts,
              ElementsAre("24T10:005min", "24T10:055min", "24T10:001h", "24T00:0024h", "26T12:005min"));
  EXPECT_THAT(lines.bodies("\"verdict\","), ElementsAre(HasSubstr("2026-11-24T10:00")));
}

/// Closes until 02:00:30 in pieces of at most `most` lines; gives the sizes of the pieces and appends the
/// lines.
std::vector<std::size_t> close_in_pieces(WindowBook& book, Lines& lines, std::size_t most) {
  std::vector<std::size_t> pieces;
  bool all = false;
  while (!all && pieces.size() < 1000) {
    const auto before = lines.all.size();
    all = book.close(at("02:00:30"), lines.write, most);
    pieces.push_back(lines.all.size() - before);
  }
  return pieces;
}

TEST(RunningWindows, OneClosingIsBoundedAndGivesTheSameLinesInTheEnd) {
  const auto s = site({point("cod", "cod", minutes{1})}, {permit({"cod"})});
  WindowBook book{s, kGateway};
  book.begin_plant(0, at("00:00:00"));
  Lines lines;
  EXPECT_THAT(close_in_pieces(book, lines, 10),
              ::testing::Each(::testing::AllOf(::testing::Gt(0U), ::testing::Le(10U))));
  Lines once;
  WindowBook again{s, kGateway};
  again.begin_plant(0, at("00:00:00"));
  EXPECT_TRUE(again.close(at("02:00:30"), once.write));
  EXPECT_EQ(lines.bodies(""), once.bodies(""));
}

TEST(RunningWindows, OneClosingNeverPartsAPlantsLinesOfOneEnd) {
  const auto s = site({point("cod", "cod", minutes{1})}, {permit({"cod"})});
  WindowBook book{s, kGateway};
  book.begin_plant(0, at("00:00:00"));
  Lines lines;
  // 24 ends of 5 minutes give a mean and a verdict, two of them an hour's mean besides.
  const auto pieces = close_in_pieces(book, lines, 1);
  EXPECT_THAT(pieces, SizeIs(24));
  EXPECT_EQ(pieces[0], 2U);
  EXPECT_EQ(pieces[11], 3U);
}

TEST(ProvisionalVerdicts, CoverTheSlotsThatHaveEnded) {
  const auto s = site({point("cod", "cod", minutes{1})}, {permit({"cod", "temperature"})});
  WindowBook book{s, kGateway};
  book.begin_plant(0, at("09:00:00"));
  const auto coverage = [&](const std::string& clock) {
    std::string found;
    for (const auto& line : book.provisional(0, at(clock))) {
      const auto from = line.body.find("\"coverage_percent\":") + 19;
      found += time_text(line.start).substr(11, 5) + "=" +
               line.body.substr(from, line.body.find(',', from) - from) + " ";
    }
    return found;
  };
  book.add(0, 0, at("09:00:00"), reading(400));
  EXPECT_EQ(coverage("09:00:00"), "09:00=0.00 09:00=null ");
  book.add(0, 0, at("09:01:10"), reading(500));
  EXPECT_EQ(coverage("09:01:59.999"), "09:00=100.00 09:00=null ");
  EXPECT_EQ(coverage("09:03:00"), "09:00=66.66 09:00=null ");
  const auto lines = book.provisional(0, at("09:02:00"));
  EXPECT_THAT(lines[0].body,
              HasSubstr(R"("verdict":"exceeding","reasons":[],"at_least":false,"value":45.000)"));
  // Not closed yet at 09:05:10, and the next has begun.
  book.add(0, 0, at("09:05:10"), reading(1));
  EXPECT_EQ(coverage("09:05:10"), "09:00=40.00 09:00=null 09:05=0.00 09:05=null ");
}

TEST(ProvisionalVerdicts, OfLongerWindowsAddClosedAndOpenOnes) {
  const auto s = site({point("cod", "cod", minutes{1})}, {permit({"cod"}, Period::hour)});
  WindowBook book{s, kGateway};
  book.begin_plant(0, at("09:00:00"));
  Lines lines;
  for (int i = 0; i < 12; ++i) {
    book.close(at("09:00:00") + minutes{i}, lines.write);
    book.add(0, 0, at("09:00:00") + minutes{i}, reading(i));
  }
  const auto provisional = book.provisional(0, at("09:20:00"));
  ASSERT_THAT(provisional, SizeIs(1));
  EXPECT_THAT(provisional[0].body, HasSubstr(R"("value":0.550,)"));
  EXPECT_THAT(provisional[0].body, HasSubstr(R"("coverage_percent":60.00,)"));
  EXPECT_EQ(provisional[0].sums.n, 12);
  EXPECT_EQ(book.running(0, 0, Period::hour)->n, 12);
  EXPECT_EQ(book.running(0, 0, Period::five_minutes)->n, 2);
}

}  // namespace
}  // namespace effluent::testing_judge
