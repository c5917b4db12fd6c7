// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "app/config/configuration.hpp"
#include "instrument/instrument.hpp"
#include "instrument/settings.hpp"

namespace effluent::simulator {

/// A plant file (simulators/plants/) with the device profiles it names. What is wrong goes to `findings`,
/// with file, line and remedy; the plant is worth nothing where there are any.
[[nodiscard]] PlantSettings read_plant(const std::filesystem::path& file, std::vector<Finding>& findings);

/// A scenario file (simulators/scenarios/). Plants and devices it names must be among `plants`.
[[nodiscard]] Scenario read_scenario(const std::filesystem::path& file,
                                     const std::vector<PlantSettings>& plants,
                                     std::vector<Finding>& findings);

/// What two plant files must not share: ids of plants and devices, ports other than 0.
void check_together(const std::vector<std::filesystem::path>& files, const std::vector<PlantSettings>& plants,
                    std::vector<Finding>& findings);

/// A recording: the rows of a CSV file in the columns the plants' registers take.
struct Recording {
  std::vector<Recorded> rows;
  std::vector<std::string> ignored;  ///< columns that no register takes
};
/// Header row with the names of the columns; fields separated by commas, not quoted; a number, or empty or
/// "?" for "nothing was measured". The error is `FILE:LINE: what is wrong; what to do`.
[[nodiscard]] tl::expected<Recording, std::string> read_recording(const std::filesystem::path& file,
                                                                  const std::vector<PlantSettings>& plants);

}  // namespace effluent::simulator
