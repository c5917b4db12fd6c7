// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

namespace effluent {

/// A file descriptor that closes with its owner.
class Descriptor {
 public:
  explicit Descriptor(int value = -1) : value_{value} {}
  Descriptor(Descriptor&& other) noexcept : value_{std::exchange(other.value_, -1)} {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  [[nodiscard]] int get() const { return value_; }

 private:
  int value_;
};

/// Waits for `events` for at most that long; a test fails on its deadline, never hangs.
inline bool happens(const Descriptor& descriptor, short events, int wait_ms = 10'000) {
  pollfd wanted{descriptor.get(), events, 0};
  return ::poll(&wanted, 1, wait_ms) > 0;
}

/// One accepted connection, seen from the instrument's side.
class InstrumentEnd {
 public:
  explicit InstrumentEnd(Descriptor socket) : socket_{std::move(socket)} {}

  /// That many bytes; fewer where the other side has closed or nothing more comes.
  [[nodiscard]] std::vector<std::uint8_t> read(std::size_t size) {
    std::vector<std::uint8_t> bytes;
    while (bytes.size() < size && happens(socket_, POLLIN)) {
      std::uint8_t byte = 0;
      if (::recv(socket_.get(), &byte, 1, 0) != 1) break;
      bytes.push_back(byte);
    }
    return bytes;
  }
  /// The other side has closed (nothing else had come).
  [[nodiscard]] bool is_closed() {
    std::uint8_t byte = 0;
    return happens(socket_, POLLIN) && ::recv(socket_.get(), &byte, 1, 0) == 0;
  }
  void write(const std::vector<std::uint8_t>& bytes) {
    if (::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size()))
      throw std::runtime_error{"send"};
  }
  /// A reset instead of an orderly end.
  void reset() {
    const linger at_once{1, 0};
    setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    socket_ = Descriptor{};
  }

 private:
  Descriptor socket_;
};

/// Listens on a free port of loopback.
class LocalServer {
 public:
  /// `backlog`: connections that may wait to be accepted; -1: the port is taken, but nobody listens.
  explicit LocalServer(int backlog = 16) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(socket_.get(), generic, size) != 0) throw std::runtime_error{"bind"};
    if (::getsockname(socket_.get(), generic, &size) != 0) throw std::runtime_error{"getsockname"};
    port_ = ntohs(address.sin_port);
    if (backlog >= 0 && ::listen(socket_.get(), backlog) != 0) throw std::runtime_error{"listen"};
  }
  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] InstrumentEnd accept() {
    if (!happens(socket_, POLLIN)) throw std::runtime_error{"nobody connects"};
    return InstrumentEnd{Descriptor{::accept(socket_.get(), nullptr, nullptr)}};
  }
  /// Fills the queue of connections, so that the kernel answers no further one. False where it won't be full.
  [[nodiscard]] bool swallow() {
    for (int i = 0; i < 16; ++i) {
      Descriptor filler{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
      const sockaddr_in address = loopback(port_);
      static_cast<void>(::connect(filler.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address));
      const bool connected = happens(filler, POLLOUT, 200);
      fillers_.push_back(std::move(filler));
      if (!connected) return true;
    }
    return false;
  }

 private:
  static sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }

  Descriptor socket_;
  int port_ = 0;
  std::vector<Descriptor> fillers_;
};

}  // namespace effluent
