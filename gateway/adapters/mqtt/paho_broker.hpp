// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ports/broker.hpp"

namespace effluent {

struct PahoSettings {
  std::string host;
  int port = 1883;
  bool tls = false;  ///< "mqtts": the broker's certificate and name are checked
  bool mqtt5 = true;
  std::string client_id;
  std::string user;                     ///< empty: none
  std::filesystem::path password_file;  ///< read at each attempt; its last newline doesn't count; empty: none
  std::filesystem::path ca_file;        ///< empty: the system's
  std::filesystem::path certificate_file;
  std::filesystem::path key_file;
};

/// The door to the broker by Paho's C client: no persistence, no offline buffer, no automatic reconnect, a
/// client object of its own for every attempt (docs/adr/0006). Paho's calls may block: each attempt has one
/// thread that makes them all. Retained messages go before the others that wait for it. One thread owns the
/// door; `on_event` is called from other threads after an event was put: it must only wake.
class PahoBroker : public Broker {
 public:
  PahoBroker(PahoSettings settings, std::function<void()> on_event);
  /// Drops the connection. Waits at most two seconds for a client that is stuck, then leaves it behind.
  ~PahoBroker() override;
  PahoBroker(const PahoBroker&) = delete;
  PahoBroker& operator=(const PahoBroker&) = delete;

  void connect(const Message& will) override;
  Token publish(const Message& message) override;
  void disconnect(int milliseconds_most) override;
  [[nodiscard]] std::vector<Event> take_events() override;

 private:
  class Connection;
  void end(int milliseconds_most);

  PahoSettings settings_;
  std::function<void()> on_event_;
  std::shared_ptr<Connection> connection_;  ///< of the present attempt; none: not connected, no attempt
  std::shared_ptr<Connection>
      left_behind_;                ///< an attempt that did not end in time; no other begins before it has
  std::vector<Event> own_events_;  ///< those that no client reported
  Token last_token_ = 0;
};

}  // namespace effluent
