// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "app/config/configuration.hpp"
#include "app/wiring/inbox.hpp"
#include "ports/broker.hpp"
#include "ports/clock.hpp"
#include "work/publisher/publisher.hpp"

namespace effluent {

/// Where the recorder's announcements wait for the publisher. Thread-safe. Without a publisher, what comes is
/// forgotten. An event is said in the log as well, for the person on site.
class AnnouncementInbox final : public Announcements {
 public:
  explicit AnnouncementInbox(bool keep) : keep_{keep} {}
  void post(FromRecorder message) override;
  Inbox<FromRecorder>& inbox() { return inbox_; }

 private:
  bool keep_;
  Inbox<FromRecorder> inbox_;
};

/// The one thread that owns the MQTT client and a reading connection. Starts at once.
class PublisherThread {
 public:
  PublisherThread(PublisherSettings settings, std::unique_ptr<Broker> broker,
                  std::unique_ptr<Records> records, const Clock& clock, AnnouncementInbox& announcements,
                  const std::function<void(const CursorMoved&)>& moved);
  PublisherThread(const PublisherThread&) = delete;
  PublisherThread& operator=(const PublisherThread&) = delete;
  ~PublisherThread();

  /// The longest that state offline and the disconnect take behind the sending.
  static constexpr milliseconds kLeavingMost{1'800};
  /// Up to 3 s of sending, no longer than `sending_most`, state offline, a clean disconnect. Waits for it.
  void finish(milliseconds sending_most = Publisher::kSendingAtEnd);
  [[nodiscard]] PublisherStatus status() const;

 private:
  void loop();

  std::unique_ptr<Broker> broker_;
  std::unique_ptr<Records> records_;
  const Clock& clock_;
  AnnouncementInbox& announcements_;
  Publisher publisher_;
  milliseconds sending_most_{0};  ///< set before `finishing_`
  std::atomic<bool> finishing_{false};
  mutable std::mutex status_mutex_;
  PublisherStatus status_;
  std::thread thread_;
};

}  // namespace effluent
