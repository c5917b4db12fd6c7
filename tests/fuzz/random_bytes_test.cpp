// SPDX-License-Identifier: Apache-2.0
// The fuzz targets under any compiler and sanitizer: random bytes from a seed that is printed.
// EFFLUENT_SEED=… runs another one.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>
#include <vector>

#include "fuzz/targets.hpp"

namespace effluent::fuzz {
namespace {

constexpr int kRuns = 100'000;
constexpr std::size_t kLongest = 400;

void feed(void (*target)(std::span<const std::uint8_t>)) {
  const char* const wanted = std::getenv("EFFLUENT_SEED");
  const std::uint64_t seed = wanted == nullptr ? 1 : std::strtoull(wanted, nullptr, 10);
  std::cout << kRuns << " runs, seed " << seed << std::endl;  // flushed: a broken promise aborts
  std::mt19937_64 random{seed};
  std::vector<std::uint8_t> bytes;
  for (int run = 0; run < kRuns; ++run) {
    bytes.resize(random() % (kLongest + 1));
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    target(bytes);
  }
}

TEST(RandomBytes, AReplyIsJudgedTheSameInWhateverPiecesItComes) { feed(judge_reply); }
TEST(RandomBytes, ARegisterIsDecodedAsRationalArithmeticSays) { feed(decode_register); }
TEST(RandomBytes, TheBusMachineEndsAndCreditsNoAnswerToAnotherQuestion) { feed(drive_bus_machine); }
TEST(RandomBytes, ANoteIsReadWholeOrNotAtAll) { feed(read_note); }

}  // namespace
}  // namespace effluent::fuzz
