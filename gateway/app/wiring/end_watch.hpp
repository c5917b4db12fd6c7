// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "core/measure/time.hpp"

namespace effluent {

/// Watches over an end that may take too long: calls `late` from a thread of its own once `most` is over,
/// unless it is destroyed before. A disk that stands still holds its thread inside a system call that nothing
/// ends; only the end of the process is left then.
class EndWatch {
 public:
  EndWatch(milliseconds most, std::function<void()> late);
  EndWatch(const EndWatch&) = delete;
  EndWatch& operator=(const EndWatch&) = delete;
  ~EndWatch();

 private:
  std::mutex mutex_;
  std::condition_variable ended_;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace effluent
