// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/modbus/poll.hpp"
#include "ports/records.hpp"

namespace effluent {

/// What a lane of the publisher sends.
enum class Lane : std::uint8_t { journal, readings };

// ---- to the recorder, through its one inbox ----

/// A broker has acknowledged everything before this position.
struct CursorMoved {
  Lane lane = Lane::journal;
  Position position;
};
using ToRecorder = std::variant<Poll, CursorMoved>;

// ---- from the recorder, after a commit ----

/// The newest committed entry and block of the present epoch.
struct Head {
  std::string epoch;
  std::int64_t last_seq = -1;
  std::int64_t last_rid = -1;
};
/// Retained texts, complete payloads. A newer one replaces one not yet sent.
struct LivePayload {
  std::string plant;
  std::string json;
};
struct VerdictPayload {
  std::string plant;
  std::string json;
};
struct CompliancePayload {
  std::string json;
};
/// A convenience copy of an `event` entry, with the members that a log line needs.
struct EventPayload {
  std::string plant;
  std::string line;
  std::string device = {};
  std::string what = {};   ///< device_lost, device_back
  std::string cause = {};  ///< empty: null
};
using FromRecorder = std::variant<Head, LivePayload, VerdictPayload, CompliancePayload, EventPayload>;

/// Where the recorder puts what it tells; implemented by the publisher's inbox. Never blocks. Thread-safe.
class Announcements {
 public:
  virtual ~Announcements() = default;
  virtual void post(FromRecorder message) = 0;
};

}  // namespace effluent
