// SPDX-License-Identifier: Apache-2.0
// Whatever stands in a file, reading it ends with a profile or with findings.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "app/config/profile_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto tree = effluent::parse_toml(text);
  if (!tree) {
    if (tree.error().line < 1 || tree.error().text.empty()) std::abort();
    return 0;
  }
  std::vector<effluent::Finding> findings;
  effluent::JsonTree resolved;
  const auto read = effluent::read_profile("fuzz", *tree, "fuzz.toml", findings, resolved);
  bool wrong = false;
  for (const auto& finding : findings) wrong = wrong || !finding.warning;
  if (wrong == (read.profile != nullptr)) std::abort();
  return 0;
}
