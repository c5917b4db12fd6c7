// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "instrument/settings.hpp"

namespace effluent::simulator {

/// Owns one file descriptor.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.number_) { other.number_ = -1; }
  Descriptor& operator=(Descriptor&& other) noexcept;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }
  void close();
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool open() const { return number_ >= 0; }

 private:
  int number_;
};

/// One instrument as the server sees it.
struct Station {
  std::string name;  ///< for messages
  int unit_id = 1;
  std::uint16_t port = 0;  ///< 0: any; the server puts in what it got
  Fault fault = Fault::none;
  /// Function code and data in, the same out.
  std::function<std::vector<std::uint8_t>(const std::vector<std::uint8_t>&)> answer;
};

/// Modbus TCP servers, one port a station, several connections each, in one thread around poll(2). A request
/// to another unit is answered with exception 0x0B (no such device behind this one), so that a wrong unit id
/// shows at once; bytes that are no Modbus TCP close the connection.
class ModbusServer {
 public:
  static constexpr std::size_t kMostConnections = 32;  ///< a station; one more is closed at once

  /// `host` is an IPv4 literal. The stations outlive the server.
  ModbusServer(std::string host, std::vector<Station>& stations);

  /// Opens all ports. The text says which could not be opened and why.
  [[nodiscard]] tl::expected<void, std::string> listen();
  /// Serves for at most that long; returns early when `wake` becomes readable (-1: never).
  void serve(std::chrono::milliseconds most, int wake);
  /// Closes and opens what the stations' faults demand; call it after they changed.
  void apply_faults();
  [[nodiscard]] std::uint64_t requests() const { return requests_; }

 private:
  struct Connection {
    Descriptor socket;
    std::size_t station = 0;
    std::vector<std::uint8_t> received;
  };

  [[nodiscard]] tl::expected<Descriptor, std::string> open_port(Station& station) const;
  void accept_on(std::size_t station);
  /// False: to be closed.
  [[nodiscard]] bool receive(Connection& connection);
  [[nodiscard]] bool answer_all(Connection& connection);
  [[nodiscard]] bool answer_one(const Connection& connection, const std::vector<std::uint8_t>& frame);

  std::string host_;
  std::vector<Station>& stations_;
  std::vector<Descriptor> listeners_;  ///< one a station; closed while its fault says so
  std::vector<Connection> connections_;
  std::uint64_t requests_ = 0;
  std::uint32_t noise_ = 2463534242U;
};

}  // namespace effluent::simulator
