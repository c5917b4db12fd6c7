// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace effluent {

/// The door to the MQTT broker, in core's words: a thin pipe. It keeps, queues and retries nothing. One
/// thread owns it; what happens arrives as events from `take_events`.
class Broker {
 public:
  virtual ~Broker() = default;

  struct Message {
    std::string topic;
    std::string payload;
    bool retained = false;
  };
  using Token = std::uint64_t;  ///< of one publish, unique in the process

  struct Connected {
    std::optional<std::size_t>
        most_packet;  ///< bytes of a packet the broker takes, where it says so (MQTT 5)
  };
  /// Not connected: refused (`reason_code` of the CONNACK) or unreachable (none). `text` names the cause.
  struct Failed {
    std::optional<int> reason_code;
    std::string text;
  };
  struct Lost {
    std::string text;
  };
  /// PUBACK. On MQTT 3.1.1 the reason code is always 0.
  struct Acknowledged {
    Token token = 0;
    int reason_code = 0;
  };
  /// The message could not be handed over (too large for the broker, not connected); no PUBACK will come.
  struct NotSent {
    Token token = 0;
    std::string text;
  };
  using Event = std::variant<Connected, Failed, Lost, Acknowledged, NotSent>;

  /// Begins a connection with this will; `Connected` or `Failed` follows. A connection that stands is
  /// dropped.
  virtual void connect(const Message& will) = 0;
  /// QoS 1. Never blocks for the network.
  virtual Token publish(const Message& message) = 0;
  /// A clean disconnect after what was published is out, at most `milliseconds_most` long; 0: dropped at
  /// once, and the broker publishes the will where its version of MQTT lets it.
  virtual void disconnect(int milliseconds_most) = 0;
  [[nodiscard]] virtual std::vector<Event> take_events() = 0;
};

}  // namespace effluent
