// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/measure/time.hpp"
#include "core/modbus/poll.hpp"
#include "core/record/entry.hpp"

namespace effluent {

/// A moment of both clocks and the boot the monotonic one belongs to.
struct Moment {
  Instant wall{};
  Monotonic monotonic{};
  std::string boot;
};

/// Polls of one device that were not made and not declared yet, and whether the device answers; over
/// restarts. Keeps the sum "polls due = blocks + polls in gaps" (record.md, "Polls"). Pure; one owner.
class DeviceTrack {
 public:
  /// Gaps and pairs of events of one device come at most this often.
  static constexpr std::chrono::minutes kQuiet{5};
  static constexpr int kLostAfter = 3;  ///< failed polls in a row

  /// Counts the polls between the device's last block and this one: those the poller gives a cause for, and
  /// those the grid misses beyond (dropped on their way: overflow). `period` 0: no grid, no gaps.
  void count_block(const Poll& poll, milliseconds period);
  /// At start: what the last block and the grid tell was missed up to `now`. `period`: the device's from now
  /// on.
  void count_downtime(Instant now, milliseconds period);

  struct Missed {
    GapCause cause = GapCause::downtime;  ///< that of most polls
    std::int64_t count = 0;
    Instant first{};
    Instant last{};
  };
  [[nodiscard]] bool has_missed() const { return missed_count() > 0; }
  [[nodiscard]] std::int64_t missed_count() const;
  /// A block of the device is known: polls not made count from here on.
  [[nodiscard]] bool has_block() const { return last_due_.has_value(); }
  /// A gap of the device may be declared: none was for kQuiet.
  [[nodiscard]] bool is_due(const Moment& now) const;
  /// The collected polls, which counts them as declared.
  [[nodiscard]] Missed take_missed(const Moment& now);

  enum class Event : std::uint8_t { none, lost, back };
  /// What there is to say after a poll of that outcome.
  [[nodiscard]] Event count_outcome(bool failed, const Moment& now);
  [[nodiscard]] bool is_lost() const { return lost_; }

  /// Told after a restart: a block of the device found behind its stored text.
  void saw_block(Instant due_at) { last_due_ = due_at; }
  /// The device is not configured any more: nothing is due from it until a start finds it configured again.
  void retire() {
    last_due_.reset();
    retired_ = true;
  }

  [[nodiscard]] std::string text() const;
  /// Times of other boots are carried over by the wall clock. A text of another shape gives a new track.
  [[nodiscard]] static DeviceTrack parse(std::string_view text, const Moment& now);

  friend bool operator==(const DeviceTrack&, const DeviceTrack&) = default;

 private:
  void add(GapCause cause, std::int64_t count, Instant first, Instant last);
  void restore_times(std::optional<std::int64_t> (&times)[4], const std::string& boot, const Moment& now);

  milliseconds period_{0};
  std::optional<Instant> last_due_;  ///< of the last block; after a start, the grid's last one before it
  std::array<std::int64_t, kGapCauses> missed_{};
  Instant first_missed_{};
  Instant last_missed_{};
  bool retired_ = false;  ///< had a block, but is not configured
  std::optional<Monotonic> gap_at_;
  std::optional<Instant> gap_wall_;
  std::optional<Monotonic> lost_at_;
  std::optional<Instant> lost_wall_;
  std::string boot_;  ///< of the monotonic times
  bool lost_ = false;
  bool lost_declared_ = false;
  int failed_in_row_ = 0;
};

}  // namespace effluent
