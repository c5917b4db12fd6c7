// SPDX-License-Identifier: Apache-2.0
#include "server/modbus_server.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace effluent::simulator {
namespace {

constexpr std::size_t kHeader = 7;        // transaction, protocol, length, unit (Modbus TCP guide, 3.1.3)
constexpr std::size_t kMostLength = 254;  // unit and at most 253 bytes of request
constexpr std::uint8_t kNoSuchUnit = 0x0B;

std::string reason() { return std::generic_category().message(errno); }

bool send_all(int socket, const std::vector<std::uint8_t>& bytes) {
  const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  return sent == static_cast<ssize_t>(bytes.size());  // a peer that does not read is closed, never waited for
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    close();
    number_ = std::exchange(other.number_, -1);
  }
  return *this;
}

void Descriptor::close() {
  if (number_ >= 0) ::close(number_);
  number_ = -1;
}

ModbusServer::ModbusServer(std::string host, std::vector<Station>& stations)
    : host_(std::move(host)), stations_(stations), listeners_(stations.size()) {}

tl::expected<Descriptor, std::string> ModbusServer::open_port(Station& station) const {
  Descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!listener.open()) return tl::make_unexpected(reason());
  const int on = 1;
  ::setsockopt(listener.number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(station.port);
  if (::inet_pton(AF_INET, host_.c_str(), &address.sin_addr) != 1) {
    return tl::make_unexpected(fmt::format("\"{}\" is no IPv4 address", host_));
  }
  socklen_t size = sizeof address;
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener.number(), plain, size) != 0 || ::listen(listener.number(), 16) != 0 ||
      ::getsockname(listener.number(), plain, &size) != 0) {
    return tl::make_unexpected(reason());
  }
  station.port = ntohs(address.sin_port);
  return listener;
}

tl::expected<void, std::string> ModbusServer::listen() {
  for (std::size_t i = 0; i < stations_.size(); ++i) {
    auto opened = open_port(stations_[i]);
    if (!opened) {
      return tl::make_unexpected(
          fmt::format("{}: can't listen on {}:{}: {}; choose another port, or 0 for a free one",
                      stations_[i].name, host_, stations_[i].port, opened.error()));
    }
    listeners_[i] = std::move(*opened);
  }
  return {};
}

void ModbusServer::apply_faults() {
  for (std::size_t i = 0; i < stations_.size(); ++i) {
    const bool closed = stations_[i].fault == Fault::closed;
    if (closed) listeners_[i].close();
    if (closed || listeners_[i].open()) continue;
    // Taken meanwhile by another program: it stays closed and is tried again with the next call.
    if (auto opened = open_port(stations_[i])) listeners_[i] = std::move(*opened);
  }
  std::erase_if(connections_,
                [&](const Connection& one) { return stations_[one.station].fault == Fault::closed; });
}

void ModbusServer::serve(std::chrono::milliseconds most, int wake) {
  const auto end = std::chrono::steady_clock::now() + most;
  std::vector<pollfd> watched;
  while (true) {
    watched.clear();
    watched.push_back({wake, POLLIN, 0});
    for (const auto& one : listeners_) watched.push_back({one.number(), POLLIN, 0});
    for (const auto& one : connections_) watched.push_back({one.socket.number(), POLLIN, 0});
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return;
    if (::poll(watched.data(), watched.size(), static_cast<int>(left.count())) <= 0) continue;
    if (watched[0].revents != 0) return;
    const std::size_t first = 1 + listeners_.size();
    std::vector<bool> gone(connections_.size());
    for (std::size_t i = 0; i < connections_.size(); ++i) {
      gone[i] = watched[first + i].revents != 0 && !receive(connections_[i]);
    }
    std::size_t index = 0;
    std::erase_if(connections_, [&](const Connection&) { return gone[index++]; });
    for (std::size_t i = 0; i < listeners_.size(); ++i) {
      if (watched[1 + i].revents != 0) accept_on(i);
    }
  }
}

void ModbusServer::accept_on(std::size_t station) {
  Descriptor socket(::accept4(listeners_[station].number(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!socket.open()) return;
  const auto open = std::count_if(connections_.begin(), connections_.end(),
                                  [&](const Connection& one) { return one.station == station; });
  if (static_cast<std::size_t>(open) >= kMostConnections) return;
  const int on = 1;
  ::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  connections_.push_back({std::move(socket), station, {}});
}

bool ModbusServer::receive(Connection& connection) {
  std::array<std::uint8_t, 1024> buffer{};
  const auto size = ::recv(connection.socket.number(), buffer.data(), buffer.size(), 0);
  if (size < 0) return errno == EAGAIN || errno == EINTR;
  if (size == 0) return false;
  connection.received.insert(connection.received.end(), buffer.begin(), buffer.begin() + size);
  return answer_all(connection);
}

bool ModbusServer::answer_all(Connection& connection) {
  auto& bytes = connection.received;
  while (bytes.size() >= kHeader) {
    const std::size_t length = static_cast<std::size_t>(bytes[4]) << 8U | bytes[5];
    const bool modbus = bytes[2] == 0 && bytes[3] == 0 && length >= 2 && length <= kMostLength;
    if (!modbus) return false;
    if (bytes.size() < 6 + length) break;
    const auto end = bytes.begin() + static_cast<std::ptrdiff_t>(6 + length);
    const std::vector<std::uint8_t> frame(bytes.begin(), end);
    bytes.erase(bytes.begin(), end);
    if (!answer_one(connection, frame)) return false;
  }
  return true;
}

bool ModbusServer::answer_one(const Connection& connection, const std::vector<std::uint8_t>& frame) {
  const auto& station = stations_[connection.station];
  ++requests_;
  if (station.fault == Fault::silent) return true;
  if (station.fault == Fault::hang_up) return false;
  if (station.fault == Fault::garbage) {
    std::vector<std::uint8_t> bytes(16);
    for (auto& byte : bytes) {
      noise_ ^= noise_ << 13U;
      noise_ ^= noise_ >> 17U;
      noise_ ^= noise_ << 5U;
      byte = static_cast<std::uint8_t>(noise_);
    }
    return send_all(connection.socket.number(), bytes);
  }
  const auto failure = static_cast<std::uint8_t>(frame[7] | 0x80U);
  std::vector<std::uint8_t> reply = {failure, 4};
  if (frame[6] != station.unit_id) {
    reply = {failure, kNoSuchUnit};
  } else if (station.fault != Fault::exception) {
    reply = station.answer({frame.begin() + static_cast<std::ptrdiff_t>(kHeader), frame.end()});
  }
  const auto length = reply.size() + 1;
  std::vector<std::uint8_t> bytes = {
      frame[0], frame[1], 0, 0, static_cast<std::uint8_t>(length >> 8U), static_cast<std::uint8_t>(length),
      frame[6]};
  bytes.insert(bytes.end(), reply.begin(), reply.end());
  return send_all(connection.socket.number(), bytes);
}

}  // namespace effluent::simulator
