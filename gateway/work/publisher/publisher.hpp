// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "ports/broker.hpp"
#include "ports/records.hpp"
#include "work/messages.hpp"
#include "work/publisher/line_lane.hpp"
#include "work/publisher/log.hpp"
#include "work/publisher/pauses.hpp"
#include "work/publisher/topic_lane.hpp"

namespace effluent {

struct PublisherSettings {
  std::string gateway;
  std::string province;
  std::string prefix = "effluent";
  std::string version;            ///< of the program, for `state`
  bool publish_readings = false;  ///< `[journal] record = "readings"`
  std::uint64_t seed = 0;         ///< of the pauses between attempts to connect: another for each process
  Position journal;               ///< where both lanes go on (Recorder::cursors)
  Position readings;
};

/// What `effluent status` shows of the way to the broker.
struct PublisherStatus {
  bool connected = false;
  std::optional<Instant> connected_since;
  std::string last_error;          ///< of the last attempt or connection that failed; empty: none yet
  std::int64_t connections = 0;    ///< since this start
  std::int64_t messages_sent = 0;  ///< of both lanes
  std::int64_t entries_acknowledged = 0;
  std::int64_t blocks_acknowledged = 0;
  Position journal;  ///< first line without a PUBACK
  Position readings;
};

/// Sends what is committed to the broker (record.md, MQTT): retained texts at once, journal and readings in
/// order behind their cursors. Steps over ports in given time; one thread owns it; waits for nothing.
///
///   loop: next = publisher.step(now, wall, messages of the recorder);
///         wait until `next`, a message or an event of the broker
///   at the end: publisher.finish(now), then step on until finished().
class Publisher {
 public:
  static constexpr milliseconds kStateEvery{60'000};
  static constexpr milliseconds kCongestion{
      60'000};  ///< without any PUBACK while one is due: a new connection
  static constexpr milliseconds kSendingAtEnd{3'000};  ///< of what waits, after finish()
  static constexpr milliseconds kOfflineAtEnd{1'000};  ///< for the PUBACK of the state offline

  /// Broker and records outlive it. `moved`: a cursor to be stored; called from step().
  Publisher(PublisherSettings settings, Broker& broker, Records& records,
            const std::function<void(const CursorMoved&)>& moved, Log log);

  /// Takes the broker's events and the recorder's messages, does what is due; returns when to be called again
  /// at the latest. The first connection is begun once a Head has come: nothing is said before the first
  /// commit.
  [[nodiscard]] Monotonic step(Monotonic now, Instant wall, std::span<const FromRecorder> messages);

  /// Begins the end: up to 3 s of sending (no longer than `sending_most`), state offline, a clean disconnect.
  /// Without a connection: at once.
  void finish(Monotonic now, milliseconds sending_most = kSendingAtEnd);
  [[nodiscard]] bool finished() const { return phase_ == Phase::finished; }
  [[nodiscard]] PublisherStatus status() const;

 private:
  enum class Phase : std::uint8_t { waiting, connecting, connected, finished };

  void take(const FromRecorder& message);
  void take(const Broker::Event& event, Monotonic now, Instant wall);
  void on_connected(const Broker::Connected& event, Monotonic now, Instant wall);
  void on_failed(const std::string& text, Monotonic now);
  void on_lost(const std::string& text, Monotonic now);
  void watch(Monotonic now);
  void begin_connecting(Monotonic now, Instant wall);
  void send_due(Monotonic now, Instant wall);
  void end(Monotonic now, Instant wall);
  void follow_readings(Monotonic now, bool at_once);
  [[nodiscard]] bool has_unanswered() const;
  [[nodiscard]] std::string state(bool online, Instant wall) const;
  [[nodiscard]] std::string topic(const std::string& rest) const;
  void wake_at(std::optional<Monotonic> time);

  PublisherSettings settings_;
  Broker& broker_;
  SayOnce say_;
  LineLane journal_;
  LineLane readings_;
  TopicLane topics_;
  ReconnectPauses pauses_;
  Phase phase_ = Phase::waiting;
  std::optional<Head> head_;
  std::optional<Monotonic> attempt_at_;  ///< waiting: when the next attempt begins; none: with the first Head
  Monotonic since_{};                    ///< connecting: since when
  Monotonic progress_{};               ///< connected: the last PUBACK, or when something was first unanswered
  std::optional<Monotonic> state_at_;  ///< connected: when `state` is due
  std::optional<Monotonic> followed_at_;
  std::optional<Monotonic> finish_by_;
  std::optional<Monotonic> offline_by_;
  Monotonic next_{};
  PublisherStatus status_;
};

}  // namespace effluent
