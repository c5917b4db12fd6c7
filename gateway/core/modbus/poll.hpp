// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/measure/time.hpp"

namespace effluent {

/// One read request of functions 1 to 4.
struct Request {
  std::uint8_t function = 3;
  std::uint16_t address = 0;
  std::uint16_t count = 0;  ///< registers, or bits for functions 1 and 2
  friend bool operator==(const Request&, const Request&) = default;
};

/// How a request ended. After all but `none` and `exception` the rest of the poll is not sent and shares it.
enum class Failure : std::uint8_t { none, link_lost, timeout, bad_reply, exception };
inline constexpr std::size_t kFailures = 5;

struct Answer {
  Request request;
  Failure failure = Failure::none;
  std::uint8_t exception_code = 0;
  std::vector<std::uint8_t> data;  ///< the reply's data bytes; empty unless answered without error
};

/// Why polls that were due were not made (record.md, kind `gap`).
enum class GapCause : std::uint8_t { downtime, overflow, overrun, back_off, clock, disk };
inline constexpr std::size_t kGapCauses = 6;
[[nodiscard]] const char* name_of(GapCause cause);

/// One poll of one device as it was made: what the recorder turns into a block.
struct Poll {
  std::size_t device = 0;  ///< index in Site::devices
  Instant due_at{};
  Instant polled_at{};
  Monotonic monotonic{};
  bool clock_synchronised = true;
  std::vector<Answer> answers;  ///< every request of the read plan, in its order
  /// Polls due since the device's last made one (in this process) that were not made, by cause.
  std::array<std::int64_t, kGapCauses> missed{};
  Instant first_missed{};  ///< due times; meaningful where some were missed
  Instant last_missed{};

  /// No request was answered without error.
  [[nodiscard]] bool failed() const;
};

}  // namespace effluent
