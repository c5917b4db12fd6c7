// SPDX-License-Identifier: Apache-2.0
#include "app/wiring/publisher_thread.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace effluent {
namespace {

void to_log(Level level, const std::string& text) {
  switch (level) {
    case Level::info:
      spdlog::info(text);
      return;
    case Level::warning:
      spdlog::warn(text);
      return;
    case Level::alarm:
      spdlog::error(text);
      return;
  }
}

void log_event(const EventPayload& event) {
  if (event.what == "device_back") {
    spdlog::info("device {} of plant {} answers again", event.device, event.plant);
    return;
  }
  spdlog::warn(
      "device {} of plant {} does not answer ({}, 3 polls in a row): its points are fault and enter no mean "
      "until it "
      "does; check its power, cable, address and unit id",
      event.device, event.plant, event.cause);
}

/// Longest wait: the client's events wake nobody who sleeps on the inbox unless its owner says so.
constexpr milliseconds kLongestPause{500};

}  // namespace

void AnnouncementInbox::post(FromRecorder message) {
  if (const auto* event = std::get_if<EventPayload>(&message)) log_event(*event);
  if (keep_) inbox_.put(std::move(message));
}

PublisherThread::PublisherThread(PublisherSettings settings, std::unique_ptr<Broker> broker,
                                 std::unique_ptr<Records> records, const Clock& clock,
                                 AnnouncementInbox& announcements,
                                 const std::function<void(const CursorMoved&)>& moved)
    : broker_{std::move(broker)},
      records_{std::move(records)},
      clock_{clock},
      announcements_{announcements},
      publisher_{std::move(settings), *broker_, *records_, moved, to_log},
      thread_{[this] { loop(); }} {}

PublisherThread::~PublisherThread() {
  if (thread_.joinable()) finish();
}

void PublisherThread::finish(milliseconds sending_most) {
  sending_most_ = sending_most;
  finishing_ = true;
  announcements_.inbox().wake();
  thread_.join();
}

PublisherStatus PublisherThread::status() const {
  const std::scoped_lock lock{status_mutex_};
  return status_;
}

void PublisherThread::loop() {
  bool told = false;
  auto next = clock_.monotonic();
  while (!publisher_.finished()) {
    const auto pause = std::clamp<std::chrono::nanoseconds>(next - clock_.monotonic(),
                                                            std::chrono::nanoseconds{0}, kLongestPause);
    const auto messages = announcements_.inbox().take(pause);
    const auto now = clock_.monotonic();
    if (finishing_ && !std::exchange(told, true)) publisher_.finish(now, sending_most_);
    next = publisher_.step(now, clock_.wall(), messages);
    const std::scoped_lock lock{status_mutex_};
    status_ = publisher_.status();
  }
}

}  // namespace effluent
