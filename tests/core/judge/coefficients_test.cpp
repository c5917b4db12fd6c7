// SPDX-License-Identifier: Apache-2.0
#include "core/judge/coefficients.hpp"

#include <gmock/gmock.h>

namespace effluent {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

const std::string kHeader = "coefficient,case,unit,lower_exclusive,upper_inclusive,value,sure,source\n";
/// In the shape of the shipped table; its numbers are invented.
const std::string kRows =
    "Kq,river,m3/s,,7,0.31,c,memory\n"
    "Kq,river,m3/s,7,40,0.32,b,a page\n"
    "Kq,river_no_data,,,,0.33,c,memory\n"
    "Kf,discharge,m3/day,3,60,0.70,a,the rule\n";

std::string value_of(const std::string& coefficient, const std::string& name, const std::string& amount) {
  const auto table = parse_coefficients(kHeader + kRows).value();
  const auto* row = find_coefficient(table, coefficient, name, Decimal::parse(amount));
  return row == nullptr ? "none" : row->value;
}

std::string first_problem(const std::string& rows) {
  const auto read = parse_coefficients(kHeader + rows);
  return read ? "" : std::to_string(read.error().front().line) + ": " + read.error().front().text;
}

TEST(Coefficients, ABandReachesAboveItsLowerAndUpToItsUpperEnd) {
  EXPECT_EQ(value_of("Kq", "river", "0.001"), "0.31");
  EXPECT_EQ(value_of("Kq", "river", "7"), "0.31");
  EXPECT_EQ(value_of("Kq", "river", "7.000000000001"), "0.32");
  EXPECT_EQ(value_of("Kq", "river", "40"), "0.32");
  EXPECT_EQ(value_of("Kf", "discharge", "60"), "0.70");
}

TEST(Coefficients, NothingIsGuessedBeyondTheBandsOrForAnotherCase) {
  EXPECT_EQ(value_of("Kq", "river", "40.1"), "none");
  EXPECT_EQ(value_of("Kf", "discharge", "3"), "none");
  EXPECT_EQ(value_of("Kq", "river", ""), "none");
  EXPECT_EQ(value_of("Kq", "lake", "5"), "none");
  EXPECT_EQ(value_of("Kf", "river", "5"), "none");
}

TEST(Coefficients, ACaseWithoutBandsNeedsNoAmount) { EXPECT_EQ(value_of("Kq", "river_no_data", ""), "0.33"); }

TEST(Coefficients, EveryProblemIsFoundWithItsLine) {
  EXPECT_EQ(first_problem(kRows), "");
  EXPECT_THAT(parse_coefficients("").error().front().text, HasSubstr("the header is not coefficient,case"));
  EXPECT_THAT(parse_coefficients("a,b\n").error(), SizeIs(1));
  EXPECT_THAT(first_problem("Kq,river,m3/s,,7,0.31,c\n"), HasSubstr("2: 7 fields"));
  EXPECT_THAT(first_problem("Kz,river,m3/s,,7,0.31,c,memory\n"), HasSubstr("write Kq or Kf"));
  EXPECT_THAT(first_problem("Kq,,m3/s,,7,0.31,c,memory\n"), HasSubstr("no case"));
  EXPECT_THAT(first_problem("Kq,river,m3/s,,7,\"0,31\",c,memory\n"),
              HasSubstr("value \"0,31\" is no number"));
  EXPECT_THAT(first_problem("Kq,river,m3/s,,x,0.31,c,memory\n"), HasSubstr("upper_inclusive \"x\""));
  EXPECT_THAT(first_problem("Kq,river,m3/s,,7,0.31,,memory\n"), HasSubstr("certainty \"\""));
  EXPECT_THAT(first_problem("Kq,river,m3/s,,7,0.31,c,\n"), HasSubstr("no source"));
  EXPECT_THAT(first_problem("Kq,river,,,7,0.31,c,memory\n"), HasSubstr("without its unit"));
  EXPECT_THAT(first_problem("Kq,river,m3/s,7,7,0.31,c,memory\n"), HasSubstr("not below"));
  EXPECT_THAT(first_problem(kRows + "Kq,river,m3/s,39,,0.4,c,memory\n"),
              HasSubstr("6: the band overlaps that of line 3"));
  EXPECT_THAT(first_problem(kRows + "Kq,river_no_data,,,,0.4,c,memory\n"),
              HasSubstr("overlaps that of line 4"));
  EXPECT_THAT(first_problem(kRows + "Kq,river,L/s,40,,0.4,c,memory\n"),
              HasSubstr("unit \"L/s\" where line 2"));
}

}  // namespace
}  // namespace effluent
