// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "core/measure/time.hpp"
#include "core/modbus/poll.hpp"

namespace effluent {

/// By what the results of a `cycle` point are told apart (record.md, "Block", `cycle` points).
struct ResultRule {
  milliseconds cycle{0};      ///< the point's
  bool has_register = false;  ///< a register of its own tells of each result: none is ever assumed
  bool repeats = false;       ///< the instrument repeats equal results: one is assumed each full cycle
};

/// What a `cycle` point must remember from poll to poll, over restarts.
struct CycleMemory {
  /// Bytes of the last good poll, as received, that tell results apart: of value and status, or of the
  /// register that alone does.
  std::vector<std::uint8_t> words;
  std::optional<Instant> result_at;  ///< `polled_at` of the poll that saw the result
  Instant counted_from{};            ///< `due_at` of that poll: one and a half cycles run from here
  bool assumed = false;              ///< the present result was taken for granted
  bool stale = false;                ///< it stands for longer than a result may: until a new one is seen

  /// Takes in the words of a good poll. True where this poll saw a result, new or assumed.
  bool see(const std::vector<std::uint8_t>& read, const ResultRule& rule, const Poll& poll);
  friend bool operator==(const CycleMemory&, const CycleMemory&) = default;
};

}  // namespace effluent
