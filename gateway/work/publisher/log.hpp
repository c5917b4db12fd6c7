// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace effluent {

/// How much a log line of the publisher matters. `alarm`: somebody must act.
enum class Level : std::uint8_t { info, warning, alarm };
using Log = std::function<void(Level, const std::string&)>;

/// Says a thing once: again only after it has changed or was over in between. One owner.
class SayOnce {
 public:
  explicit SayOnce(Log log) : log_{std::move(log)} {}

  /// `about`: what the text is about; nothing is said while its last text is the same.
  void say(const std::string& about, Level level, const std::string& text) {
    auto& last = last_[about];
    if (last == text) return;
    last = text;
    if (log_) log_(level, text);
  }
  /// It is over: `text` (where not empty) is said if anything had been said about it.
  void over(const std::string& about, const std::string& text) {
    if (last_.erase(about) > 0 && !text.empty() && log_) log_(Level::info, text);
  }
  void tell(Level level, const std::string& text) const {
    if (log_) log_(level, text);
  }

 private:
  Log log_;
  std::map<std::string, std::string> last_;
};

}  // namespace effluent
