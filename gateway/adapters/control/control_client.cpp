// SPDX-License-Identifier: Apache-2.0
#include "adapters/control/control_client.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace effluent {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int value) : value_{value} {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  [[nodiscard]] int value() const { return value_; }

 private:
  int value_;
};

std::string why_not_connected(const std::string& name) {
  switch (errno) {
    case ENOENT:
    case ECONNREFUSED:
      return "no gateway is running there (" + name + "); start it with: effluent run";
    case EACCES:
      return "no permission for " + name + "; run as the gateway's user or group";
    default:
      return name + ": " + std::generic_category().message(errno);
  }
}

constexpr const char* kClosed = "the gateway closed the control socket without an answer";

std::string no_answer(std::chrono::milliseconds patience) {
  return "the gateway gave no answer within " + std::to_string(patience.count() / 1000) + " s";
}

/// What follows on the socket ends at that time: `option` is SO_SNDTIMEO (connect, too) or SO_RCVTIMEO. False
/// where it is over.
bool wait_no_longer(int connection, int option, std::chrono::steady_clock::time_point until) {
  const auto left =
      std::chrono::duration_cast<std::chrono::microseconds>(until - std::chrono::steady_clock::now());
  if (left.count() <= 0) return false;  // a time-out of 0 would mean none
  const timeval time{left.count() / 1'000'000, left.count() % 1'000'000};
  return ::setsockopt(connection, SOL_SOCKET, option, &time, sizeof time) == 0;
}

}  // namespace

tl::expected<std::string, std::string> ask_gateway(const std::filesystem::path& socket,
                                                   std::string_view request,
                                                   std::chrono::milliseconds patience) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto name = socket.string();
  if (name.size() >= sizeof address.sun_path)
    return tl::unexpected("the path is too long for a socket: " + name);
  std::memcpy(static_cast<char*>(address.sun_path), name.c_str(), name.size() + 1);
  const auto until = std::chrono::steady_clock::now() + patience;
  const Descriptor connection{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  if (!wait_no_longer(connection.value(), SO_SNDTIMEO, until)) return tl::unexpected(why_not_connected(name));
  if (::connect(connection.value(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return tl::unexpected(errno == EAGAIN ? no_answer(patience) : why_not_connected(name));
  }
  const auto line = std::string{request} + '\n';
  if (::send(connection.value(), line.data(), line.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(line.size())) {
    return tl::unexpected(std::string{kClosed});
  }
  std::string reply;
  std::array<char, 4096> buffer{};
  while (reply.empty() || reply.back() != '\n') {
    if (!wait_no_longer(connection.value(), SO_RCVTIMEO, until)) return tl::unexpected(no_answer(patience));
    const auto received = ::recv(connection.value(), buffer.data(), buffer.size(), 0);
    if (received == 0) return tl::unexpected(std::string{kClosed});
    if (received < 0) return tl::unexpected(no_answer(patience));
    reply.append(buffer.data(), static_cast<std::size_t>(received));
  }
  reply.pop_back();
  return reply;
}

}  // namespace effluent
