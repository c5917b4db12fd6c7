// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace effluent {

/// Who asks: peer credentials of the socket, as the kernel names them.
struct Peer {
  pid_t process = 0;
  uid_t user = 0;
};

/// The gateway's control socket: one JSON request and one JSON reply a line. Serves one connection at a time;
/// a peer that sends nothing for two seconds, or more than 64 KiB without a newline, is dropped, so that
/// nobody can hold the socket; `stop` ends the connection too. Owned by the thread that calls `serve`; `stop`
/// may come from any thread.
class ControlServer {
 public:
  /// Answers one request line (without newline) with one reply line (without newline).
  using Handler = std::function<std::string(const Peer&, std::string_view request)>;

  /// Listens on `path` with mode 0660, replacing a socket that a dead process has left. The text of the error
  /// names what the system said. The caller holds the store's lock, so no living gateway can own the path.
  [[nodiscard]] static tl::expected<ControlServer, std::string> listen(const std::filesystem::path& path,
                                                                       Handler handler);
  ControlServer(ControlServer&& other) noexcept;
  ControlServer& operator=(ControlServer&&) = delete;
  ~ControlServer();  ///< closes and removes the socket

  /// Serves until `stop`.
  void serve();
  void stop() const;

 private:
  ControlServer(int listener, int wake_read, int wake_write, std::filesystem::path path, Handler handler);
  void serve_connection(int connection) const;
  [[nodiscard]] bool wait_for_input(int connection, std::chrono::steady_clock::time_point deadline) const;

  int listener_;
  int wake_read_;
  int wake_write_;
  std::filesystem::path path_;
  Handler handler_;
};

}  // namespace effluent
