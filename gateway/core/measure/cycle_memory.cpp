// SPDX-License-Identifier: Apache-2.0
#include "core/measure/cycle_memory.hpp"

#include <algorithm>

namespace effluent {

bool CycleMemory::see(const std::vector<std::uint8_t>& read, const ResultRule& rule, const Poll& poll) {
  const bool changed = !result_at || words != read;
  words = read;
  if (!changed) {
    // A clock set back would otherwise hold up the count for as long as it was set back.
    counted_from = std::min(counted_from, poll.due_at);
    if (2 * (poll.due_at - counted_from) < (assumed ? 2 : 3) * rule.cycle) return false;
    if (rule.has_register || (assumed && !rule.repeats)) {
      stale = true;
      return false;
    }
  }
  result_at = poll.polled_at;
  counted_from = poll.due_at;
  assumed = !changed;
  stale = false;
  return true;
}

}  // namespace effluent
