// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/measure/time.hpp"

namespace effluent::simulator {

/// The command line of plant-simulator.
struct Options {
  std::vector<std::filesystem::path> plants;
  std::optional<std::filesystem::path> scenario;
  std::optional<std::filesystem::path> recording;
  std::optional<std::filesystem::path> port_file;
  std::string host = "127.0.0.1";
  std::uint64_t seed = 1;
  double speed = 1;
  milliseconds every{1000};          ///< a recorded row
  std::optional<Instant> start;      ///< none: now
  std::optional<milliseconds> most;  ///< ends by itself after that long
};

/// Reads the command line. Returns the exit status where there is nothing more to do (help, version, usage).
[[nodiscard]] std::optional<int> read_options(int argc, char** argv, Options& options);

}  // namespace effluent::simulator
