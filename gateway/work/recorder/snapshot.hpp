// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/measure/reading.hpp"
#include "core/measure/time.hpp"
#include "core/modbus/poll.hpp"

namespace effluent {

/// What `effluent status` shows of one device, since this start.
struct DeviceStatus {
  std::optional<Instant> last_polled;
  std::int64_t polls = 0;   ///< made, recorded
  std::int64_t failed = 0;  ///< of these: no request was answered without error
  /// Polls with such a failure, by Failure (index = its value; `none` stays 0).
  std::array<std::int64_t, kFailures> failures{};
  std::int64_t missed = 0;  ///< polls not made
  bool lost = false;        ///< three failed polls in a row, not yet back
  /// The record's serial of the instrument, where a person has replaced it and the configuration names
  /// another or none.
  std::optional<std::string> other_serial;
};

/// The newest recorded reading of one point.
struct PointStatus {
  std::optional<Reading> reading;  ///< none: not polled yet
  Instant time{};                  ///< `polled_at`, of a cycle point `result_at`
};

/// A copy of what the recorder knows, for other threads.
struct RecorderStatus {
  std::string epoch;
  Instant started{};
  std::int64_t entries = 0;  ///< of this epoch, committed
  std::int64_t blocks = 0;
  std::optional<Instant> last_commit;
  std::int64_t late_readings = 0;     ///< their window was closed already: in the block, in no mean
  bool store_failing = false;         ///< the last commit failed; what came since waits
  std::string store_error;            ///< text of that failure
  std::vector<DeviceStatus> devices;  ///< as Site::devices
  std::vector<std::vector<PointStatus>> points;  ///< as Site::plants and their points
};

}  // namespace effluent
