// SPDX-License-Identifier: Apache-2.0
#include "core/judge/limits_import.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <sstream>

#include "core/judge/judge_support.hpp"

namespace effluent::testing_judge {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// In the shape of the real tables; every number here is invented.
const std::string kBlank =
    "table,key,parameter_en,parameter_vi,unit,flow_band,A_min,A_max,B_min,B_max,sure,source,note\n"
    "1,ph,pH,pH,pH,F<=9,,,,,not found,,\n"
    "1,ph,pH,pH,pH,F>9,5.1,9.1,5.2,9.2,b,page P,\n"
    "1,cod,COD,\"COD, nhu cầu\",mg/L,F<=9,,,,,not found,,LIMITS BLANK ON PURPOSE\n"
    ",coliform,Coliform,Coliform,,,,,,,not found,,\n";
const std::string kHeader = "key,flow_band,unit,A_min,A_max,B_min,B_max\n";
const std::string kPh = "ph,F<=9,pH,5.5,9.5,5.25,9.75\n";
const std::string kCod = "cod,F<=9,mg/L,,61,,122.5\n";
const std::string kColiform = "coliform,,count/100mL,,3100,-,-\n";

Parameters parameters() {
  return parse_parameters(
             "key,name_en,name_vi,units,ucum,species\n"
             "coliform,Coliform,Coliform,count/100mL;count/L,{count}/(100.mL);{count}/L,\n")
      .value();
}

tl::expected<ImportedLimits, std::vector<CsvProblem>> import(const std::string& limits,
                                                             const ImportTerms& terms = {"rule R", "b"},
                                                             const std::string& of = kBlank) {
  return import_limits(table(of == kTable2011 ? "qcvn-40-2011" : "qcvn-40-2025", of), limits, terms,
                       parameters());
}

/// "LINE: text" of every problem; nothing where the file is taken.
std::vector<std::string> problems(const std::string& limits, const ImportTerms& terms = {"rule R", "b"},
                                  const std::string& of = kBlank) {
  std::vector<std::string> all;
  const auto done = import(limits, terms, of);
  if (done) return all;
  for (const auto& problem : done.error()) all.push_back(std::to_string(problem.line) + ": " + problem.text);
  return all;
}

// ---- what is filled ----

TEST(ImportedLimits, BlankOnesAreFilledAndAllElseStaysAsItWas) {
  const auto done = import(kHeader + kPh + kCod + kColiform);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->table,
            "table,key,parameter_en,parameter_vi,unit,flow_band,A_min,A_max,B_min,B_max,sure,source,note\n"
            "1,ph,pH,pH,pH,F<=9,5.5,9.5,5.25,9.75,b,rule R,\n"
            "1,ph,pH,pH,pH,F>9,5.1,9.1,5.2,9.2,b,page P,\n"
            "1,cod,COD,\"COD, nhu cầu\",mg/L,F<=9,,61,,122.5,b,rule R,\"column A, B: imported; note before: "
            "LIMITS BLANK ON PURPOSE\"\n"
            ",coliform,Coliform,Coliform,count/100mL,,,3100,,,b,rule R,\n");
  EXPECT_EQ(done->rows, 3);
  EXPECT_THAT(done->changes, ElementsAre("ph in flow band F<=9, column A: 5.5 to 9.5 pH",
                                         "ph in flow band F<=9, column B: 5.25 to 9.75 pH",
                                         "cod in flow band F<=9, column A: at most 61 mg/L",
                                         "cod in flow band F<=9, column B: at most 122.5 mg/L",
                                         "coliform, column A: at most 3100 count/100mL"));
}

TEST(ImportedLimits, CertaintyAIsWrittenOnlyWhereAPersonSaysSo) {
  const auto read = import(kHeader + kPh + kCod + kColiform, {"rule R", "a"});
  ASSERT_TRUE(read);
  const auto after = table("qcvn-40-2025", read->table);
  EXPECT_EQ(after.find("cod", "F<=9")->columns.at("A").certainty, "a");
  EXPECT_EQ(after.find("ph", "F>9")->columns.at("A").certainty, "b");
}

TEST(ImportedLimits, OneFromMemoryIsReplacedAndItsNeighbourKept) {
  const auto done = import("key,unit,A_min,A_max,B_min,B_max\ntemperature,degC,,39,,41\ntss,mg/L,,33,,44\n",
                           {"rule R", "a"}, kTable2011);
  ASSERT_TRUE(done);
  const auto after = table("qcvn-40-2011", done->table);
  const auto& temperature = *after.find("temperature", "");
  EXPECT_EQ(temperature.columns.at("A").max->text(), "39");
  EXPECT_EQ(temperature.columns.at("A").certainty, "a");
  EXPECT_EQ(temperature.columns.at("B").certainty, "b");
  EXPECT_EQ(temperature.source, "page T; column A: rule R");
  EXPECT_EQ(after.find("color", "")->columns.at("A").certainty, "c");  // left out of the file: as it was
  EXPECT_EQ(done->rows, 2);
}

/// Every row with a blank limit said to have none.
std::string none_for_all(const Standard& shipped) {
  std::string limits = limits_header(shipped) + "\n";
  std::string cells;
  for (std::size_t i = 0; i < shipped.columns.size(); ++i) cells += ",-,-";
  for (const auto& row : shipped.rows) {
    const auto& first = row.columns.begin()->second;
    if (first.min || first.max) continue;
    const std::string unit = row.unit.empty() ? "count/100mL" : row.unit;
    limits.append(row.parameter).append(",").append(row.flow_band).append(",").append(unit);
    limits.append(cells).append("\n");
  }
  return limits;
}

/// A row that no table has, blank, to have something to fill.
std::string invented_row(const Standard& shipped) {
  const std::map<std::string, std::string> cells{
      {"key", "invented"}, {"unit", "mg/L"}, {"kq_kf_applies", "0"}};
  std::string row;
  for (const auto& [name, text] : shipped.rows.front().cells) {
    const auto cell = cells.find(name);
    row.append(row.empty() ? "" : ",").append(cell == cells.end() ? "" : cell->second);
    if (row.empty()) row = "1";
  }
  return row + "\n";
}

TEST(ImportedLimits, TheShippedTablesAreWrittenAgainByteForByte) {
  for (const std::string id : {"qcvn-40-2011", "qcvn-40-2025"}) {
    std::ifstream file{std::string{EFFLUENT_STANDARDS} + "/" + id + ".csv"};
    std::stringstream text;
    text << file.rdbuf();
    const std::string before = text.str();
    const auto shipped = parse_standard(id, before).value();
    std::string limits = none_for_all(shipped) + (shipped.flow_bands.empty() ? "invented" : "invented,");
    limits += ",mg/L";
    for (std::size_t i = 0; i < shipped.columns.size(); ++i) limits += ",,7";
    const auto wider = parse_standard(id, before + invented_row(shipped)).value();
    const auto done = import_limits(wider, limits, {"rule R", "b"}, parameters());
    ASSERT_TRUE(done) << done.error().front().text;
    EXPECT_EQ(done->table.substr(0, before.size()), before);
  }
}

// ---- what is refused, whole ----

TEST(ImportedLimits, AnotherHeaderIsRefused) {
  const std::string wanted = "1: the header is not key,flow_band,unit,A_min,A_max,B_min,B_max";
  EXPECT_THAT(problems(""), ElementsAre(wanted));
  EXPECT_THAT(problems("key,unit,A_min,A_max\n"), ElementsAre(wanted));
  EXPECT_THAT(problems("key,flow_band,unit,A_min,A_max,D_min,D_max\n"), ElementsAre(wanted));  // column D
  EXPECT_THAT(problems("key;flow_band;unit\n"), ElementsAre(HasSubstr("commas between the fields")));
}

TEST(ImportedLimits, EachDoubtIsSaidWithItsLine) {
  const auto with_cod = [](const std::string& row) { return problems(kHeader + kPh + row + kColiform); };
  EXPECT_THAT(with_cod(kCod), IsEmpty());
  EXPECT_THAT(with_cod("cod,F<=9,mg/L,,6,5,,7\n"),
              ElementsAre(HasSubstr("3: 8 fields"), HasSubstr("no row")));
  EXPECT_THAT(with_cod("cod,F<=9,mg/L,,\"6,5\",,7\n"), ElementsAre("3: A_max \"6,5\" is no number; write "
                                                                   "digits, decimals with a point"));
  EXPECT_THAT(with_cod("cod,F<=9,mg/L,,1.000,,7\n"), ElementsAre(HasSubstr("could mean thousands")));
  EXPECT_THAT(with_cod("cod,F<=9,mg/L,,0.005,,7\n"), IsEmpty());
  for (const std::string wrong : {"-3", "6e1", ".5", "5.", "< 6", "KPH", " 6", "-"}) {
    EXPECT_THAT(with_cod("cod,F<=9,mg/L,," + wrong + ",,7\n"), ElementsAre(HasSubstr("is no number")))
        << wrong;
  }
  EXPECT_THAT(with_cod("cod,F<=9,mg/L,,1234567890123,,7\n"), ElementsAre(HasSubstr("12 significant")));
  EXPECT_THAT(with_cod("cod,F<=9,ug/L,,6,,7\n"),
              ElementsAre(HasSubstr("3: unit \"ug/L\" of cod is not mg/L")));
  EXPECT_THAT(with_cod("cod,F<=9,mg/L,8,6,,7\n"), ElementsAre(HasSubstr("3: A_min is above A_max")));
  EXPECT_THAT(with_cod("cod,F<=9,mg/L,8,,,7\n"), ElementsAre(HasSubstr("only one side")));
  EXPECT_THAT(with_cod("cod,F<=9,mg/L,,,,7\n"), ElementsAre(HasSubstr("3: column A is empty")));
  EXPECT_THAT(with_cod(kCod + "bod,F<=9,mg/L,,6,,7\n"), ElementsAre(HasSubstr("4: no parameter \"bod\"")));
  EXPECT_THAT(with_cod(kCod + "cod,F>99,mg/L,,6,,7\n"),
              ElementsAre("4: no flow band \"F>99\" for cod; the table has F<=9"));
  EXPECT_THAT(with_cod(kCod + kCod), ElementsAre(HasSubstr("4: a second row for cod in flow band F<=9, the "
                                                           "first is line 3")));
}

TEST(ImportedLimits, APhNeedsBothSides) {
  EXPECT_THAT(problems(kHeader + "ph,F<=9,pH,,9,5,9\n" + kCod + kColiform),
              ElementsAre(HasSubstr("pH needs both")));
}

TEST(ImportedLimits, ABlankRowThatTheFileLeavesOutIsNamed) {
  EXPECT_THAT(problems(kHeader + kPh), ElementsAre(HasSubstr("0: no row for cod in flow band F<=9"),
                                                   HasSubstr("0: no row for coliform")));
}

TEST(ImportedLimits, AKnownLimitMayBeRepeatedButNotChanged) {
  const std::string rest = kHeader + kPh + kCod + kColiform;
  EXPECT_THAT(problems(rest + "ph,F>9,pH,5.10,9.1,,\n"), IsEmpty());
  EXPECT_THAT(problems(rest + "ph,F>9,pH,5.1,9,,\n"),
              ElementsAre("5: column A differs from the known limit (min 5.1, max 9.1, certainty b); a limit "
                          "with a source is not changed by an import"));
  EXPECT_THAT(problems(rest + "ph,F>9,pH,-,-,,\n"), ElementsAre(HasSubstr("where the table has a limit")));
}

TEST(ImportedLimits, AUnitTheTableLeavesOpenIsOneOfTheParameters) {
  EXPECT_THAT(problems(kHeader + kPh + kCod + "coliform,,mg/L,,3100,,4100\n"),
              ElementsAre(HasSubstr("is not count/100mL or count/L")));
}

TEST(ImportedLimits, WithoutASourceOrWithAnotherCertaintyNothingIsTaken) {
  const std::string good = kHeader + kPh + kCod + kColiform;
  EXPECT_THAT(problems(good, {"", "b"}), ElementsAre(HasSubstr("0: no source")));
  EXPECT_THAT(problems(good, {" ", "b"}), ElementsAre(HasSubstr("0: no source")));
  EXPECT_THAT(problems(good, {"a\nb", "b"}), ElementsAre(HasSubstr("control characters")));
  EXPECT_THAT(problems(good, {"rule R", "c"}), ElementsAre(HasSubstr("certainty \"c\"")));
  EXPECT_THAT(problems(good, {std::string(1001, 'x'), "b"}), Contains(HasSubstr("source has 1001 bytes")));
}

TEST(ImportedLimits, AFileThatFillsNothingIsRefused) {
  EXPECT_THAT(problems(kHeader + "ph,F<=9,pH,-,-,-,-\ncod,F<=9,mg/L,-,-,-,-\ncoliform,,count/L,-,-,-,-\n"),
              ElementsAre(HasSubstr("fills no limit")));
}

TEST(ImportedLimits, ACertaintyThatIsOneForTheRowIsNotRaisedForAColumnFromMemory) {
  std::string half = kBlank;
  const std::string blank = "F<=9,,,,,not found,,LIMITS";
  half.replace(half.find(blank), blank.size(), "F<=9,,66,,,c,memory,LIMITS");
  EXPECT_THAT(problems(kHeader + kPh + "cod,F<=9,mg/L,,,,7\n" + kColiform, {"rule R", "a"}, half),
              ElementsAre(HasSubstr("column A is from memory only")));
  EXPECT_THAT(problems(kHeader + kPh + kCod + kColiform, {"rule R", "a"}, half), IsEmpty());
}

TEST(ImportedLimits, EveryProblemIsSaidAtOnce) {
  EXPECT_THAT(problems(kHeader + "ph,F<=9,x,9,5,5,\n" + "cod,F<=9,mg/L,,KPH,,\n", {"", "b"}).size(), 7U);
}

}  // namespace
}  // namespace effluent::testing_judge
