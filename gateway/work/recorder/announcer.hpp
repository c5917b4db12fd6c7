// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/judge/compliance.hpp"
#include "core/judge/window_book.hpp"
#include "core/measure/reading.hpp"
#include "core/modbus/poll.hpp"
#include "core/record/payload_live.hpp"
#include "core/site/site.hpp"
#include "ports/clock.hpp"
#include "work/messages.hpp"

namespace effluent {

/// Tells the live lane what has been committed: live values at most once a second, verdicts when a window
/// closes and every minute, compliance at start, on change and hourly. One owner.
class Announcer {
 public:
  Announcer(const Site& site, const Clock& clock, Announcements& announcements, const ComplianceBoard& board,
            const WindowBook& book);

  /// Committed: a poll's readings.
  void saw(const Poll& poll, const std::vector<Reading>& readings);
  /// Committed: a window of the plant closed.
  void window_closed(std::size_t plant) { closed_.insert(plant); }
  /// What persons entered is committed: compliance may have changed.
  void act_recorded() { compliance_doubtful_ = true; }
  /// Everything that is due now. `data_time`: up to which provisional verdicts look.
  void tell(Instant data_time);
  /// At start: verdicts and compliance as they stand.
  void tell_all(Instant data_time);

 private:
  struct PlantLive {
    std::vector<LiveValue> values;
    Instant time{};
    bool waits = false;
    std::optional<Monotonic> told;
  };
  void tell_live(std::size_t plant, Monotonic now);
  void tell_verdicts(std::size_t plant, Instant data_time);
  void tell_compliance(Monotonic now);

  const Site& site_;
  const Clock& clock_;
  Announcements& announcements_;
  const ComplianceBoard& board_;
  const WindowBook& book_;
  std::vector<PlantLive> plants_;  ///< as Site::plants
  std::set<std::size_t> closed_;
  Monotonic verdicts_told_{};
  Monotonic compliance_told_{};
  std::optional<std::string> compliance_;  ///< content told last
  bool compliance_doubtful_ = false;       ///< something closed since
};

}  // namespace effluent
