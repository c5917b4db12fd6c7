// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "app/config/configuration.hpp"

namespace effluent::test {

/// A folder of its own for one test, with files to be loaded; gone afterwards.
class Workspace {
 public:
  Workspace() {
    std::string name = (std::filesystem::temp_directory_path() / "effluent-config-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    folder_ = name;
  }
  ~Workspace() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    auto file = folder_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream{file, std::ios::binary} << text;
    return file;
  }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

inline std::string file_text(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// The text with its only occurrence of `from` replaced; fails the test where there is none or several.
inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << "not in the text: " << from;
  if (at == std::string::npos) return text;
  EXPECT_EQ(text.find(from, at + 1), std::string::npos) << "several times in the text: " << from;
  return text.replace(at, from.size(), to);
}

/// The line, from 1, that holds the last occurrence of `mark`.
inline int line_with(const std::string& text, const std::string& mark) {
  const auto at = text.rfind(mark);
  EXPECT_NE(at, std::string::npos) << "not in the text: " << mark;
  return at == std::string::npos
             ? 0
             : 1 + static_cast<int>(
                       std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

/// All findings, one a line, for messages of tests.
inline std::string all_of(const Loaded& loaded) {
  std::string text;
  for (const auto& finding : loaded.findings) text += to_text(finding) + "\n";
  return text;
}

inline bool has_finding(const Loaded& loaded, const std::string& file, int line, const std::string& fragment,
                        bool warning) {
  for (const auto& finding : loaded.findings) {
    if (finding.file.filename() == file && finding.line == line && finding.warning == warning &&
        finding.text.find(fragment) != std::string::npos) {
      return true;
    }
  }
  return false;
}

/// A plant that is right in every way, without a warning.
inline const std::string kGood = R"([gateway]
id = "gw-test"
province = "lao-cai"
data_directory = "data"

[[plant]]
id = "p1"
park = "park-1"

  [[plant.outlet]]
  id = "out"

    [[plant.outlet.permit]]
    number = "1/GPMT"
    valid_from = 2025-01-01
    valid_to = 2030-12-31
    standard = "qcvn-40-2011"
    column = "B"
    kq = 0.9
    kf = 1.1
    automatic = ["ph", "cod"]
    shadow = [{ standard = "qcvn-40-2025", column = "B", flow_band = "F<=2000" }]

      [plant.outlet.permit.limits.cod]
      max = 60.5
      source = "annex 1"

    [[plant.outlet.point]]
    id = "ph-out"
    parameter = "ph"
    unit = "pH"
    digits = 2
    interval = "5s"
    source = "probe.ph"

    [[plant.outlet.point]]
    id = "cod-out"
    parameter = "cod"
    unit = "mg/L"
    digits = 1
    interval = "10s"
    cycle = "15min"
    range = { min = 0, max = 500 }
    source = "analyser.cod"

[[bus]]
id = "lan"
kind = "tcp"
host = "127.0.0.1"

[[device]]
id = "probe"
bus = "lan"
profile = "probe"

[[device]]
id = "analyser"
bus = "lan"
profile = "analyser"
poll = "5s"
)";

inline const std::string kProbe = R"([profile]
model = "probe"
functions = [3, 4]
default_link = { unit_id = 7 }

[[register]]
name = "ph"
table = "input"
address = 0
type = "u16"
unit = "pH"
scale = 0.01
no_value = [0xFFFF]
status = "status"

[[register]]
name = "status"
table = "input"
address = 1
type = "u16"
states = { 0 = "measuring", 1 = "maintenance" }
)";

inline const std::string kAnalyser = R"([profile]
model = "analyser"
word_order = "little"

[[register]]
name = "cod"
table = "holding"
address = 0x10
type = "float32"
unit = "mg/L"
no_value = ["nan"]

[[register]]
name = "label"
table = "holding"
address = 0x20
type = "string"
unit = "mg/L"
)";

/// The day on which the tests read configurations.
inline const Day kToday = *parse_day("2026-11-24");

/// The good plant with one place changed in one of its files.
struct GoodSite {
  std::string configuration = kGood;
  std::string probe = kProbe;
  std::string analyser = kAnalyser;

  [[nodiscard]] Loaded load(const Workspace& workspace, Demand demand = Demand::check,
                            Day today = kToday) const {
    workspace.write("devices/probe.toml", probe);
    workspace.write("devices/analyser.toml", analyser);
    return load_configuration(workspace.write("effluent.toml", configuration), demand, today);
  }
};

}  // namespace effluent::test
