// SPDX-License-Identifier: Apache-2.0
// A permit that contradicts its standard or itself is warned of at its line: what it says still binds.
#include <gmock/gmock.h>

#include "config/workspace.hpp"

namespace effluent::test {
namespace {

struct Change {
  std::string from;
  std::string to;
};
struct Contradiction {
  std::string name;
  std::vector<Change> changes;
  std::string mark;      ///< the line expected is the last one that holds this
  std::string fragment;  ///< empty: no warning at all
  std::string also = {};
};
void PrintTo(const Contradiction& one, std::ostream* out) { *out << one.name; }

/// A table of which two limits are known for sure, so that no number of the law stands in a test.
const std::string kTable =
    "no,key,parameter_en,parameter_vi,unit,A_min,A_max,B_min,B_max,kq_kf_applies,sure_A,sure_B,source,note\n"
    "1,ph,pH,pH,pH,6,9,5.5,9,0,b,b,page P,\n"
    "2,cod,COD,COD,mg/L,,75,,150,1,c,b,page C,\n"
    "3,bod5,BOD5,BOD5,mg/L,,30,,50,1,b,b,page B,\n";

class ContradictionTest : public testing::TestWithParam<Contradiction> {
 protected:
  Loaded load(const std::vector<Change>& changes) {
    workspace.write("tables/qcvn-40-2011.csv", kTable);
    workspace.write("tables/qcvn-40-2025.csv",
                    file_text(std::filesystem::path{SOURCE_DIR} / "config/standards/qcvn-40-2025.csv"));
    site.configuration += "\n[paths]\nstandards = \"tables\"\n";
    for (const auto& [from, to] : changes) site.configuration = replaced(site.configuration, from, to);
    return site.load(workspace);
  }
  const Workspace workspace;
  GoodSite site;
};

TEST_P(ContradictionTest, IsWarnedOfAtItsLineAndAlone) {
  const auto& wanted = GetParam();
  const auto loaded = load(wanted.changes);
  EXPECT_TRUE(loaded.configuration) << all_of(loaded);
  if (wanted.fragment.empty()) {
    EXPECT_EQ(all_of(loaded), "");
    return;
  }
  EXPECT_TRUE(
      has_finding(loaded, "effluent.toml", line_with(site.configuration, wanted.mark), wanted.fragment, true))
      << "expected at line " << line_with(site.configuration, wanted.mark) << "\n"
      << all_of(loaded);
  EXPECT_THAT(all_of(loaded), testing::HasSubstr(wanted.also));
  for (const auto& finding : loaded.findings)
    EXPECT_THAT(to_text(finding), testing::ContainsRegex("^.+:[0-9]+: warning: .+; .+"));
}

const std::string kDates = "valid_from = 2025-01-01\n    valid_to = 2030-12-31";
const std::string kShadow =
    "    shadow = [{ standard = \"qcvn-40-2025\", column = \"B\", flow_band = \"F<=2000\" }]\n";
const std::string kFactors = "    kq = 0.9\n    kf = 1.1\n";
const std::string kAutomatic = "automatic = [\"ph\", \"cod\"]";
const std::string kPh = "    [[plant.outlet.point]]\n    id = \"ph-out\"";

INSTANTIATE_TEST_SUITE_P(
    OwnLimits, ContradictionTest,
    testing::Values(
        Contradiction{"stricter", {}, "", ""},
        Contradiction{"equal", {{"max = 60.5", "max = 148.5"}}, "", ""},
        Contradiction{"looser",
                      {{"max = 60.5", "max = 148.6"}},
                      "limits.cod]",
                      "with max 148.6 is looser than max 148.5 of qcvn-40-2011, column B (C 150 x Kq 0.9 x "
                      "Kf 1.1)",
                      "make sure that annex 1 says so against page C"},
        Contradiction{"from_memory_says_nothing",
                      {{"standard = \"qcvn-40-2011\"\n    column = \"B\"",
                        "standard = \"qcvn-40-2011\"\n    column = \"A\""},
                       {"max = 60.5", "max = 1000"}},
                      "",
                      ""},
        Contradiction{"one_side_of_two",
                      {{"limits.cod]\n      max = 60.5", "limits.ph]\n      max = 8.5"}},
                      "limits.ph]",
                      "has no `min` where the standard has min 5.5",
                      "annex 1"},
        Contradiction{"lower_minimum",
                      {{"limits.cod]\n      max = 60.5", "limits.ph]\n      min = 5\n      max = 8.5"}},
                      "limits.ph]",
                      "with min 5 is looser than min 5.5 of qcvn-40-2011, column B;"}),
    [](const auto& instance) { return instance.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Factors, ContradictionTest,
    testing::Values(
        Contradiction{"where_each_has_its_own_limit",
                      {{kAutomatic, "automatic = [\"cod\"]"}},
                      "kq = 0.9",
                      "`kq` is not used",
                      "`kf` is not used"},
        Contradiction{"of_a_standard_without_them",
                      {{"standard = \"qcvn-40-2011\"\n    column = \"B\"",
                        "standard = \"qcvn-40-2025\"\n    column = \"B\"\n    flow_band = \"F>20000\""},
                       {kDates, "valid_from = 2025-09-01\n    valid_to = 2032-12-31"}},
                      "kf = 1.1",
                      "`kf` is not used"},
        Contradiction{"that_a_laboratory_limit_needs",
                      {{kAutomatic,
                        "automatic = [\"cod\"]\n    laboratory = [{ parameter = \"bod5\", every = "
                        "\"90d\" }]"}},
                      "",
                      ""},
        Contradiction{"that_a_shadow_needs",
                      {{kAutomatic, "automatic = [\"cod\"]"},
                       {kShadow, "    shadow = [{ standard = \"qcvn-40-2011\", column = \"A\" }]\n"}},
                      "",
                      ""}),
    [](const auto& instance) { return instance.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Parameters, ContradictionTest,
    testing::Values(
        Contradiction{
            "automatic_and_laboratory",
            {{kAutomatic, kAutomatic + "\n    laboratory = [{ parameter = \"cod\", every = \"90d\" }]"}},
            "laboratory",
            "\"cod\" stands in `automatic` and in `laboratory`"},
        Contradiction{
            "laboratory_without_a_row",
            {{kAutomatic, kAutomatic + "\n    laboratory = [{ parameter = \"as\", every = \"90d\" }]"}},
            "laboratory",
            "qcvn-40-2011 has no row for \"as\"",
            "take it out of `laboratory`"},
        Contradiction{
            "none_at_all", {{kAutomatic, "automatic = []"}}, "automatic", "the permit names no parameter"}),
    [](const auto& instance) { return instance.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Shadows, ContradictionTest,
    testing::Values(
        Contradiction{
            "equal_to_the_binding_one",
            {{"      [plant.outlet.permit.limits.cod]\n      max = 60.5\n      source = \"annex 1\"\n", ""},
             {kShadow, "    shadow = [{ standard = \"qcvn-40-2011\", column = \"B\" }]\n"}},
            "shadow =",
            "judges the same twice"},
        Contradiction{"equal_but_beside_an_own_limit",
                      {{kShadow, "    shadow = [{ standard = \"qcvn-40-2011\", column = \"B\" }]\n"}},
                      "",
                      ""},
        Contradiction{"never_in_force",
                      {{kDates, "valid_to = 2025-08-31"}},
                      "shadow =",
                      "this shadow is never judged"}),
    [](const auto& instance) { return instance.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Dates, ContradictionTest,
    testing::Values(
        Contradiction{"on_the_standards_last_day",
                      {{kDates, "valid_from = 2025-01-01\n    valid_to = 2031-12-31"}},
                      "",
                      ""},
        Contradiction{"past_the_standards_end",
                      {{kDates, "valid_from = 2025-01-01\n    valid_to = 2032-01-01"}},
                      "valid_to",
                      "runs on after the end of qcvn-40-2011 (2031-12-31)"},
        Contradiction{"before_the_standards_beginning",
                      {{kDates, "valid_from = 2012-02-14\n    valid_to = 2030-12-31"}},
                      "valid_from",
                      "begins before qcvn-40-2011 is in force (2012-02-15)"},
        Contradiction{
            "lifted", {{kDates, "valid_from = 2012-02-14\n    ignore_standard_dates = \"agreed\""}}, "", ""},
        Contradiction{"lifted_for_nothing",
                      {{kDates, kDates + "\n    ignore_standard_dates = \"agreed\""}},
                      "ignore_standard_dates",
                      "lifts nothing"},
        Contradiction{"days_between_two_permits",
                      {{kPh,
                        "    [[plant.outlet.permit]]\n    valid_from = 2031-01-02 # second\n    standard = "
                        "\"qcvn-40-2011\"\n"
                        "    column = \"B\"\n    kq = 1\n    kf = 1\n    automatic = [\"ph\"]\n\n" +
                            kPh}},
                      "# second",
                      "after 2030-12-31 no permit of outlet \"out\" holds until 2031-01-02"},
        Contradiction{
            "no_day_between_two_permits",
            {{kPh,
              "    [[plant.outlet.permit]]\n    valid_from = 2031-01-01\n    standard = \"qcvn-40-2011\"\n"
              "    column = \"B\"\n    kq = 1\n    kf = 1\n    automatic = [\"ph\"]\n\n" +
                  kPh}},
            "",
            ""},
        Contradiction{"none_holds_today",
                      {{kDates, "valid_from = 2025-01-01\n    valid_to = 2026-11-23"}},
                      "[[plant.outlet.permit]]",
                      "no permit of outlet \"out\" holds on 2026-11-24"}),
    [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace effluent::test
