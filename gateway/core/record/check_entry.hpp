// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/instrument/check.hpp"

namespace effluent {

/// Results that a failed check makes doubtful: informs, never invalidates. `from` none: there is no earlier
/// moment at which the instrument was known to be right, nor a first block.
struct SuspectPeriod {
  std::optional<Instant> from;
  Instant to{};
  friend bool operator==(const SuspectPeriod&, const SuspectPeriod&) = default;
};

/// A check as it is recorded.
struct RecordedCheck {
  InstrumentCheck check;
  std::string device;
  std::string instrument;  ///< its serial; empty: unknown
  std::string deviation;   ///< exact
  bool passed = false;
  bool standard_expired = false;
  std::optional<SuspectPeriod> suspect;
};

/// The body of a `check` entry. `user`: who the operating system says has entered it.
[[nodiscard]] std::string check_body(const RecordedCheck& recorded, std::string_view user);

struct StoredCheck {
  RecordedCheck recorded;
  Instant time{};  ///< of the entry
};
/// Reads a whole `check` line; none where it is none.
[[nodiscard]] std::optional<StoredCheck> read_check(std::string_view line);

}  // namespace effluent
