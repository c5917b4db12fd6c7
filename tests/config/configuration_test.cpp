// SPDX-License-Identifier: Apache-2.0
#include "app/config/configuration.hpp"

#include <gmock/gmock.h>

#include <tuple>

#include "app/config/node.hpp"
#include "config/workspace.hpp"
#include "core/modbus/read_plan.hpp"

namespace effluent::test {
namespace {

using std::chrono::seconds;

TEST(Configuration, AGoodFileIsReadWholeAndWithoutAWord) {
  const Workspace workspace;
  const auto loaded = GoodSite{}.load(workspace, Demand::run);
  EXPECT_EQ(all_of(loaded), "");
  ASSERT_TRUE(loaded.configuration);
  const auto& site = loaded.configuration->site;
  EXPECT_EQ(site.gateway, "gw-test");
  EXPECT_EQ(loaded.configuration->data_directory, workspace.folder() / "data");
  ASSERT_EQ(site.plants.size(), 1U);
  ASSERT_EQ(site.plants[0].points.size(), 2U);
  const auto& cod = site.plants[0].points[1];
  EXPECT_EQ(cod.ucum, "mg/L");
  EXPECT_EQ(cod.step(), std::chrono::minutes{15});
  ASSERT_EQ(site.plants[0].outlets[0].permits.size(), 1U);
  const auto& permit = site.plants[0].outlets[0].permits[0];
  EXPECT_EQ(permit.kq->text(), "0.9");
  EXPECT_EQ(permit.limits.at("cod").max->text(), "60.5");
  EXPECT_EQ(permit.judged_period("ph"), Period::hour);
  EXPECT_EQ(site.standards.size(), 2U);
}

TEST(Configuration, DevicesGetTheirDefaultsFromProfileAndPoints) {
  const Workspace workspace;
  const auto loaded = GoodSite{}.load(workspace);
  ASSERT_TRUE(loaded.configuration) << all_of(loaded);
  const auto& probe = loaded.configuration->site.devices[0];
  EXPECT_EQ(probe.unit_id, 7);        // the profile's
  EXPECT_EQ(probe.poll, seconds{5});  // the shortest interval of its points
  ASSERT_EQ(probe.channels.size(), 1U);
  EXPECT_EQ(probe.channels[0].point, 0U);
  EXPECT_EQ(probe.channels[0].status, std::optional<std::size_t>{1});
  const auto& analyser = loaded.configuration->site.devices[1];
  EXPECT_EQ(analyser.unit_id, 1);
  EXPECT_EQ(analyser.profile->registers[0].word_order, Order::little);  // the profile's
  EXPECT_TRUE(analyser.profile->registers[0].nan_is_no_value);
}

const std::string kNumber =
    "\n[[register]]\nname = \"number\"\ntable = \"input\"\naddress = 9\ntype = \"u16\"\n";

TEST(Configuration, ARegisterThatTellsOfResultsIsReadForPointsWithACycleOnly) {
  const Workspace workspace;
  for (const std::string key : {"result_time", "sequence"}) {
    GoodSite site;
    site.probe = replaced(site.probe, "status = \"status\"", "status = \"status\"\n" + key + " = \"number\"");
    site.probe += kNumber;
    site.analyser = replaced(site.analyser, "no_value = [\"nan\"]", key + " = \"number\"") + kNumber;
    const auto loaded = site.load(workspace);
    ASSERT_TRUE(loaded.configuration) << all_of(loaded);
    const auto& [probe, analyser] =
        std::tie(loaded.configuration->site.devices[0], loaded.configuration->site.devices[1]);
    EXPECT_EQ(probe.channels[0].result, std::nullopt);
    EXPECT_EQ(analyser.channels[0].result, std::optional<std::size_t>{2});
    EXPECT_EQ(read_plan(probe).size(), 1U);
    EXPECT_EQ(read_plan(analyser), (std::vector<Request>{{4, 9, 1}, {3, 0x10, 2}}));
    const auto& resolved = loaded.configuration->resolved;
    EXPECT_NE(resolved.find("\"" + key + "\":\"number\""), std::string::npos) << resolved;
  }
}

TEST(Configuration, RepeatsIsFalseUnlessTheProfileSaysSo) {
  const Workspace workspace;
  GoodSite site;
  site.analyser = replaced(site.analyser, "no_value = [\"nan\"]", "repeats = true");
  const auto loaded = site.load(workspace);
  ASSERT_TRUE(loaded.configuration) << all_of(loaded);
  EXPECT_FALSE(loaded.configuration->site.devices[0].profile->registers[0].repeats);
  EXPECT_TRUE(loaded.configuration->site.devices[1].profile->registers[0].repeats);
}

TEST(Configuration, EveryErrorOfMeaningIsFoundInOneRunInOrder) {
  const Workspace workspace;
  GoodSite site;
  site.configuration = replaced(site.configuration, "kq = 0.9", "kq = 0");
  site.configuration = replaced(site.configuration, "interval = \"10s\"", "interval = \"12s\"");
  site.configuration = replaced(site.configuration, "host =", "hots =");
  site.configuration = replaced(site.configuration, "poll = \"5s\"", "poll = \"5s\"\nserial = 7");
  site.probe = replaced(site.probe, "status = \"status\"", "status = \"state\"");
  site.analyser = replaced(site.analyser, "word_order = \"little\"", "word_order = = \"little\"");
  const auto loaded = site.load(workspace);
  EXPECT_FALSE(loaded.configuration);
  for (const auto* mark : {"kq = 0", "12s", "hots", "serial = 7"}) {
    EXPECT_TRUE(has_finding(loaded, "effluent.toml", line_with(site.configuration, mark), "", false))
        << mark << all_of(loaded);
  }
  EXPECT_TRUE(has_finding(loaded, "probe.toml", line_with(site.probe, "\"state\""), "state", false))
      << all_of(loaded);
  EXPECT_TRUE(has_finding(loaded, "analyser.toml", 3, "the rest of this file is not read", false))
      << all_of(loaded);
  EXPECT_TRUE(std::is_sorted(loaded.findings.begin(), loaded.findings.end(),
                             [](const Finding& left, const Finding& right) {
                               return left.file != right.file ? left.file < right.file
                                                              : left.line < right.line;
                             }))
      << all_of(loaded);
}

TEST(Configuration, AFindingIsPrintedWithFileLineAndKind) {
  EXPECT_EQ(to_text({"a/b.toml", 7, "x; y", false}), "a/b.toml:7: x; y");
  EXPECT_EQ(to_text({"a/b.toml", 7, "x; y", true}), "a/b.toml:7: warning: x; y");
}

TEST(Configuration, AMissingFileIsAnErrorOfConfiguration) {
  const Workspace workspace;
  const auto loaded = load_configuration(workspace.folder() / "none.toml", Demand::judge, test::kToday);
  EXPECT_FALSE(loaded.configuration);
  EXPECT_TRUE(has_finding(loaded, "none.toml", 1, "can't be read", false)) << all_of(loaded);
}

TEST(Configuration, AKeyNestedBeyondReasonIsRefusedBeforeItUsesUpTheStack) {
  std::string deep = "[gateway]\nid = \"g\"\n";
  for (int part = 0; part < 200'000; ++part) deep += "a.";
  const auto tree = parse_toml(deep + "b = 1\n");
  ASSERT_FALSE(tree);
  EXPECT_EQ(tree.error().line, 3);
  EXPECT_EQ(tree.error().text, "a key of more than 1000 parts");
  EXPECT_TRUE(parse_toml("text = \"" + std::string(5000, '.') + "\" # " + std::string(5000, '.')));
}

TEST(Configuration, JudgeNeedsOnlyGatewayAndPlants) {
  const Workspace workspace;
  const auto bare = kGood.substr(0, kGood.find("[[bus]]"));
  const auto file = workspace.write("judge.toml", bare);  // `source` named, no device at all
  EXPECT_TRUE(load_configuration(file, Demand::judge, test::kToday).configuration)
      << all_of(load_configuration(file, Demand::judge, test::kToday));
  EXPECT_FALSE(load_configuration(file, Demand::check, test::kToday).configuration);
  const auto without =
      replaced(replaced(bare, "    source = \"probe.ph\"\n", ""), "    source = \"analyser.cod\"\n", "");
  const auto again = workspace.write("judge.toml", without);
  EXPECT_TRUE(load_configuration(again, Demand::judge, test::kToday).configuration);
  EXPECT_FALSE(load_configuration(again, Demand::run, test::kToday).configuration);
}

TEST(Configuration, KqAndKfAreNotNeededWhereEachParameterHasItsOwnLimitUnlessAShadowNeedsThem) {
  const Workspace workspace;
  GoodSite site;
  site.configuration = replaced(site.configuration, "    kq = 0.9\n    kf = 1.1\n", "");
  site.configuration = replaced(site.configuration, "\"ph\", \"cod\"", "\"cod\"");
  EXPECT_TRUE(site.load(workspace).configuration) << all_of(site.load(workspace));
  site.configuration = replaced(site.configuration, "shadow = [",
                                "shadow = [{ standard = \"qcvn-40-2011\", column = \"A\" }, ");
  const auto loaded = site.load(workspace);
  EXPECT_TRUE(has_finding(loaded, "effluent.toml", 13, "the shadow of qcvn-40-2011 needs it", false))
      << all_of(loaded);
}

TEST(Configuration, AReasonLiftsTheDatesOfTheStandard) {
  const Workspace workspace;
  GoodSite site;
  site.configuration = replaced(site.configuration, "valid_from = 2025-01-01\n    valid_to = 2030-12-31",
                                "valid_to = 2012-02-14\n    ignore_standard_dates = \"agreed\"");
  const auto loaded = site.load(workspace);
  ASSERT_TRUE(loaded.configuration) << all_of(loaded);
  EXPECT_EQ(loaded.configuration->site.plants[0].outlets[0].permits[0].ignore_standard_dates, "agreed");
}

TEST(Configuration, SpeciesLeftOutIsTheLimitsAndWrongOnesAreRefused) {
  const Workspace workspace;
  GoodSite site;
  site.configuration = replaced(site.configuration, "parameter = \"cod\"", "parameter = \"nh4_n\"");
  auto loaded = site.load(workspace);
  ASSERT_TRUE(loaded.configuration) << all_of(loaded);
  EXPECT_EQ(loaded.configuration->site.plants[0].points[1].species, "as_N");
  EXPECT_TRUE(has_finding(loaded, "effluent.toml", 36, "species = \"as_N\"", true)) << all_of(loaded);
  site.configuration =
      replaced(site.configuration, "cycle = \"15min\"", "cycle = \"15min\"\n    species = \"as_NH4\"");
  loaded = site.load(workspace);
  EXPECT_TRUE(
      has_finding(loaded, "effluent.toml", line_with(site.configuration, "species"), "does not fit", false))
      << all_of(loaded);
}

TEST(Configuration, ADeviceFeedsPointsOfOnePlantOnly) {
  const Workspace workspace;
  GoodSite site;
  site.configuration =
      replaced(site.configuration, "[[bus]]",
               "[[plant]]\nid = \"p2\"\npark = \"park-1\"\n[[plant.point]]\nid = \"x\"\nparameter = \"ph\"\n"
               "unit = \"pH\"\ndigits = 1\ninterval = \"5s\"\nsource = \"probe.ph\" # other\n[[bus]]");
  const auto loaded = site.load(workspace);
  EXPECT_TRUE(has_finding(loaded, "effluent.toml", line_with(site.configuration, "# other"),
                          "another plant already", false))
      << all_of(loaded);
}

TEST(Configuration, BusesNotBuiltYetPassCheckAndAreRefusedByRun) {
  for (const std::string kind : {"rtu-over-tcp", "file-server"}) {
    const Workspace workspace;
    GoodSite site;
    site.configuration = replaced(site.configuration, "kind = \"tcp\"", "kind = \"" + kind + "\"");
    const auto checked = site.load(workspace, Demand::check);
    EXPECT_TRUE(checked.configuration) << all_of(checked);
    EXPECT_TRUE(
        has_finding(checked, "effluent.toml", line_with(site.configuration, kind), "not run yet", true))
        << all_of(checked);
    const auto loaded = site.load(workspace, Demand::run);
    EXPECT_TRUE(
        has_finding(loaded, "effluent.toml", line_with(site.configuration, kind), "not run yet", false))
        << all_of(loaded);
  }
}

TEST(Configuration, AnAcknowledgementNotBuiltYetPassesCheckAndIsRefusedByRun) {
  const Workspace workspace;
  GoodSite site;
  site.configuration += "\n[mqtt]\nurl = \"mqtts://b.example\"\nacknowledgement = \"file-server\"\n";
  const auto checked = site.load(workspace, Demand::check);
  EXPECT_TRUE(checked.configuration) << all_of(checked);
  EXPECT_TRUE(has_finding(checked, "effluent.toml", line_with(site.configuration, "file-server"),
                          "not run yet", true))
      << all_of(checked);
  const auto loaded = site.load(workspace, Demand::run);
  EXPECT_TRUE(has_finding(loaded, "effluent.toml", line_with(site.configuration, "file-server"),
                          "not run yet", false))
      << all_of(loaded);
}

TEST(Configuration, JudgingNeedsNoDeviceProfiles) {
  const Workspace workspace;
  const auto file = workspace.write("effluent.toml", kGood + "\n[paths]\nprofiles = \"none\"\n");
  const auto judged = load_configuration(file, Demand::judge, test::kToday);
  EXPECT_TRUE(judged.configuration) << all_of(judged);
  EXPECT_EQ(all_of(judged), "");
  EXPECT_FALSE(load_configuration(file, Demand::check, test::kToday).configuration);
}

TEST(Configuration, MissingSerialPortAndSecretsAreWarningsInCheckAndErrorsInRun) {
  const Workspace workspace;
  GoodSite site;
  site.configuration +=
      "\n[[bus]]\nid = \"serial\"\nkind = \"rtu\"\ndevice = \"/dev/none-of-that-name\"\n"
      "[mqtt]\nurl = \"mqtts://b.example\"\nca_file = \"none.pem\"\n";
  auto loaded = site.load(workspace, Demand::check);
  ASSERT_TRUE(loaded.configuration) << all_of(loaded);
  EXPECT_EQ(loaded.configuration->mqtt->ca_file, workspace.folder() / "none.pem");
  for (const auto* mark : {"device = \"/dev", "ca_file"}) {
    const int line = line_with(site.configuration, mark);
    EXPECT_TRUE(has_finding(loaded, "effluent.toml", line, "missing", true)) << all_of(loaded);
    EXPECT_TRUE(has_finding(site.load(workspace, Demand::run), "effluent.toml", line, "missing", false));
  }
  EXPECT_EQ(all_of(site.load(workspace, Demand::judge)), "");
}

TEST(Configuration, AFolderNamedInPathsIsTheOnlyOneSearched) {
  const Workspace workspace;
  GoodSite site;
  workspace.write("mine/probe.toml", kProbe);
  site.configuration += "\n[paths]\nprofiles = \"mine\"\n";
  const auto loaded = site.load(workspace);
  EXPECT_TRUE(
      has_finding(loaded, "effluent.toml", line_with(kGood, "profile = \"analyser\""), "is not in", false))
      << all_of(loaded);
}

TEST(Configuration, BrokersOnLoopbackMayBePlain) {
  for (const std::string url : {"mqtt://127.0.0.1:1884", "mqtt://localhost", "mqtt://[::1]:1883"}) {
    const Workspace workspace;
    GoodSite site;
    site.configuration += "\n[mqtt]\nurl = \"" + url + "\"\n";
    EXPECT_TRUE(site.load(workspace).configuration) << all_of(site.load(workspace));
  }
}

TEST(Configuration, ResolvedTextIsTheGoldenOne) {
  const Workspace workspace;
  const auto loaded = GoodSite{}.load(workspace);
  ASSERT_TRUE(loaded.configuration) << all_of(loaded);
  const auto golden = file_text(std::filesystem::path{SOURCE_DIR} / "tests/config/resolved.golden.json");
  EXPECT_EQ(loaded.configuration->resolved + "\n", golden);
}

TEST(Shipped, TheFieldExamplePassesCheck) {
  const auto loaded =
      load_configuration(std::filesystem::path{SOURCE_DIR} / "config/effluent.toml", Demand::check,
                         *parse_day("2026-11-24"));  // its correlations run out
  ASSERT_TRUE(loaded.configuration) << all_of(loaded);
  for (const auto& finding : loaded.findings) {
    EXPECT_THAT(finding.text,
                testing::AnyOf(testing::HasSubstr("is missing or can't be read"),
                               testing::HasSubstr("kind \"rtu\" can be checked but not run yet")))
        << to_text(finding);
  }
}

TEST(Shipped, EveryProfileIsRight) {
  const auto folder = std::filesystem::path{SOURCE_DIR} / "config/devices";
  const Workspace workspace;
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    const auto name = entry.path().stem().string();
    std::string text = kGood;
    text +=
        "\n[paths]\nprofiles = \"all\"\n[[device]]\nid = \"more\"\nbus = \"lan\"\nunit_id = 99\nprofile = \"";
    text += name;
    text += "\"\n";
    const auto file = workspace.write("effluent.toml", text);
    workspace.write("all/probe.toml", kProbe);
    workspace.write("all/analyser.toml", kAnalyser);
    workspace.write("all/" + name + ".toml", file_text(entry.path()));
    const auto loaded = load_configuration(file, Demand::check, test::kToday);
    EXPECT_TRUE(loaded.configuration) << all_of(loaded);
    ++count;
  }
  EXPECT_GE(count, 6);
}

}  // namespace
}  // namespace effluent::test
