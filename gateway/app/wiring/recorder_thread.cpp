// SPDX-License-Identifier: Apache-2.0
#include "app/wiring/recorder_thread.hpp"

#include <spdlog/spdlog.h>

#include <utility>

namespace effluent {
namespace {

constexpr milliseconds kTick{500};
constexpr milliseconds kRetry{200};
/// At the end a store that refuses to write is tried for so long: the exit must come within 10 s.
constexpr std::chrono::seconds kTryingAtEnd{2};
constexpr std::size_t kMostMessages = 256;  ///< taken at once; the recorder cuts its transactions itself
constexpr std::size_t kMostPolls =
    1'000'000;  ///< `poll = "0ms"` has no grid: a bound in seconds is none in memory

}  // namespace

RecorderThread::RecorderThread(Recorder& recorder, milliseconds stall_buffer, std::function<void()> failed)
    : recorder_{recorder}, stall_buffer_{stall_buffer}, on_failure_{std::move(failed)}, thread_{[this] {
        loop();
      }} {}

RecorderThread::~RecorderThread() {
  if (thread_.joinable()) finish("signal");
}

bool RecorderThread::offer(Poll poll) {
  const auto now = poll.monotonic;
  const bool taken = inbox_.offer(std::move(poll), [this, now](const auto& waiting) {
    if (waiting.size() >= kMostPolls) return true;
    for (const auto& message : waiting) {
      if (const auto* oldest = std::get_if<Poll>(&message)) return now - oldest->monotonic > stall_buffer_;
    }
    return false;
  });
  if (!taken && !dropping_.exchange(true)) {
    spdlog::error(
        "the store does not keep up: polls of more than {} s wait, the newest are dropped from now on and "
        "will be declared as gaps; is the disk standing still?",
        stall_buffer_.count() / 1000);
  }
  return taken;
}

void RecorderThread::put(CursorMoved cursor) { inbox_.put(std::move(cursor)); }
void RecorderThread::put(Act act) { inbox_.put(std::move(act)); }

void RecorderThread::finish(const std::string& reason) {
  reason_ = reason;
  finishing_ = true;
  inbox_.wake();
  thread_.join();
}

void RecorderThread::keep_cursors() {
  if (failed_) return;
  // Where the store refuses now, the lines concerned are sent a second time: no harm.
  static_cast<void>(recorder_.keep_cursors(inbox_.take(milliseconds{0})));
}

std::optional<RecorderStatus> RecorderThread::status() {
  std::unique_lock lock{status_mutex_};
  status_wanted_ = true;
  status_.reset();
  inbox_.wake();
  status_ready_.wait_for(lock, std::chrono::seconds{2}, [this] { return status_.has_value(); });
  return std::exchange(status_, std::nullopt);
}

void RecorderThread::answer_status() {
  {
    const std::scoped_lock lock{status_mutex_};
    if (!status_wanted_) return;
    status_wanted_ = false;
    status_ = recorder_.status();
  }
  status_ready_.notify_all();
}

/// False: the store has failed for good. A failure that may pass is said once, and its end too.
bool RecorderThread::heed(const Recorder::Result& result) {
  if (result) {
    if (failure_said_ && !recorder_.is_waiting()) {
      spdlog::warn(
          "the store answers again; what waited is recorded, polls dropped meanwhile are declared as gaps");
      failure_said_ = false;
    }
    return true;
  }
  if (result.error().may_retry) {
    if (!failure_said_) {
      spdlog::error(
          "the store refuses to write ({}); nothing is lost yet: polls wait in memory for {} s, then the "
          "newest are dropped and declared as gaps; look at the disk and its free space",
          result.error().store.text, stall_buffer_.count() / 1000);
    }
    failure_said_ = true;
    return true;
  }
  spdlog::critical(
      "the store failed ({}); what was reported as recorded is safe, nothing more is acknowledged; the "
      "gateway ends with status 74",
      result.error().store.text);
  return false;
}

void RecorderThread::loop() {
  using Steady = std::chrono::steady_clock;
  bool well = true;
  std::optional<Steady::time_point> until;
  while (well) {
    std::vector<ToRecorder> messages;
    if (finishing_ && !until) until = Steady::now() + kTryingAtEnd;
    if (recorder_.is_waiting()) {
      if (until && Steady::now() >= *until) break;
      std::this_thread::sleep_for(kRetry);
    } else {
      messages = inbox_.take(kTick, kMostMessages);
    }
    if (!messages.empty()) well = heed(recorder_.record(messages));
    if (well) well = heed(recorder_.tick());
    if (inbox_.size() == 0 && dropping_.exchange(false)) {
      spdlog::warn("the store keeps up again; the polls that were dropped are declared as gaps");
    }
    answer_status();
    if (finishing_ && !recorder_.is_waiting() && inbox_.size() == 0) break;
  }
  const bool stopped =
      well && !recorder_.is_waiting() && heed(recorder_.stop(reason_)) && !recorder_.is_waiting();
  if (!stopped) {
    if (well) {
      spdlog::critical(
          "the store still refuses to write; what waited ({} messages and what was taken from them) is not "
          "recorded, the next start declares its polls as downtime; the gateway ends with status 74",
          inbox_.size());
    }
    failed_ = true;
    on_failure_();
  }
  ended_ = true;
}

}  // namespace effluent
