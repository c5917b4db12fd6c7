// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <tuple>

#include "files/files.hpp"
#include "support/temporary_folder.hpp"

namespace effluent::simulator {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

const fs::path kSimulators = SIMULATORS_FOLDER;

std::vector<fs::path> files_in(const char* folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kSimulators / folder)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string all(const std::vector<Finding>& findings) {
  std::string text;
  for (const auto& finding : findings) text += to_text(finding) + "\n";
  return text;
}

std::vector<PlantSettings> shipped_plants() {
  std::vector<PlantSettings> plants;
  std::vector<Finding> findings;
  const auto files = files_in("plants");
  plants.reserve(files.size());
  for (const auto& file : files) plants.push_back(read_plant(file, findings));
  check_together(files, plants, findings);
  EXPECT_EQ(all(findings), "");
  return plants;
}

class ReadFiles : public ::testing::Test {
 protected:
  fs::path write(const char* name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }
  std::string plant_findings(const std::string& text) const {
    std::vector<Finding> findings;
    std::ignore = read_plant(write("plant.toml", text), findings);
    return all(findings);
  }
  static std::string head() {
    return "[plant]\nid = \"p\"\nname = \"P\"\nprofiles = \"" + (kSimulators / "../config/devices").string() +
           "\"\n";
  }
  TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path();
};

TEST(ShippedFiles, PlantsLoadAndHaveSeventeenInstruments) {
  std::size_t instruments = 0;
  for (const auto& plant : shipped_plants()) instruments += plant.devices.size();
  EXPECT_EQ(instruments, 17U);
}

TEST(ShippedFiles, ScenariosLoad) {
  const auto plants = shipped_plants();
  const auto files = files_in("scenarios");
  EXPECT_GE(files.size(), 4U);
  for (const auto& file : files) {
    std::vector<Finding> findings;
    const auto scenario = read_scenario(file, plants, findings);
    EXPECT_EQ(all(findings), "");
    EXPECT_EQ(scenario.name, file.stem().string());
  }
}

TEST_F(ReadFiles, EveryMistakeOfAPlantIsNamedWithItsLine) {
  const auto found = plant_findings(head() +
                                    "colour = 1\n"
                                    "[process]\n"
                                    "flow = -3\n"
                                    "[[device]]\n"
                                    "id = \"a\"\n"
                                    "profile = \"mau-analyser-a\"\n"
                                    "[[device.register]]\n"
                                    "name = \"cod\"\n"
                                    "signal = \"coffee\"\n"
                                    "[[device.register]]\n"
                                    "name = \"tea\"\n"
                                    "fixed = 1\n"
                                    "[[device.register]]\n"
                                    "name = \"slope\"\n"
                                    "[[device]]\n"
                                    "id = \"b\"\n"
                                    "profile = \"nobody\"\n"
                                    "port = 70000\n");
  const auto file = (folder_ / "plant.toml").string();
  EXPECT_THAT(found, HasSubstr(file + ":5: "));
  EXPECT_THAT(found, HasSubstr(file + ":7: `flow`"));
  EXPECT_THAT(found, HasSubstr(file + ":13: unknown signal \"coffee\"; use one of"));
  EXPECT_THAT(found, HasSubstr(file + ":15: profile mau-analyser-a has no register \"tea\""));
  EXPECT_THAT(found, HasSubstr(file + ":17: the register shows nothing"));
  EXPECT_THAT(found, HasSubstr(file + ":21: there is no"));
  EXPECT_THAT(found, HasSubstr(file + ":22: `port`"));
}

TEST_F(ReadFiles, ASignalInAnotherUnitIsRefused) {
  EXPECT_THAT(plant_findings(head() + "[[device]]\nid = \"a\"\nprofile = \"mau-analyser-a\"\n"
                                      "[[device.register]]\nname = \"cod\"\nsignal = \"ph_out\"\n"),
              HasSubstr("signal ph_out is in pH, register cod in \"mg/L\""));
}

TEST_F(ReadFiles, ACounterCountsAnotherRegisterOfItsDevice) {
  const auto findings = [this](const char* counted) {
    return plant_findings(head() +
                          "[[device]]\nid = \"a\"\nprofile = \"mau-analyser-a\"\n[[device.register]]\n"
                          "name = \"slope\"\ncounts = \"" +
                          counted + "\"\n[[device.register]]\nname = \"cod\"\nfixed = 1\n");
  };
  EXPECT_EQ(findings("cod"), "");
  EXPECT_THAT(findings("slope"), HasSubstr("plant.toml:10: \"counts\" names slope, which is no other"));
  EXPECT_THAT(findings("tea"), HasSubstr("plant.toml:10: \"counts\" names tea, which is no other"));
}

TEST_F(ReadFiles, ATomlMistakeAndAMissingFileAreNamed) {
  EXPECT_THAT(plant_findings("[plant\n"), HasSubstr("plant.toml:1: "));
  std::vector<Finding> findings;
  std::ignore = read_plant(folder_ / "absent.toml", findings);
  EXPECT_THAT(all(findings), HasSubstr("absent.toml:1: can't be read"));
}

TEST_F(ReadFiles, EveryMistakeOfAScenarioIsNamedWithItsLine) {
  const auto plants = shipped_plants();
  std::vector<Finding> findings;
  std::ignore = read_scenario(write("s.toml",
                                    "[scenario]\n"
                                    "name = \"s\"\n"
                                    "repeat = \"0s\"\n"
                                    "clock = \"moon\"\n"
                                    "[[event]]\n"
                                    "device = \"nobody\"\n"
                                    "fault = \"sad\"\n"
                                    "[[event]]\n"
                                    "plant = \"mau-9\"\n"
                                    "from = \"2min\"\n"
                                    "to = \"1min\"\n"
                                    "cod = \"much\"\n"),
                              plants, findings);
  const auto found = all(findings);
  const auto file = (folder_ / "s.toml").string();
  EXPECT_THAT(found, HasSubstr(file + ":1: `description` is missing"));
  EXPECT_THAT(found, HasSubstr(file + ":3: `repeat`"));
  EXPECT_THAT(found, HasSubstr(file + ":4: unknown clock \"moon\"; write \"real\""));
  EXPECT_THAT(found, HasSubstr(file + ":6: no device \"nobody\""));
  EXPECT_THAT(found, HasSubstr(file + ":7: unknown fault \"sad\"; use one of silent"));
  EXPECT_THAT(found, HasSubstr(file + ":9: no plant \"mau-9\""));
  EXPECT_THAT(found, HasSubstr(file + ":11: \"to\" is not after \"from\""));
  EXPECT_THAT(found, HasSubstr(file + ":12: `cod`"));
}

TEST_F(ReadFiles, AFaultOfTheValueNamesARegisterAndWhatItNeeds) {
  const auto plants = shipped_plants();
  const std::vector<std::pair<std::string, std::string>> mistakes = {
      {"fault = \"drifting\"\nper_hour = 1\n", "s.toml:4: `register` is missing"},
      {"fault = \"drifting\"\nregister = \"tea\"\nper_hour = 1\n",
       "s.toml:7: m1-cod measures no register \"tea\"; use one of cod\n"},
      {"fault = \"stuck\"\nregister = \"slope\"\n", "s.toml:7: m1-cod measures no register \"slope\""},
      {"fault = \"drifting\"\nregister = \"cod\"\n", "s.toml:4: a drift needs `per_hour`"},
      {"fault = \"drifting\"\nregister = \"cod\"\nper_hour = 0\n", "s.toml:8: a drift needs `per_hour`"},
      {"fault = \"over-range\"\nregister = \"cod\"\nfull_scale = 501\n",
       "s.toml:8: `full_scale` = 501 is out of range; write 1e-06 to 500"},
      {"fault = \"calibrating\"\nstandard = 5\n", "s.toml:4: `register` is missing"},
      {"fault = \"calibrating\"\nregister = \"cod\"\n",
       "s.toml:7: a register that calibrates needs `standard`"},
      {"fault = \"silent\"\nregister = \"cod\"\n", "s.toml:7: unknown key `register`"}};
  for (const auto& [lines, message] : mistakes) {
    std::vector<Finding> findings;
    std::ignore = read_scenario(write("s.toml",
                                      "[scenario]\nname = \"s\"\ndescription = \"d\"\n[[event]]\n"
                                      "device = \"m1-cod\"\n" +
                                          lines),
                                plants, findings);
    EXPECT_THAT(all(findings), HasSubstr(message)) << lines;
  }
}

TEST_F(ReadFiles, AnUnknownDeviceIsNamedOnceAndNothingElseIsBlamed) {
  std::vector<Finding> findings;
  std::ignore = read_scenario(write("s.toml",
                                    "[scenario]\nname = \"s\"\ndescription = \"d\"\n[[event]]\n"
                                    "device = \"tea\"\nfault = \"over-range\"\nregister = \"cod\"\n"),
                              shipped_plants(), findings);
  ASSERT_EQ(findings.size(), 1U) << all(findings);
  EXPECT_THAT(all(findings), HasSubstr("s.toml:5: no device \"tea\""));
}

TEST_F(ReadFiles, OverRangeNeedsAFullScaleFromOneOfTheTwoFiles) {
  auto plants = shipped_plants();
  const auto file = write("s.toml",
                          "[scenario]\nname = \"s\"\ndescription = \"d\"\n[[event]]\n"
                          "device = \"m1-cod\"\nfault = \"over-range\"\nregister = \"cod\"\n");
  std::vector<Finding> findings;
  EXPECT_EQ(read_scenario(file, plants, findings).events.at(0).full_scale, 500);
  EXPECT_EQ(all(findings), "");
  plants.at(0).devices.at(0).channels.at(0).max.reset();
  std::ignore = read_scenario(file, plants, findings);
  EXPECT_THAT(all(findings),
              HasSubstr("s.toml:6: register cod has no `max` in its plant file; give `full_scale`"));
}

TEST_F(ReadFiles, TwoPlantsMustNotShareIdsOrPorts) {
  auto plants = shipped_plants();
  plants = {plants[0], plants[0]};
  plants[0].devices[0].port = 1502;
  plants[1].devices[1].port = 1502;
  std::vector<Finding> findings;
  check_together({"one.toml", "two.toml"}, plants, findings);
  EXPECT_THAT(all(findings), HasSubstr("two.toml:1: plant \"mau-1\" stands in one.toml too"));
  EXPECT_THAT(all(findings), HasSubstr("two.toml:1: device \"m1-cod\" stands in one.toml too"));
  EXPECT_THAT(all(findings), HasSubstr("m1-cod and m1-nh4 both want port 1502"));
}

TEST_F(ReadFiles, ARecordingGivesItsRowsAndNamesWhatItLeavesOut) {
  const auto plants = shipped_plants();
  const auto read = read_recording(write("r.csv",
                                         "\xEF\xBB\xBF"
                                         "Date,m1-cod.cod,m1-probe.ph\r\nD-1,87.5,?\r\nD-2,,7.25"),
                                   plants);
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->ignored, std::vector<std::string>{"Date"});
  ASSERT_EQ(read->rows.size(), 2U);
  EXPECT_EQ(read->rows[0].at("m1-cod.cod"), Decimal::parse("87.5"));
  EXPECT_EQ(read->rows[0].at("m1-probe.ph"), std::nullopt);
  EXPECT_EQ(read->rows[1].at("m1-cod.cod"), std::nullopt);
  EXPECT_EQ(read->rows[1].at("m1-probe.ph"), Decimal::parse("7.25"));
}

TEST_F(ReadFiles, EveryMistakeOfARecordingIsNamedWithItsLine) {
  const auto plants = shipped_plants();
  const std::vector<std::pair<std::string, std::string>> mistakes = {
      {"", "r.csv:1: can't be read or is empty"},
      {"a,b\n1,2\n", "r.csv:1: no register takes any of these columns"},
      {"m1-cod.cod,m1-cod.cod\n1,2\n", "r.csv:1: column \"m1-cod.cod\" stands twice"},
      {"m1-cod.cod\n", "no row below the header"},
      {"m1-cod.cod,x\n1,2\n1\n", "r.csv:3: 1 fields where the header has 2"},
      {"m1-cod.cod\n1\nNaN\n", "r.csv:3: \"NaN\" in column m1-cod.cod is no number"}};
  for (const auto& [text, message] : mistakes) {
    const auto read = read_recording(write("r.csv", text), plants);
    EXPECT_THAT((read ? std::string("it was read") : read.error()), HasSubstr(message));
  }
}

}  // namespace
}  // namespace effluent::simulator
