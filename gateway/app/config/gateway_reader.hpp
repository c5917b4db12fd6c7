// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/config/section.hpp"

namespace effluent {

/// `[gateway]`, `[journal]`, `[mqtt]`, `[center]` and `[compliance]` into `configuration`.
void read_gateway(Section& root, Configuration& configuration, Demand demand);
/// A file the configuration names is there; else a warning in `check`, an error in `run`, nothing in `judge`.
void check_file(const Section& section, const std::string& key, const std::filesystem::path& file,
                Demand demand);

}  // namespace effluent
