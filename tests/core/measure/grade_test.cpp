// SPDX-License-Identifier: Apache-2.0
// The table of causes, as code and as documented, and what a point's configuration says of its values.
#include "core/measure/grade.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <vector>

namespace effluent {
namespace {

std::vector<std::string> cells_of(const std::string& row) {
  std::vector<std::string> cells;
  std::istringstream in{row};
  for (std::string cell; std::getline(in, cell, '|');) {
    const auto first = cell.find_first_not_of(" `");
    const auto last = cell.find_last_not_of(" `");
    cells.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
  }
  return cells;
}

std::string text_of(Effect effect) {
  return effect == Effect::informs ? "informs" : effect == Effect::bounds ? "bounds" : "invalidates";
}
std::string text_of(Finder finder) {
  switch (finder) {
    case Finder::wire:
      return "wire";
    case Finder::instrument:
      return "instrument";
    case Finder::value:
      return "value";
    case Finder::check:
      return "check";
    case Finder::center:
      break;
  }
  return "center";
}

TEST(Causes, AreDocumentedInOneTableAsTheyAre) {
  std::ifstream page{std::string{SOURCE_DIR} + "/docs/formats/block.md"};
  std::size_t at = 1;  // after `none`
  for (std::string line; std::getline(page, line);) {
    const auto cells = cells_of(line);
    if (cells.size() < 7 || !parse_cause(cells[1])) continue;
    ASSERT_LT(at, kCauses);
    const CauseRule& rule = cause_rules().at(at++);
    EXPECT_EQ(cells[1], rule.name);
    EXPECT_EQ(cells[2], name_of(rule.state)) << cells[1];
    EXPECT_EQ(cells[3], text_of(rule.effect)) << cells[1];
    EXPECT_EQ(cells[4], text_of(rule.finder)) << cells[1];
    EXPECT_EQ(cells[5], rule.report_status) << cells[1];
  }
  EXPECT_EQ(at, kCauses) << "the page names fewer causes than there are";
}

TEST(Causes, EachRowStandsAtItsPlaceAndReadsBack) {
  for (std::size_t i = 0; i < kCauses; ++i) {
    const CauseRule& rule = cause_rules().at(i);
    EXPECT_EQ(static_cast<std::size_t>(rule.cause), i);
    if (i > 0) {
      EXPECT_EQ(parse_cause(rule.name), rule.cause);
    }
    // Only measuring may enter, and what enters is measuring.
    EXPECT_EQ(rule.state == State::measuring, rule.effect != Effect::invalidates) << rule.name;
    EXPECT_EQ(rule.report_status == "01", rule.state == State::calibrating) << rule.name;
  }
  EXPECT_EQ(parse_cause(""), std::nullopt);
  EXPECT_EQ(parse_cause("spikes"), std::nullopt);
}

// Promise 4: what a check finds marks and never takes a reading out of a mean.
TEST(Causes, NoCheckInvalidates) {
  for (const CauseRule& rule : cause_rules()) {
    if (rule.finder == Finder::check) {
      EXPECT_EQ(rule.effect, Effect::informs) << rule.name;
    }
  }
}

Point point_of(int digits) {
  Point point;
  point.digits = digits;
  return point;
}
Decimal number(const char* text) { return Decimal::parse(text).value(); }

TEST(Grades, OfAPointThatSaysNothingAreNone) {
  const Grader grader{point_of(1)};
  for (const std::int64_t value : {INT64_MIN, std::int64_t{-1}, std::int64_t{0}, INT64_MAX}) {
    EXPECT_EQ(grader.grade(value), Cause::none);
  }
}

TEST(Grades, NameTheTopmostThatHolds) {
  Point point = point_of(1);
  point.range = Range{number("0"), number("500")};
  point.possible = Range{number("-50"), number("10000")};
  point.zero_tolerance = number("0.5");
  point.lod = number("5");
  const Grader grader{point};
  EXPECT_EQ(grader.grade(100'001), Cause::impossible);
  EXPECT_EQ(grader.grade(-501), Cause::impossible);
  EXPECT_EQ(grader.grade(-6), Cause::below_zero);
  EXPECT_EQ(grader.grade(-5), Cause::under_range);
  EXPECT_EQ(grader.grade(5001), Cause::over_range);
  EXPECT_EQ(grader.grade(5000), Cause::none);
  EXPECT_EQ(grader.grade(49), Cause::below_detection);
  EXPECT_EQ(grader.grade(50), Cause::none);
}

TEST(Grades, HoldTheExactBoundOfFinerNumbers) {
  Point point = point_of(0);
  point.range = Range{number("0.5"), number("99.5")};
  point.lod = number("2.5");
  const Grader grader{point};
  EXPECT_EQ(grader.grade(0), Cause::under_range);
  EXPECT_EQ(grader.grade(1), Cause::below_detection);
  EXPECT_EQ(grader.grade(2), Cause::below_detection);
  EXPECT_EQ(grader.grade(3), Cause::none);
  EXPECT_EQ(grader.grade(99), Cause::none);
  EXPECT_EQ(grader.grade(100), Cause::over_range);
}

TEST(Bounds, EnterAsTheEndOfTheRangeThatLiesInside) {
  Point point = point_of(0);
  point.range = Range{number("0.5"), number("99.5")};
  const Grader grader{point};
  EXPECT_EQ(grader.entering(250, Cause::over_range), 99);
  EXPECT_EQ(grader.entering(0, Cause::under_range), 1);
  EXPECT_EQ(grader.entering(50, Cause::spike), 50);
}

TEST(Bounds, OfNumbersBeyondSixtyFourBitsAreTheNearestThatFit) {
  EXPECT_EQ(floor_to(number("1e30"), 9), INT64_MAX);
  EXPECT_EQ(ceil_to(number("-1e30"), 9), INT64_MIN);
  EXPECT_EQ(floor_to(number("-2.5"), 0), -3);
  EXPECT_EQ(ceil_to(number("-2.5"), 0), -2);
  EXPECT_EQ(floor_to(number("1e-30"), 9), 0);
  EXPECT_EQ(floor_to(number("-1e-30"), 9), -1);
}

}  // namespace
}  // namespace effluent
