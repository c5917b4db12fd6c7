// SPDX-License-Identifier: Apache-2.0
#include "adapters/control/control_server.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <system_error>
#include <utility>

namespace effluent {
namespace {

constexpr std::size_t kLongestLine = 65'536;
constexpr std::chrono::seconds kPatience{2};

std::string error_text(const std::string& what) {
  return what + ": " + std::generic_category().message(errno);
}

bool send_all(int connection, std::string_view text) {
  while (!text.empty()) {
    const auto sent = ::send(connection, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

Peer peer_of(int connection) {
  ucred credentials{};
  socklen_t size = sizeof credentials;
  if (::getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return {};
  return {credentials.pid, credentials.uid};
}

}  // namespace

tl::expected<ControlServer, std::string> ControlServer::listen(const std::filesystem::path& path,
                                                               Handler handler) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto name = path.string();
  if (name.size() >= sizeof address.sun_path) {
    return tl::unexpected("the path of the control socket is longer than the system allows (" +
                          std::to_string(sizeof address.sun_path - 1) + " bytes): " + name +
                          "; choose a shorter data_directory");
  }
  std::memcpy(static_cast<char*>(address.sun_path), name.c_str(), name.size() + 1);
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0) return tl::unexpected(error_text("no control socket"));
  ::unlink(name.c_str());
  // The mode is set before anybody can connect: bind under a mask, then listen.
  const auto mask = ::umask(0117);
  const int bound = ::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  ::umask(mask);
  std::array<int, 2> wake{};
  if (bound != 0 || ::listen(listener, 8) != 0 || ::pipe2(wake.data(), O_CLOEXEC) != 0) {
    auto text = error_text("control socket " + name);
    ::close(listener);
    return tl::unexpected(std::move(text));
  }
  return ControlServer{listener, wake[0], wake[1], path, std::move(handler)};
}

ControlServer::ControlServer(int listener, int wake_read, int wake_write, std::filesystem::path path,
                             Handler handler)
    : listener_{listener},
      wake_read_{wake_read},
      wake_write_{wake_write},
      path_{std::move(path)},
      handler_{std::move(handler)} {}

ControlServer::ControlServer(ControlServer&& other) noexcept
    : listener_{std::exchange(other.listener_, -1)},
      wake_read_{std::exchange(other.wake_read_, -1)},
      wake_write_{std::exchange(other.wake_write_, -1)},
      path_{std::move(other.path_)},
      handler_{std::move(other.handler_)} {}

ControlServer::~ControlServer() {
  if (listener_ < 0) return;
  ::close(listener_);
  ::close(wake_read_);
  ::close(wake_write_);
  ::unlink(path_.c_str());
}

void ControlServer::stop() const {
  const char byte = 0;
  [[maybe_unused]] const auto written = ::write(wake_write_, &byte, 1);
}

void ControlServer::serve() {
  while (true) {
    std::array<pollfd, 2> entries{{{listener_, POLLIN, 0}, {wake_read_, POLLIN, 0}}};
    if (::poll(entries.data(), entries.size(), -1) < 0 && errno != EINTR) return;
    if (entries[1].revents != 0) return;
    if (entries[0].revents == 0) continue;
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    const timeval patience{kPatience.count(), 0};
    ::setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    serve_connection(connection);
    ::close(connection);
  }
}

/// Waits for input until `deadline`; false on time-out, error, hang-up without data, and once `stop` was
/// called.
bool ControlServer::wait_for_input(int connection, std::chrono::steady_clock::time_point deadline) const {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  std::array<pollfd, 2> entries{{{connection, POLLIN, 0}, {wake_read_, POLLIN, 0}}};
  return left.count() > 0 && ::poll(entries.data(), entries.size(), static_cast<int>(left.count())) > 0 &&
         entries[1].revents == 0;
}

void ControlServer::serve_connection(int connection) const {
  const auto peer = peer_of(connection);
  std::string pending;
  std::array<char, 4096> buffer{};
  auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (wait_for_input(connection, deadline)) {
    const auto received = ::recv(connection, buffer.data(), buffer.size(), 0);
    if (received <= 0) return;
    pending.append(buffer.data(), static_cast<std::size_t>(received));
    for (auto end = pending.find('\n'); end != std::string::npos; end = pending.find('\n')) {
      const auto reply = handler_(peer, std::string_view{pending}.substr(0, end)) + '\n';
      if (!send_all(connection, reply)) return;
      pending.erase(0, end + 1);
      deadline = std::chrono::steady_clock::now() + kPatience;
    }
    if (pending.size() > kLongestLine) return;
  }
}

}  // namespace effluent
