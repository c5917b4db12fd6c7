// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

namespace effluent {

/// Messages on their way to the one thread that takes them. Any thread may put; one takes.
template <class Message>
class Inbox {
 public:
  void put(Message message) {
    {
      const std::scoped_lock lock{mutex_};
      messages_.push_back(std::move(message));
    }
    wake_.notify_one();
  }

  /// Puts the message unless `refuse(messages waiting)` says no; true where it was put.
  template <class Refuse>
  [[nodiscard]] bool offer(Message message, Refuse&& refuse) {
    {
      const std::scoped_lock lock{mutex_};
      if (refuse(messages_)) return false;
      messages_.push_back(std::move(message));
    }
    wake_.notify_one();
    return true;
  }

  /// Wakes the taker without a message.
  void wake() {
    {
      const std::scoped_lock lock{mutex_};
      woken_ = true;
    }
    wake_.notify_one();
  }

  /// Everything that waits, at most `most`; waits for the first at most `patience`.
  [[nodiscard]] std::vector<Message> take(std::chrono::nanoseconds patience, std::size_t most = SIZE_MAX) {
    std::unique_lock lock{mutex_};
    wake_.wait_for(lock, patience, [this] { return !messages_.empty() || woken_; });
    woken_ = false;
    std::vector<Message> taken;
    while (!messages_.empty() && taken.size() < most) {
      taken.push_back(std::move(messages_.front()));
      messages_.pop_front();
    }
    return taken;
  }

  [[nodiscard]] std::size_t size() const {
    const std::scoped_lock lock{mutex_};
    return messages_.size();
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Message> messages_;
  bool woken_ = false;
};

}  // namespace effluent
