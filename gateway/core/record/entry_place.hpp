// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>

namespace effluent {

/// Where an entry stands in the journal.
struct EntryPlace {
  std::string epoch;
  std::int64_t seq = 0;
  /// `EPOCH/SEQ`, as a name to keep it by.
  [[nodiscard]] std::string text() const { return epoch + '/' + std::to_string(seq); }
  friend bool operator==(const EntryPlace&, const EntryPlace&) = default;
};

}  // namespace effluent
