// SPDX-License-Identifier: Apache-2.0
#include "app/commands/load.hpp"

#include <iostream>

namespace effluent {

Loaded load_or_say(const std::string& file) {
  auto loaded = load_configuration(file, Demand::check);
  if (loaded.configuration) return loaded;
  for (const auto& finding : loaded.findings) std::cerr << to_text(finding) << '\n';
  return loaded;
}

}  // namespace effluent
