// SPDX-License-Identifier: Apache-2.0
// Mistakes in a device profile are named in its own file.
#include <gmock/gmock.h>

#include "config/workspace.hpp"

namespace effluent::test {
namespace {

struct Mistake {
  std::string name;
  std::string from;
  std::string to;
  std::string mark;
  std::string fragment;
};
void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.name; }

class BadProfile : public testing::TestWithParam<Mistake> {};

TEST_P(BadProfile, IsNamedAtItsLine) {
  const auto& mistake = GetParam();
  const Workspace workspace;
  GoodSite site;
  site.probe = replaced(kProbe, mistake.from, mistake.to);
  const auto loaded = site.load(workspace);
  EXPECT_FALSE(loaded.configuration.has_value());
  EXPECT_TRUE(has_finding(loaded, "probe.toml", line_with(site.probe, mistake.mark), mistake.fragment, false))
      << "expected at line " << line_with(site.probe, mistake.mark) << ": " << mistake.fragment << "\n"
      << all_of(loaded);
}

const std::string kTwin = "\n[[register]]\nname = \"twin\"\ntable = \"input\"\naddress = ";

INSTANTIATE_TEST_SUITE_P(
    Registers, BadProfile,
    testing::Values(
        Mistake{"unknown_key", "scale = 0.01", "scales = 0.01", "scales", "is `scale` meant?"},
        Mistake{"no_type", "type = \"u16\"\nunit", "unit", "[[register]]\nname = \"ph\"",
                "`type` is missing"},
        Mistake{"unknown_type", "type = \"u16\"\nunit", "type = \"f32\"\nunit", "f32", "float32"},
        Mistake{"unknown_table", "address = 0\n", "address = 0\nword_order = \"middle\"\n", "middle",
                "is unknown"},
        Mistake{"address_too_high", "address = 0\n", "address = 65536\n", "65536", "out of range"},
        Mistake{"ends_behind_the_last", "address = 0\ntype = \"u16\"", "address = 65535\ntype = \"u32\"",
                "65535", "ends behind"},
        Mistake{"function_not_listed", "functions = [3, 4]", "functions = [3]", "table = \"input\"",
                "needs function 4"},
        Mistake{"no_such_status", "status = \"status\"", "status = \"state\"", "status = \"state\"",
                "does not have"},
        Mistake{"status_without_states", "states = { 0 = \"measuring\", 1 = \"maintenance\" }", "",
                "status = \"status\"", "no `states`"},
        Mistake{"no_such_result_time", "status = \"status\"", "result_time = \"when\"", "when",
                "`result_time` names the register \"when\", which this profile does not have"},
        Mistake{"result_time_is_the_value", "status = \"status\"", "result_time = \"ph\"", "result_time",
                "is the value itself"},
        Mistake{"sequence_is_the_status", "status = \"status\"", "status = \"status\"\nsequence = \"status\"",
                "sequence", "is its `status`"},
        Mistake{"sequence_of_another_kind", "status = \"status\"", "sequence = 9", "sequence", "sequence"},
        Mistake{"repeats_of_another_kind", "status = \"status\"", "repeats = \"yes\"", "repeats", "repeats"},
        Mistake{"sequence_beside_result_time", "status = \"status\"",
                "result_time = \"status\"\nsequence = \"status\"", "sequence",
                "`sequence` stands beside `result_time` of line 14; one register alone"},
        Mistake{"result_time_beside_sequence", "status = \"status\"",
                "sequence = \"status\"\nresult_time = \"status\"", "result_time",
                "`result_time` stands beside `sequence` of line 14; one register alone"},
        Mistake{"repeats_beside_sequence", "status = \"status\"", "repeats = true\nsequence = \"status\"",
                "sequence",
                "`sequence` stands beside `repeats` of line 14; that register tells of equal results too"},
        Mistake{"unknown_state", "1 = \"maintenance\"", "1 = \"broken\"", "states", "1 = \"broken\""},
        Mistake{"state_beyond_the_type", "1 = \"maintenance\"", "65536 = \"maintenance\"", "states", "65536"},
        Mistake{"pattern_beyond_the_type", "0xFFFF", "0x10000", "no_value", "no bit pattern"},
        Mistake{"nan_of_an_integer", "0xFFFF", "\"nan\"", "no_value", "no bit pattern"},
        Mistake{"scale_of_zero", "scale = 0.01", "scale = 0.0", "scale", "every value would be the same"},
        Mistake{"name_twice", "name = \"status\"", "name = \"ph\"", "name = \"ph\"",
                "stands at line 7 already"},
        Mistake{"too_long_request", "functions = [3, 4]",
                "functions = [3, 4]\nmax_registers_per_request = 126", "max_registers", "1 to 125"},
        Mistake{"syntax", "scale = 0.01", "scale = 0.0.1", "scale", "the rest of this file is not read"}),
    [](const auto& instance) { return instance.param.name; });

/// All errors of a profile that is changed in one place.
std::string findings_with(const std::string& from, const std::string& to) {
  const Workspace workspace;
  GoodSite site;
  site.probe = replaced(kProbe, from, to);
  return all_of(site.load(workspace));
}

TEST(Profile, OneMistakeIsOneMessage) {
  // What depends on a type, table or address that is missing or wrong is not judged on a guess.
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"type = \"u16\"\nunit = \"pH\"\nscale = 0.01\nno_value = [0xFFFF]",
            "type = \"flaot32\"\nunit = \"pH\"\nno_value = [\"nan\"]"},
           {"type = \"u16\"\nstates = { 0 = \"measuring\", 1 =", "states = { 0 = \"measuring\", 99999 ="},
           {"name = \"ph\"\ntable = \"input\"", "name = \"ph\"\ntable = \"inputs\""},
           {"address = 1\n", ""},
           {"address = 1\n", "address = -1\n"}}) {
    const auto findings = findings_with(from, to);
    EXPECT_EQ(std::count(findings.begin(), findings.end(), '\n'), 1) << findings;
  }
}

/// The profile with one more register, which tells of the results of "ph".
Loaded with_result_register(const Workspace& workspace, const std::string& reg) {
  GoodSite site;
  site.probe = replaced(kProbe, "status = \"status\"", "status = \"status\"\nsequence = \"number\"") +
               "\n[[register]]\nname = \"number\"\n" + reg;
  return site.load(workspace);
}

TEST(Profile, WhatTellsOfResultsIsReadInEachPollAndIsNeitherValueNorStatusUnderAnotherName) {
  const Workspace workspace;
  for (const auto& [reg, fragment] : std::vector<std::pair<std::string, std::string>>{
           {"table = \"input\"\naddress = 9\ntype = \"u16\"\n", ""},
           {"table = \"input\"\naddress = 9\ntype = \"u64\"\n", ""},
           {"table = \"input\"\naddress = 9\ntype = \"bits\"\n", ""},
           {"table = \"holding\"\naddress = 0\ntype = \"float32\"\n", ""},
           {"table = \"input\"\naddress = 9\ntype = \"string\"\n", "is of type string"},
           {"table = \"input\"\naddress = 9\ntype = \"u16\"\nwatch = true\n", "remove `watch` there"},
           {"table = \"input\"\naddress = 0\ntype = \"u16\"\n", "is the value itself"},
           {"table = \"input\"\naddress = 1\ntype = \"u16\"\n", "is its `status`"}}) {
    const auto loaded = with_result_register(workspace, reg);
    EXPECT_EQ(loaded.configuration.has_value(), fragment.empty()) << reg << all_of(loaded);
    EXPECT_EQ(loaded.findings.size(), fragment.empty() ? 0U : 1U) << all_of(loaded);
    EXPECT_TRUE(fragment.empty() || has_finding(loaded, "probe.toml", 15, fragment, false)) << all_of(loaded);
  }
}

TEST(Profile, RegistersThatShareAnAddressMustHaveEqualAddressAndType) {
  const Workspace workspace;
  for (const auto& [address_and_type, good] :
       std::vector<std::pair<std::string, bool>>{{"0\ntype = \"u16\"\n", true},
                                                 {"0\ntype = \"s16\"\n", false},
                                                 {"0\ntype = \"u32\"\n", false},
                                                 {"1\ntype = \"u16\"\n", true},
                                                 {"1\ntype = \"u32\"\n", false},
                                                 {"2\ntype = \"u32\"\n", true}}) {
    GoodSite site;
    site.probe += kTwin;
    site.probe += address_and_type;
    const auto loaded = site.load(workspace);
    EXPECT_EQ(loaded.configuration.has_value(), good) << address_and_type << all_of(loaded);
    if (!good) {
      EXPECT_TRUE(has_finding(loaded, "probe.toml", line_with(site.probe, "address = "), "overlaps", false))
          << all_of(loaded);
    }
  }
}

TEST(Profile, CoilsAndDiscreteInputsHaveNoType) {
  const Workspace workspace;
  GoodSite site;
  site.probe = replaced(kProbe, "functions = [3, 4]", "functions = [1, 3, 4]") +
               "\n[[register]]\nname = \"contact\"\ntable = \"coil\"\naddress = 0\ntype = \"u16\"\n";
  const auto loaded = site.load(workspace);
  EXPECT_TRUE(has_finding(loaded, "probe.toml", line_with(site.probe, "type = "), "have no `type`", false))
      << all_of(loaded);
}

TEST(Profile, PatternsOf2To63AndMoreAreWrittenAsTexts) {
  const Workspace workspace;
  GoodSite site;
  site.probe = kProbe + "\n[[register]]\nname = \"total\"\ntable = \"input\"\naddress = 8\ntype = \"u64\"\n" +
               "no_value = [\"0xFFFFFFFFFFFFFFFF\"]\n";
  const auto loaded = site.load(workspace);
  ASSERT_TRUE(loaded.configuration) << all_of(loaded);
  const auto* total = loaded.configuration->site.devices[0].profile->find("total");
  ASSERT_NE(total, nullptr);
  EXPECT_THAT(total->no_value, testing::ElementsAre(0xFFFFFFFFFFFFFFFFULL));
  EXPECT_EQ(total->words, 4);
}

}  // namespace
}  // namespace effluent::test
