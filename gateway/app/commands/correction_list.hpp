// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

namespace CLI {
class App;
}

namespace effluent {

/// `list` below the commands `explanation` and `decision`.
void add_correction_list(CLI::App& parent, const std::string& description, int& status);

}  // namespace effluent
