// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "ports/broker.hpp"

namespace effluent {

/// Events of the present connection, from Paho's threads to the owner's; what an earlier one still says is
/// dropped.
class EventQueue {
 public:
  /// What a callback is given: its queue and the connection it belongs to. Slots are used in turn; a callback
  /// that comes 64 connections late does not exist.
  struct Slot {
    EventQueue* queue = nullptr;
    std::uint32_t connection = 0;
  };

  explicit EventQueue(std::function<void()> wake) : wake_{std::move(wake)} {}

  /// A new connection begins; events of earlier ones are dropped from now on.
  Slot* next_slot() {
    const std::scoped_lock lock{mutex_};
    ++connection_;
    over_ = false;
    closed_ = false;
    events_.clear();
    auto& slot = slots_[connection_ % slots_.size()];
    slot = {this, connection_};
    return &slot;
  }

  void put(const Slot& slot, Broker::Event event) {
    {
      const std::scoped_lock lock{mutex_};
      if (slot.connection != connection_ || over_) return;
      // A connection ends once, however many callbacks say so.
      over_ = std::holds_alternative<Broker::Lost>(event) || std::holds_alternative<Broker::Failed>(event);
      events_.push_back(std::move(event));
    }
    if (wake_) wake_();
  }

  void put_closed(const Slot& slot) {
    const std::scoped_lock lock{mutex_};
    if (slot.connection == connection_) closed_ = true;
    closing_.notify_all();
  }
  void wait_closed(std::chrono::milliseconds patience) {
    std::unique_lock lock{mutex_};
    closing_.wait_for(lock, patience, [this] { return closed_; });
    over_ = true;
  }

  std::vector<Broker::Event> take() {
    const std::scoped_lock lock{mutex_};
    return std::exchange(events_, {});
  }
  std::uint32_t connection() const { return connection_; }

 private:
  std::function<void()> wake_;
  std::mutex mutex_;
  std::condition_variable closing_;
  std::vector<Broker::Event> events_;
  std::array<Slot, 64> slots_{};
  std::uint32_t connection_ = 0;  ///< written by the owner's thread only
  bool over_ = true;
  bool closed_ = false;
};

}  // namespace effluent
