// SPDX-License-Identifier: Apache-2.0
// What the publisher's thread calls; nothing here blocks on Paho.
#include <chrono>
#include <utility>

#include "adapters/mqtt/paho_connection.hpp"

namespace effluent {
namespace {

constexpr std::size_t kOverhead = 10;  // fixed header 5, topic length 2, packet id 2, no properties 1

}  // namespace

std::optional<std::string> PahoBroker::Connection::obstacle(const Message& message) const {
  if (!up_) return "not connected";
  const auto size = message.topic.size() + message.payload.size() + kOverhead;
  if (!most_packet_ || size <= *most_packet_) return std::nullopt;
  return "a packet of " + std::to_string(size) + " bytes is more than the broker takes (" +
         std::to_string(*most_packet_) + "); ask its owner to raise the limit";
}

void PahoBroker::Connection::publish(Token token, const Message& message) {
  std::optional<std::string> why_not;
  {
    const std::scoped_lock lock{mutex_};
    why_not = obstacle(message);
    if (!why_not) (message.retained ? retained_ : others_).push_back({token, message});
    changed_.notify_all();
  }
  if (why_not) put(NotSent{token, *why_not});
}

void PahoBroker::Connection::end(int milliseconds_most) {
  const std::scoped_lock lock{mutex_};
  over_ = true;
  on_event_ = nullptr;
  end_by_ = std::chrono::steady_clock::now() + std::chrono::milliseconds{milliseconds_most};
  clean_ = milliseconds_most > 0;
  changed_.notify_all();
}

bool PahoBroker::Connection::wait_ended(int milliseconds_most) {
  std::unique_lock lock{mutex_};
  return changed_.wait_for(lock, std::chrono::milliseconds{milliseconds_most}, [this] { return ended_; });
}

std::vector<Broker::Event> PahoBroker::Connection::take_events() {
  const std::scoped_lock lock{mutex_};
  return std::exchange(events_, {});
}

}  // namespace effluent
