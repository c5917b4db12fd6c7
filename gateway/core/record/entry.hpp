// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/judge/verdict.hpp"
#include "core/modbus/poll.hpp"

namespace effluent {

/// No line of the journal is longer, its newline counted.
inline constexpr std::size_t kLongestLine = 16'384;

/// What every entry begins with.
struct EntryHead {
  std::string_view gateway;
  std::string_view epoch;
  std::int64_t seq = 0;
  Instant time{};
  bool clock_synchronised = true;
};
/// The whole line: head and body (members from `"kind":` on, without braces).
[[nodiscard]] std::string entry_line(const EntryHead& head, std::string_view body);

/// `YYYYMMDDThhmmssZ-xxxxxxxx` (UTC); `suffix` = 8 random hex digits.
[[nodiscard]] std::string epoch_id(Instant now, std::string_view suffix);

struct Parent {
  std::string epoch;
  std::int64_t size = 0;  ///< entries
};
struct StartFacts {
  std::optional<Parent> parent;  ///< none: the first epoch of a database
  std::string version;
  std::string program;  ///< SHA-256 of the program, hex
  std::string config;   ///< SHA-256 of the resolved configuration, hex
  std::string boot;     ///< the kernel's boot id
};
[[nodiscard]] std::string start_body(const StartFacts& facts);

/// The bodies of the `config` entries: the text cut between characters so that each line fits kLongestLine.
[[nodiscard]] std::vector<std::string> config_bodies(std::string_view text, std::string_view sha256);

/// Rids of one epoch, both included.
struct RidRange {
  std::string epoch;
  std::int64_t from = 0;
  std::int64_t to = 0;
  friend bool operator==(const RidRange&, const RidRange&) = default;
};
/// More ranges than this are written as null.
inline constexpr std::size_t kMostRanges = 100;
/// A mean of the shortest period formed for its point: what longer windows and restarts add up from.
[[nodiscard]] std::string base_mean_body(const JudgedLine& line, std::span<const RidRange> blocks);

struct GapFacts {
  std::string_view device;
  GapCause cause = GapCause::downtime;
  std::int64_t count = 0;
  Instant first{};  ///< due times
  Instant last{};
};
[[nodiscard]] std::string gap_body(const GapFacts& gap);
/// `cause` empty: null.
[[nodiscard]] std::string event_body(std::string_view plant, std::string_view device, std::string_view what,
                                     std::string_view cause);
[[nodiscard]] std::string stop_body(std::string_view reason);

/// What a restart reads back of a base mean's line.
struct StoredMean {
  std::string plant;
  std::string point;
  Period period = Period::day;
  Instant start{};
  WindowSums sums;  ///< but for `covered`, which follows from the slots
};
/// None where the line is no mean with `sum` and `slots`.
[[nodiscard]] std::optional<StoredMean> read_base_mean(std::string_view line);

}  // namespace effluent
