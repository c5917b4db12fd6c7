// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/config/section.hpp"

namespace effluent {

/// `[gateway]`, `[journal]`, `[mqtt]`, `[center]` and `[compliance]` into `configuration`.
void read_gateway(Section& root, Configuration& configuration, Demand demand);
/// What keeps the gateway from running, though nothing is wrong with the text: an error in `run`, a warning
/// in `check`, nothing in `judge`.
void refuse_to_run(const Section& section, const std::string& key, const std::string& text, Demand demand);
/// A file the configuration names is there; else as above.
void check_file(const Section& section, const std::string& key, const std::filesystem::path& file,
                Demand demand);
/// A file named by `key`, relative to the configuration and checked so; empty where it is not given.
std::filesystem::path file_of(Section& section, const std::string& key, Demand demand);

}  // namespace effluent
