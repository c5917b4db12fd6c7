// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

#include "core/correction/decision.hpp"
#include "core/correction/explanation.hpp"
#include "core/instrument/check.hpp"
#include "core/instrument/replacement.hpp"
#include "core/instrument/service.hpp"
#include "core/judge/laboratory.hpp"
#include "core/modbus/poll.hpp"
#include "core/record/operator_entry.hpp"
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
/// What became of a person's act: the entry it became, committed; or why it was refused.
struct Entered {
  std::string epoch;
  std::int64_t seq = 0;
  std::string line;
};
using ActAnswer = tl::expected<Entered, std::vector<std::string>>;

/// What a person may do.
using Deed = std::variant<LaboratoryResult, StandardsImport, InstrumentCheck, ServiceAct, Replacement,
                          Explanation, DecisionNote>;

/// What a person does at the gateway. `answer` is called once, from the recorder's thread; never where the
/// store fails for good.
struct Act {
  std::string user;  ///< who it is according to the operating system
  Deed what;
  std::function<void(const ActAnswer&)> answer;
};
using ToRecorder = std::variant<Poll, CursorMoved, Act>;

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
