// SPDX-License-Identifier: Apache-2.0
// The golden year: the simulated plants under every scenario, in virtual time, as a readings file of
// `effluent judge`. Same arguments, same bytes.
//
//   golden-year CONFIG SIMULATORS FROM DAYS STEP SEED [--undisturbed]   rows on stdout
//   golden-year --calendar YEAR                                        scenario,from,to: a line each
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/judge/readings_csv.hpp"
#include "files/files.hpp"
#include "golden/played_plant.hpp"

namespace effluent::golden {
namespace {

struct Arguments {
  std::filesystem::path config;
  std::filesystem::path simulators;
  Instant from;
  int days = 0;
  milliseconds step{0};
  std::uint64_t seed = 0;
  bool undisturbed = false;
};

template <class Found>
Found known(std::optional<Found> found, const std::string& text) {
  if (!found) throw std::invalid_argument("can't be read: " + text);
  return *found;
}

Arguments arguments_of(const std::vector<std::string>& words) {
  if (words.size() < 6) throw std::invalid_argument("CONFIG SIMULATORS FROM DAYS STEP SEED [--undisturbed]");
  return {words[0],
          words[1],
          start_of(known(parse_day(words[2]), words[2])),
          std::stoi(words[3]),
          known(parse_duration(words[4]), words[4]),
          std::stoull(words[5]),
          words.size() > 6 && words[6] == "--undisturbed"};
}

void stop_at(const std::vector<Finding>& findings) {
  for (const auto& one : findings) {
    if (!one.warning) throw std::invalid_argument(to_text(one));
  }
}

std::vector<Happening> happenings_of(const Arguments& arguments,
                                     const std::vector<simulator::PlantSettings>& plants) {
  std::vector<Happening> all;
  if (arguments.undisturbed) return all;
  const auto end = arguments.from + std::chrono::hours{24 * arguments.days};
  for (const auto& when : calendar_of(static_cast<int>(day_of(arguments.from).year()))) {
    if (when.to <= arguments.from || when.from >= end) continue;
    if (when.scenario == kNoPower) {
      all.push_back({when, {}});
      continue;
    }
    std::vector<Finding> findings;
    const auto file = arguments.simulators / "scenarios" / (when.scenario + ".toml");
    all.push_back({when, simulator::read_scenario(file, plants, findings)});
    stop_at(findings);
  }
  return all;
}

bool is_dark(const Plant& plant, const std::vector<Happening>& happenings, Instant now) {
  return plant.id == "mau-2" && std::any_of(happenings.begin(), happenings.end(), [&](const Happening& one) {
           return one.when.scenario == kNoPower && now >= one.when.from && now < one.when.to;
         });
}

void play(const Arguments& arguments) {
  const auto loaded = load_configuration(arguments.config, Demand::judge, day_of(arguments.from));
  stop_at(loaded.findings);
  const auto& site = loaded.configuration->site;
  std::vector<simulator::PlantSettings> settings;
  for (const auto& plant : site.plants) {
    std::vector<Finding> findings;
    settings.push_back(
        simulator::read_plant(arguments.simulators / "plants" / (plant.id + ".toml"), findings));
    stop_at(findings);
  }
  const auto happenings = happenings_of(arguments, settings);
  std::vector<PlayedPlant> plants;
  for (std::size_t i = 0; i < settings.size(); ++i) {
    plants.emplace_back(site.plants[i], settings[i], arguments.seed, arguments.from);
  }
  std::printf("%s\n", std::string{ReadingsReader::kHeader}.c_str());
  const auto end = arguments.from + std::chrono::hours{24 * arguments.days};
  std::string rows;
  for (auto now = arguments.from; now < end; now += arguments.step) {
    for (std::size_t i = 0; i < plants.size(); ++i) {
      std::string own;
      plants[i].play(now, happenings, own);
      if (!is_dark(site.plants[i], happenings, now)) rows += own;
    }
    std::fwrite(rows.data(), 1, rows.size(), stdout);
    rows.clear();
  }
}

void show_calendar(const std::string& year) {
  for (const auto& one : calendar_of(std::stoi(year))) {
    std::printf("%s,%s,%s\n", one.scenario.c_str(), time_text(one.from).c_str(), time_text(one.to).c_str());
  }
}

}  // namespace
}  // namespace effluent::golden

int main(int count, char** words) {
  const std::vector<std::string> arguments(words + 1, words + count);
  try {
    if (arguments.size() == 2 && arguments[0] == "--calendar") {
      effluent::golden::show_calendar(arguments[1]);
    } else {
      effluent::golden::play(effluent::golden::arguments_of(arguments));
    }
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "golden-year: %s\n", problem.what());
    return 2;
  }
  return std::fflush(stdout) == 0 ? 0 : 1;
}
