// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "app/wiring/inbox.hpp"
#include "work/recorder/recorder.hpp"

namespace effluent {

/// The one thread that records, and the one inbox that leads to it. The recorder was started before.
class RecorderThread {
 public:
  /// `failed` is called once, from this thread, when the store has failed for good.
  RecorderThread(Recorder& recorder, milliseconds stall_buffer, std::function<void()> failed);
  RecorderThread(const RecorderThread&) = delete;
  RecorderThread& operator=(const RecorderThread&) = delete;
  ~RecorderThread();

  /// False where what waits spans `stall_buffer` already: the poll is dropped. Any thread.
  [[nodiscard]] bool offer(Poll poll);
  /// Never refused. Any thread.
  void put(CursorMoved cursor);
  void put(Act act);
  /// Writes what waits, the last entries and ends. Waits for that. `reason`: of the `stop` entry.
  void finish(const std::string& reason);
  /// After finish() and the publisher's end: stores how far it came meanwhile.
  void keep_cursors();
  /// A copy of what the recorder knows; none if it does not answer within two seconds. Any thread but its
  /// own.
  [[nodiscard]] std::optional<RecorderStatus> status();
  /// Messages waiting.
  [[nodiscard]] std::size_t waiting() const { return inbox_.size(); }
  /// The store has failed for good: exit 74.
  [[nodiscard]] bool has_failed() const { return failed_; }
  /// Everything is written, the `stop` entry last. Any thread.
  [[nodiscard]] bool has_written_all() const { return ended_ && !failed_; }

 private:
  void loop();
  void answer_status();
  [[nodiscard]] bool heed(const Recorder::Result& result);

  Recorder& recorder_;
  milliseconds stall_buffer_;
  std::function<void()> on_failure_;
  Inbox<ToRecorder> inbox_;
  std::atomic<bool> finishing_{false};
  std::atomic<bool> failed_{false};
  std::atomic<bool> ended_{false};     ///< set behind `failed_`
  std::atomic<bool> dropping_{false};  ///< since the inbox was empty last, a poll was dropped
  bool failure_said_ = false;          ///< the present failure of the store is in the log
  std::string reason_;
  std::mutex status_mutex_;
  std::condition_variable status_ready_;
  bool status_wanted_ = false;
  std::optional<RecorderStatus> status_;
  std::thread thread_;
};

}  // namespace effluent
