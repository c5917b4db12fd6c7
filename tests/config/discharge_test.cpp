// SPDX-License-Identifier: Apache-2.0
// Standby instruments, the signs of a standstill, means weighted by flow: what `check` says of them.
#include <gmock/gmock.h>

#include "config/workspace.hpp"

namespace effluent::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kPermit = R"(
[[plant.outlet.permit]]
number = "1/GPMT"
standard = "qcvn-40-2011"
column = "B"
kq = 0.9
kf = 1.0
automatic = ["cod"]
)";

std::string point(const std::string& id, const std::string& parameter, const std::string& more = {},
                  const std::string& table = "plant.outlet.point") {
  const std::string unit = parameter == "flow" ? "m3/h" : parameter == "level" ? "m" : "mg/L";
  return "[[" + table + "]]\nid = \"" + id + "\"\nparameter = \"" + parameter + "\"\nunit = \"" + unit +
         "\"\ndigits = 1\n" + (more.find("interval") == std::string::npos ? "interval = \"1min\"\n" : "") +
         more;
}

/// What is wrong with a plant whose outlet has these lines behind its id.
std::vector<std::string> errors_of(const std::string& outlet, const std::string& permit_more = {}) {
  const Workspace workspace;
  std::filesystem::create_directory_symlink(std::filesystem::path{SOURCE_DIR} / "config/standards",
                                            workspace.folder() / "standards");
  const std::string text =
      "[gateway]\nid = \"gw\"\nprovince = \"lao-cai\"\n[[plant]]\nid = \"p\"\npark = "
      "\"k\"\n[[plant.outlet]]\n"
      "id = \"o\"\n" +
      outlet.substr(0, outlet.find("[[")) + kPermit + permit_more +
      (outlet.find("[[") == std::string::npos ? "" : outlet.substr(outlet.find("[["))) +
      point("flow-in", "flow", {}, "plant.point");
  const auto loaded =
      load_configuration(workspace.write("effluent.toml", text), Demand::judge, *parse_day("2026-11-24"));
  std::vector<std::string> errors;
  for (const auto& finding : loaded.findings) {
    if (!finding.warning) errors.push_back(finding.text);
  }
  return errors;
}

const std::string kRules =
    R"(discharge = { signs = [{ point = "flow-out", at_most = 0.5 }, { point = "level", at_most = 0.1 }], inflow = "flow-in", tank_volume_m3 = 800 })"
    "\n";
const std::string kPoints = point("cod", "cod") + point("flow-out", "flow") + point("level", "level");

TEST(DischargeConfiguration, TwoSignsAnInflowAndATankAreEnough) {
  EXPECT_THAT(errors_of(kRules + kPoints), IsEmpty());
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST(DischargeConfiguration, OneSignIsRefused) {
  EXPECT_THAT(errors_of(with(kRules, R"(, { point = "level", at_most = 0.1 })", "") + kPoints),
              ElementsAre(HasSubstr("one signal alone proves no standstill")));
}

TEST(DischargeConfiguration, TwoSignsOfOneInstrumentAreRefused) {
  const std::string points = point("cod", "cod") + point("flow-out", "flow", "source = \"meter.flow\"\n") +
                             point("level", "level", "source = \"meter.level\"\n");
  EXPECT_THAT(errors_of(kRules + points),
              ElementsAre(HasSubstr("all `signs` come from one device, \"meter\"")));
}

TEST(DischargeConfiguration, ASignNeedsOneSide) {
  EXPECT_THAT(errors_of(with(kRules, "at_most = 0.5", "at_most = 0.5, at_least = 0.1") + kPoints),
              ElementsAre(HasSubstr("either `at_most` or `at_least`")));
}

TEST(DischargeConfiguration, ASignOrInflowThatIsNotThereIsNamed) {
  EXPECT_THAT(errors_of(with(kRules, "\"level\"", "\"levle\"") + kPoints),
              ElementsAre(HasSubstr("there is no point \"levle\"")));
  EXPECT_THAT(errors_of(with(kRules, "\"flow-in\"", "\"level\"") + kPoints),
              ElementsAre(HasSubstr("is no flow with a result every 5 min")));
}

TEST(DischargeConfiguration, AnInflowThatIsASignOrStandsAtTheOutletIsRefused) {
  EXPECT_THAT(errors_of(with(kRules, "\"flow-in\"", "\"flow-out\"") + kPoints),
              ElementsAre(HasSubstr("would explain itself")));
}

TEST(DischargeConfiguration, ASlowSignIsRefused) {
  const std::string points =
      point("cod", "cod") + point("flow-out", "flow") + point("level", "level", "interval = \"15min\"\n");
  EXPECT_THAT(errors_of(kRules + points), ElementsAre(HasSubstr("has no result every 5 min")));
}

TEST(DischargeConfiguration, ATankWithoutVolumeIsRefused) {
  EXPECT_THAT(errors_of(with(kRules, "800", "0") + kPoints),
              ElementsAre(HasSubstr("`tank_volume_m3` is not above 0")));
}

TEST(FlowConfiguration, AWeightedMeanNeedsTheOutletsFlow) {
  EXPECT_THAT(errors_of(kPoints, "weighting_of = { cod = \"flow\" }\n"),
              ElementsAre(HasSubstr("weights by the flow of the outlet, which names none")));
  EXPECT_THAT(errors_of("flow = \"flow-out\"\n" + kPoints, "weighting_of = { cod = \"flow\" }\n"), IsEmpty());
  EXPECT_THAT(errors_of("flow = \"level\"\n" + kPoints),
              ElementsAre(HasSubstr("no point of this outlet with parameter \"flow\" has the id \"level\"")));
}

TEST(FlowConfiguration, AWeightThatNothingIsJudgedByIsRefused) {
  EXPECT_THAT(errors_of("flow = \"flow-out\"\n" + kPoints, "weighting_of = { tss = \"flow\" }\n"),
              ElementsAre(HasSubstr("which is not in `automatic`")));
}

TEST(StandbyConfiguration, MeasuresWhatItsPrimaryMeasuresThereAndAsOften) {
  const auto standby = [](const std::string& more, const std::string& parameter = "cod") {
    return errors_of(kPoints + point("cod-2", parameter, more));
  };
  EXPECT_THAT(standby("standby_for = \"cod\"\n"), IsEmpty());
  EXPECT_THAT(standby("standby_for = \"cdo\"\n"), ElementsAre(HasSubstr("there is no other point \"cdo\"")));
  EXPECT_THAT(standby("standby_for = \"level\"\n"), ElementsAre(HasSubstr("does not measure \"cod\"")));
  EXPECT_THAT(standby("standby_for = \"cod\"\ninterval = \"5min\"\n"),
              ElementsAre(HasSubstr("is due in other intervals")));
}

TEST(StandbyConfiguration, OneStandbyAPrimaryAndNoneOfAStandby) {
  const std::string first = kPoints + point("cod-2", "cod", "standby_for = \"cod\"\n");
  EXPECT_THAT(errors_of(first + point("cod-3", "cod", "standby_for = \"cod\"\n")),
              ElementsAre(HasSubstr("names a standby of \"cod\" already")));
  EXPECT_THAT(errors_of(first + point("cod-3", "cod", "standby_for = \"cod-2\"\n")),
              ElementsAre(HasSubstr("is a standby itself")));
}

}  // namespace
}  // namespace effluent::test
