// SPDX-License-Identifier: Apache-2.0
// What libFuzzer calls; the build names the target.
#include <cstddef>

#include "fuzz/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  effluent::fuzz::EFFLUENT_FUZZ_TARGET({data, size});
  return 0;
}
