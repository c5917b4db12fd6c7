// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace effluent {

/// getaddrinfo(3) has no time-out: it runs on a thread that may be left behind. Shared by that thread and the
/// one that waits.
class NameLookup {
 public:
  /// Starts it. The thread keeps what it needs alive.
  [[nodiscard]] static std::shared_ptr<NameLookup> start(const std::string& host);
  /// Numeric addresses, best first, empty where the name is unknown; none if there is no answer in time.
  [[nodiscard]] std::optional<std::vector<std::string>> wait(std::chrono::nanoseconds patience);
  /// The host itself where it is an address already, else none. Never waits.
  [[nodiscard]] static std::optional<std::string> numeric(const std::string& host);

 private:
  std::mutex mutex_;
  std::condition_variable done_;
  std::optional<std::vector<std::string>> addresses_;
};

}  // namespace effluent
