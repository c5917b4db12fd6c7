// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace effluent {

/// Why the store did not answer. `text` is SQLite's, for the log.
struct StoreError {
  int code = 0;
  std::string text;
};

/// A place in the journal (seq) or among the blocks (rid): the first one not yet passed.
struct Position {
  std::string epoch;  ///< empty: before everything, the oldest epoch from 0
  std::int64_t next = 0;
  friend bool operator==(const Position&, const Position&) = default;
};

/// Contiguous lines of one epoch.
struct Lines {
  Position from;                   ///< epoch filled in; `next` = number of the first line
  std::vector<std::string> lines;  ///< without newline; empty: nothing waits
};

/// Reads what is committed, on a connection of its own; one thread owns it. Never writes, never checkpoints.
class Records {
 public:
  virtual ~Records() = default;
  /// From `position` on, of one epoch, as many lines as fit `most_bytes` with a newline after each (at least
  /// one). An epoch that is used up leads to its child.
  [[nodiscard]] virtual tl::expected<Lines, StoreError> entries(const Position& position,
                                                                std::size_t most_bytes) = 0;
  [[nodiscard]] virtual tl::expected<Lines, StoreError> blocks(const Position& position,
                                                               std::size_t most_bytes) = 0;
};

}  // namespace effluent
