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
  std::string client_id;
  std::string host;
  int port = 1883;
  bool tls = false;
  int protocol = 5;  ///< 5, or 4 = MQTT 3.1.1
  std::string user;  ///< empty: none
  std::filesystem::path password_file;
  std::filesystem::path ca_file;           ///< empty: the system's authorities
  std::filesystem::path certificate_file;  ///< empty: the client shows none
  std::filesystem::path key_file;
};

/// Paho's asynchronous C client as a thin pipe: no persistence, no offline buffer, no reconnect of its own, a
/// new client object for each connection. Its callbacks only put an event into a queue.
class PahoBroker final : public Broker {
 public:
  /// `wake`: called from Paho's threads after each event, to cut the owner's waiting short; it must not call
  /// back.
  PahoBroker(PahoSettings settings, std::function<void()> wake);
  ~PahoBroker() override;
  PahoBroker(const PahoBroker&) = delete;
  PahoBroker& operator=(const PahoBroker&) = delete;

  void connect(const Message& will) override;
  Token publish(const Message& message) override;
  void disconnect(int milliseconds_most) override;
  [[nodiscard]] std::vector<Event> take_events() override;

 private:
  struct Client;
  std::string begin(const Message& will);
  void drop();

  PahoSettings settings_;
  std::unique_ptr<Client> client_;
  std::vector<Event> own_events_;  ///< of this thread: what could not even be handed over
  Token refused_ = 0;              ///< numbers tokens of messages never handed over
};

}  // namespace effluent
