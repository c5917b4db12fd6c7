// SPDX-License-Identifier: Apache-2.0
#include "app/wiring/end_watch.hpp"

#include <utility>

namespace effluent {

EndWatch::EndWatch(milliseconds most, std::function<void()> late)
    : thread_{[this, most, late = std::move(late)] {
        std::unique_lock lock{mutex_};
        if (!ended_.wait_for(lock, most, [this] { return done_; })) late();
      }} {}

EndWatch::~EndWatch() {
  {
    const std::scoped_lock lock{mutex_};
    done_ = true;
  }
  ended_.notify_one();
  thread_.join();
}

}  // namespace effluent
