// SPDX-License-Identifier: Apache-2.0
#include "app/commands/load.hpp"

#include <iostream>

#include "adapters/system/system_clock.hpp"

namespace effluent {

Loaded load_today(const std::string& file, Demand demand) {
  return load_configuration(file, demand, day_of(SystemClock{}.wall()));
}

Loaded load_or_say(const std::string& file) {
  auto loaded = load_today(file, Demand::check);
  if (loaded.configuration) return loaded;
  for (const auto& finding : loaded.findings) std::cerr << to_text(finding) << '\n';
  return loaded;
}

}  // namespace effluent
