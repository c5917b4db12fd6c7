// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "core/judge/judge_support.hpp"

namespace effluent::testing_judge {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::string first_problem(const std::string& csv) {
  const auto read = parse_standard("qcvn-40-2011", csv);
  return read ? "" : std::to_string(read.error().front().line) + ": " + read.error().front().text;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

TEST(StandardTables, RowsKeepLimitCertaintySourceAndEveryCell) {
  const auto standard = table("qcvn-40-2011", kTable2011);
  EXPECT_EQ(standard.title, "QCVN 40:2011/BTNMT");
  EXPECT_THAT(standard.columns, ElementsAre("A", "B"));
  EXPECT_TRUE(standard.uses_kq_kf);
  const LimitRow* ph = standard.find("ph", "");
  ASSERT_NE(ph, nullptr);
  EXPECT_EQ(ph->columns.at("A").min->text(), "6.5");
  EXPECT_EQ(ph->source, "page \"P\"");
  EXPECT_FALSE(ph->kq_kf_applies);
  EXPECT_EQ(standard.find("temperature", "")->columns.at("A").certainty, "c");
  EXPECT_EQ(standard.find("temperature", "")->columns.at("B").certainty, "b");
  EXPECT_EQ(ph->cells.size(), 14U);
  EXPECT_EQ(standard.find("nothing", ""), nullptr);
}

TEST(StandardTables, DatesInForceAreThoseOfTheContract) {
  const auto old = table("qcvn-40-2011", kTable2011);
  EXPECT_EQ(old.in_force_from, parse_day("2012-02-15").value());
  EXPECT_EQ(old.in_force_to, parse_day("2031-12-31"));
  const auto fresh = table("qcvn-40-2025", kTable2025);
  EXPECT_EQ(fresh.in_force_from, parse_day("2025-09-01").value());
  EXPECT_EQ(fresh.in_force_to, std::nullopt);
}

TEST(StandardTables, BandsAreFoundAndARowWithoutOneServesEveryBand) {
  const auto standard = table("qcvn-40-2025", kTable2025);
  EXPECT_THAT(standard.flow_bands, ElementsAre("F<=2000", "F>2000"));
  EXPECT_EQ(standard.find("cod", "F>2000"), &standard.rows[1]);
  EXPECT_EQ(standard.find("cod", ""), nullptr);
  EXPECT_EQ(standard.find("ph", "F>2000"), &standard.rows[2]);
  EXPECT_FALSE(standard.find("cod", "F>2000")->columns.at("C").max.has_value());
}

TEST(StandardTables, EveryProblemIsFoundWithItsLine) {
  EXPECT_EQ(first_problem(kTable2011), "");
  EXPECT_THAT(first_problem(""), HasSubstr("1: the table is empty"));
  EXPECT_THAT(first_problem(replaced(kTable2011, ",70,", ",7o,")), HasSubstr("5: A_max \"7o\" is no number"));
  EXPECT_THAT(first_problem(replaced(kTable2011, ",1,b,b,page C", ",2,b,b,page C")),
              HasSubstr("5: kq_kf_applies"));
  EXPECT_THAT(first_problem(replaced(kTable2011, "b,b,page C", "b,B,page C")),
              HasSubstr("5: certainty \"B\""));
  EXPECT_THAT(first_problem(replaced(kTable2011, "b,b,page C", "b,not found,page C")),
              HasSubstr("was \"not found\""));
  EXPECT_THAT(first_problem(replaced(kTable2011, ",page C,", "," + std::string(1001, 'x') + ",")),
              HasSubstr("5: source has 1001 bytes, at most 1000"));
  EXPECT_THAT(first_problem(replaced(kTable2011, "6.5,9,", "9.5,9,")), HasSubstr("4: A_min is above A_max"));
  EXPECT_THAT(first_problem(replaced(kTable2011, "5,tss", "5,cod")),
              HasSubstr("6: a second row for \"cod\", the first is line 5;"));
  EXPECT_THAT(first_problem(replaced(kTable2011, ",page C,", ",page C")), HasSubstr("5: 13 fields"));
  EXPECT_THAT(first_problem(replaced(kTable2011, "sure_B", "sure_b")),
              HasSubstr("1: column \"sure_B\" is missing"));
  EXPECT_THAT(first_problem(replaced(kTable2011, "\"page \"\"P\"\"\"", "\"page P")),
              HasSubstr("4: a quote that is never closed"));
  EXPECT_THAT(first_problem(replaced(kTable2011, ",70,", ",1234567890.123,")),
              HasSubstr("12 significant digits"));
  const auto two =
      parse_standard("qcvn-40-2011", replaced(replaced(kTable2011, ",70,", ",x,"), ",151,", ",y,"));
  EXPECT_THAT(two.error(), SizeIs(2));
  EXPECT_THAT(parse_standard("qcvn-40-2021", kTable2011).error()[0].text, HasSubstr("no standard"));
}

TEST(Csv, ReadsQuotesLineEndsAndAByteOrderMark) {
  const auto rows = parse_csv(
                        "\xEF\xBB\xBF"
                        "a,\"b,\"\"c\"\"\nd\",\r\n\n\"\",e")
                        .value();
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_THAT(rows[0].fields, ElementsAre("a", "b,\"c\"\nd", ""));
  EXPECT_THAT(rows[1].fields, ElementsAre("", "e"));
  EXPECT_EQ(rows[1].line, 4);
  EXPECT_EQ(parse_csv("a\nb\"c").error().line, 2);
  EXPECT_EQ(parse_csv("\"a\"b").error().line, 1);
}

}  // namespace
}  // namespace effluent::testing_judge
