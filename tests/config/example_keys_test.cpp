// SPDX-License-Identifier: Apache-2.0
// The two examples hold every key there is: each is accepted, and a value of a wrong kind is named at its
// line.
#include <gmock/gmock.h>

#include <map>
#include <regex>
#include <sstream>
#include <vector>

#include "config/workspace.hpp"

namespace effluent::test {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text.append(line).append("\n");
  return text;
}

/// Keys of the profile of which one alone can stand.
const std::vector<std::string> kEither{"result_time", "sequence", "repeats"};

/// The lines of a file with the keys that stand behind a `#` as well, without those listed.
std::vector<std::string> uncommented(const fs::path& file, const std::vector<std::string>& without = {}) {
  static const std::regex commented{R"(^( *)# (\[\[?[a-z]+\]\]?|([a-z_0-9]+) = [^;]*)( *#.*)?$)"};
  std::vector<std::string> lines;
  for (const auto& line : lines_of(file_text(file))) {
    std::smatch parts;
    const bool there = std::regex_match(line, parts, commented) &&
                       std::find(without.begin(), without.end(), parts[3].str()) == without.end();
    lines.push_back(there ? parts[1].str() + parts[2].str() : line);
  }
  return lines;
}

/// The example with the keys that stand behind a `#` as well, of `kEither` the one named; all its files
/// beside it.
class Example {
 public:
  explicit Example(const std::string& either = kEither.front()) {
    const auto shipped = fs::path{SOURCE_DIR} / "config";
    configuration = uncommented(shipped / "effluent.toml");
    auto others = kEither;
    others.erase(std::find(others.begin(), others.end(), either));
    profile = uncommented(shipped / "devices/example-cod-analyser.toml", others);
    fs::create_directory_symlink(shipped / "standards", workspace_.folder() / "standards");
    fs::copy(shipped / "devices", workspace_.folder() / "devices");
  }

  [[nodiscard]] Loaded load() const {
    workspace_.write("devices/example-cod-analyser.toml", joined(profile));
    return load_configuration(workspace_.write("effluent.toml", joined(configuration)), Demand::check,
                              test::kToday);
  }

  std::vector<std::string> configuration;
  std::vector<std::string> profile;

 private:
  Workspace workspace_;
};

const std::regex kKey{R"(^ *([a-z_0-9]+) = (.*)$)"};

/// The kind of a value by how it begins: what `kWrong` is keyed by.
std::string kind_of(const std::string& value) {
  if (value[0] == '"') return "text";
  if (value[0] == '[') return "list";
  if (value[0] == '{') return "table";
  if (value[0] == 't' || value[0] == 'f') return "flag";
  return value.size() > 5 && value[4] == '-' ? "date" : "number";
}

const std::map<std::string, std::string> kValues{{"text", "\"x y\""},    {"list", "[true]"},
                                                 {"table", "{ a = 1 }"}, {"flag", "true"},
                                                 {"date", "2026-01-01"}, {"number", "0.5"}};

/// Each key of `lines`, which are part of `example`, with a value of every other kind.
void expect_wrong_kinds_are_named(const Example& example, std::vector<std::string>& lines, const char* file) {
  int keys = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto good = lines[i];
    std::smatch parts;
    if (!std::regex_match(good, parts, kKey)) continue;
    ++keys;
    const auto own = kind_of(parts[2]);
    for (const auto& [kind, value] : kValues) {
      if (kind == own && own != "list" && own != "table") continue;
      lines[i] = parts[1].str() + " = " + value;
      const auto loaded = example.load();
      EXPECT_FALSE(loaded.configuration.has_value()) << lines[i];
      EXPECT_TRUE(has_finding(loaded, file, static_cast<int>(i) + 1, "", false))
          << file << ":" << i + 1 << " " << lines[i] << "\n"
          << all_of(loaded);
    }
    lines[i] = good;
  }
  EXPECT_GT(keys, 15);
}

TEST(ExampleKeys, AreAllAcceptedAlsoThoseBehindAComment) {
  const Example example;
  for (const std::string key :
       {"key_file = \"/etc/effluent/gateway.key\"", "keys = ", "[center]", "[paths]",
        "profiles = ", "valid_to = ", "ignore_standard_dates = ", "flow_band = ", "serial = ", "read = ",
        "report_sha256 = ", "[plant.outlet.point.correlation]"}) {
    const auto begins = [&](const std::string& line) {
      return line.compare(std::min(line.find_first_not_of(' '), line.size()), key.size(), key) == 0;
    };
    EXPECT_TRUE(std::any_of(example.configuration.begin(), example.configuration.end(), begins)) << key;
  }
  const auto loaded = example.load();
  EXPECT_TRUE(loaded.configuration) << all_of(loaded);
}

TEST(ExampleKeys, OfTheProfileThatExcludeEachOtherAreAcceptedOneByOne) {
  for (const auto& either : kEither) {
    const Example example{either};
    const auto begins = [&](const std::string& line) { return line.rfind(either + " = ", 0) == 0; };
    EXPECT_EQ(std::count_if(example.profile.begin(), example.profile.end(), begins), 1) << either;
    const auto loaded = example.load();
    EXPECT_TRUE(loaded.configuration) << all_of(loaded);
  }
}

TEST(ExampleKeys, OfTheConfigurationNameAValueOfAnotherKindAtItsLine) {
  Example example;
  expect_wrong_kinds_are_named(example, example.configuration, "effluent.toml");
}

TEST(ExampleKeys, OfTheProfileNameAValueOfAnotherKindAtItsLine) {
  for (const auto& either : kEither) {
    Example example{either};
    expect_wrong_kinds_are_named(example, example.profile, "example-cod-analyser.toml");
  }
}

TEST(ExampleKeys, EveryMessageSaysWhatIsWrongAndWhatToDo) {
  Example example;
  for (auto& line : example.configuration)
    line = std::regex_replace(line, std::regex{"^( *[a-z_0-9]+) = .*$"}, "$1 = 7");
  const auto loaded = example.load();
  EXPECT_GT(loaded.findings.size(), 40U);  // all in one run
  for (const auto& finding : loaded.findings)
    EXPECT_THAT(to_text(finding), testing::ContainsRegex("^.+:[0-9]+: .+; .+"));
}

}  // namespace
}  // namespace effluent::test
