// SPDX-License-Identifier: Apache-2.0
// Surrogates: which methods they are is data, what stands behind them is the configuration's.
#include "core/profile/methods.hpp"

#include <gmock/gmock.h>

#include "config/workspace.hpp"
#include "core/profile/parameters.hpp"

namespace effluent::test {
namespace {

using ::testing::IsEmpty;

const std::string kCorrelation =
    "\n    [plant.outlet.point.correlation]\n    date = 2026-01-15\n    n = 12\n    slope = 1.04\n"
    "    intercept = -0.6\n    r = 0.97\n    valid_until = 2026-12-31\n";

/// The good site with a method for its COD, and what is written behind that point.
GoodSite site_with(const std::string& method, const std::string& correlation) {
  GoodSite site;
  site.configuration = replaced(kGood, "    source = \"analyser.cod\"\n",
                                "    source = \"analyser.cod\"\n" + method + correlation);
  return site;
}
const std::string kUv = "    method = \"uv254\"\n";

Day day(const char* text) { return *parse_day(text); }

TEST(Surrogate, StandsOnItsCorrelationFromTheDayOfTheComparisonToTheLastDay) {
  const Workspace workspace;
  const auto loaded = site_with(kUv, kCorrelation).load(workspace);
  ASSERT_TRUE(loaded.configuration) << all_of(loaded);
  EXPECT_EQ(all_of(loaded), "");
  const auto& points = loaded.configuration->site.plants[0].points;
  EXPECT_EQ(points[0].surrogate_on(day("2026-06-01")), SurrogateStanding::not_a_surrogate);
  const auto& cod = points[1];
  EXPECT_EQ(cod.surrogate_on(day("2026-01-14")), SurrogateStanding::not_correlated);
  EXPECT_EQ(cod.surrogate_on(day("2026-01-15")), SurrogateStanding::correlated);
  EXPECT_EQ(cod.surrogate_on(day("2026-12-31")), SurrogateStanding::correlated);
  EXPECT_EQ(cod.surrogate_on(day("2027-01-01")), SurrogateStanding::not_correlated);
  ASSERT_TRUE(cod.correlation);
  EXPECT_EQ(cod.correlation->n, 12);
  EXPECT_EQ(cod.correlation->slope.text(), "1.04");
  EXPECT_EQ(cod.correlation->intercept.text(), "-0.6");
  EXPECT_EQ(cod.correlation->r.text(), "0.97");
  EXPECT_EQ(name_of(SurrogateStanding::correlated), "correlated");
  EXPECT_EQ(name_of(SurrogateStanding::not_correlated), "not_correlated");
  EXPECT_EQ(name_of(SurrogateStanding::not_a_surrogate), "");
}

TEST(Surrogate, WithoutACorrelationIsWarnedOfAndNotCorrelated) {
  const Workspace workspace;
  const auto site = site_with(kUv, "");
  const auto loaded = site.load(workspace);
  ASSERT_TRUE(loaded.configuration) << all_of(loaded);
  EXPECT_TRUE(has_finding(loaded, "effluent.toml", line_with(site.configuration, "uv254"),
                          "\"uv254\" is a surrogate of \"cod\"", true))
      << all_of(loaded);
  EXPECT_EQ(loaded.configuration->site.plants[0].points[1].surrogate_on(day("2026-06-01")),
            SurrogateStanding::not_correlated);
}

TEST(Surrogate, AMethodThatMeasuresTheParameterNeedsNone) {
  const Workspace workspace;
  EXPECT_EQ(all_of(site_with("    method = \"dichromate\"\n", "").load(workspace)), "");
  // Of this parameter it is none: a turbidity meter's COD is another matter, but methods.csv doesn't say so.
  EXPECT_EQ(all_of(site_with("    method = \"optical_turbidity\"\n", "").load(workspace)), "");
}

TEST(Surrogate, ACorrelationOutOfDateOrStillToComeIsWarnedOfOnThatDay) {
  const Workspace workspace;
  const auto site = site_with(kUv, kCorrelation);
  EXPECT_EQ(all_of(site.load(workspace, Demand::check, day("2026-12-31"))), "");
  const auto late = site.load(workspace, Demand::run, day("2027-01-01"));
  EXPECT_TRUE(late.configuration) << "running goes on, the verdicts say it";
  EXPECT_TRUE(has_finding(late, "effluent.toml", line_with(site.configuration, "valid_until"),
                          "out of date since 2026-12-31", true))
      << all_of(late);
  const auto early = site.load(workspace, Demand::check, day("2026-01-14"));
  EXPECT_TRUE(has_finding(early, "effluent.toml", line_with(site.configuration, "date = 2026"),
                          "still to come", true))
      << all_of(early);
  EXPECT_EQ(all_of(site.load(workspace, Demand::judge, day("2027-01-01"))), "") << "judge speaks of the past";
}

struct Wrong {
  std::string name;
  std::string from;
  std::string to;
  std::string mark;
  std::string fragment;
};
void PrintTo(const Wrong& wrong, std::ostream* out) { *out << wrong.name; }
class BadCorrelation : public testing::TestWithParam<Wrong> {};

TEST_P(BadCorrelation, IsAnErrorAtItsLine) {
  const auto& wrong = GetParam();
  const Workspace workspace;
  auto site = site_with(kUv, kCorrelation);
  site.configuration = replaced(site.configuration, wrong.from, wrong.to);
  const auto loaded = site.load(workspace);
  EXPECT_FALSE(loaded.configuration);
  EXPECT_TRUE(
      has_finding(loaded, "effluent.toml", line_with(site.configuration, wrong.mark), wrong.fragment, false))
      << all_of(loaded);
  EXPECT_EQ(loaded.findings.size(), 1U) << all_of(loaded);
}

INSTANTIATE_TEST_SUITE_P(
    Surrogate, BadCorrelation,
    testing::Values(
        Wrong{"one_pair", "n = 12", "n = 1", "n = 1", "1 pairs give no line"},
        Wrong{"r_above_1", "r = 0.97", "r = 97", "r = 97", "no coefficient of correlation"},
        Wrong{"r_below_minus_1", "r = 0.97", "r = -1.01", "r = -1.01", "no coefficient of correlation"},
        Wrong{"dates_turned_round", "valid_until = 2026-12-31", "valid_until = 2026-01-14", "valid_until",
              "lies before `date` of line"},
        Wrong{"no_date", "    date = 2026-01-15\n", "", "point.correlation]", "`date` is missing"},
        Wrong{"no_end", "    valid_until = 2026-12-31\n", "", "point.correlation]",
              "`valid_until` is missing"},
        Wrong{"no_slope", "    slope = 1.04\n", "", "point.correlation]", "`slope` is missing"},
        Wrong{"no_hash", "n = 12", "n = 12\n    report_sha256 = \"abc\"", "report_sha256", "is no SHA-256"},
        Wrong{"unknown_key", "n = 12", "n = 12\n    offset = 1", "offset", "unknown key `offset`"},
        Wrong{"of_a_method_that_measures", "\"uv254\"", "\"dichromate\"", "point.correlation]",
              "\"dichromate\" is no surrogate of \"cod\""},
        Wrong{"of_another_parameter", "\"uv254\"", "\"optical_turbidity\"", "point.correlation]",
              "is no surrogate of \"cod\""},
        Wrong{"of_no_method", kUv, "", "point.correlation]", "stands without a `method`"}),
    [](const auto& instance) { return instance.param.name; });

TEST(Method, AnUnknownWordIsWarnedOfWithTheNearestKnownOne) {
  const Workspace workspace;
  auto site = site_with("    method = \"uv-254\"\n", "");
  auto loaded = site.load(workspace);
  EXPECT_TRUE(loaded.configuration);
  EXPECT_TRUE(has_finding(loaded, "effluent.toml", line_with(site.configuration, "uv-254"),
                          "is \"uv254\" meant?", true))
      << all_of(loaded);
  site = site_with("    method = \"witchcraft\"\n", "");
  loaded = site.load(workspace);
  EXPECT_TRUE(has_finding(loaded, "effluent.toml", line_with(site.configuration, "witchcraft"),
                          "write one of \"colorimetric\"", true))
      << all_of(loaded);
}

TEST(Methods, EveryShippedSurrogateIsOfAKnownParameter) {
  const auto folder = std::filesystem::path{SOURCE_DIR} / "config/standards";
  const auto methods = parse_methods(file_text(folder / "methods.csv"));
  const auto parameters = parse_parameters(file_text(folder / "parameters.csv"));
  ASSERT_TRUE(methods && parameters);
  for (const auto& [key, method] : *methods) {
    EXPECT_FALSE(method.name_en.empty() || method.name_vi.empty()) << key;
    for (const auto& parameter : method.surrogate_for) EXPECT_EQ(parameters->count(parameter), 1U) << key;
  }
  for (const char* parameter : {"cod", "bod5", "toc"})
    EXPECT_TRUE(methods->at("uv254").is_surrogate_for(parameter)) << parameter;
  EXPECT_TRUE(methods->at("optical_turbidity").is_surrogate_for("tss"));
  EXPECT_THAT(methods->at("dichromate").surrogate_for, IsEmpty());
}

TEST(Methods, WhatIsWrongInTheTableIsNamedByLine) {
  EXPECT_EQ(parse_methods("key,name\n").error()[0].line, 1);
  const auto wrong = parse_methods("key,name_en,name_vi,surrogate_for,note\nise,I,I,,\nise,I,I,,\na,b\n");
  ASSERT_EQ(wrong.error().size(), 2U);
  EXPECT_EQ(wrong.error()[0].line, 3);
  EXPECT_EQ(wrong.error()[1].line, 4);
}

}  // namespace
}  // namespace effluent::test
