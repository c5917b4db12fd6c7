// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/paho_broker.hpp"

#include <iterator>
#include <thread>
#include <utility>

#include "adapters/mqtt/paho_connection.hpp"

namespace effluent {
namespace {

constexpr int kEndMost = 2000;  // ms; Paho ends a client within a second unless a name look-up holds it

/// Paho prepares OpenSSL once a process, before the first TLS client.
void prepare_library() {
  static const bool kPrepared = [] {
    MQTTAsync_init_options options = MQTTAsync_init_options_initializer;
    options.do_openssl_init = 1;
    MQTTAsync_global_init(&options);
    return true;
  }();
  static_cast<void>(kPrepared);
}

}  // namespace

PahoBroker::PahoBroker(PahoSettings settings, std::function<void()> on_event)
    : settings_{std::move(settings)}, on_event_{std::move(on_event)} {
  prepare_library();
}

PahoBroker::~PahoBroker() { drop(); }

/// Paho must not end one client while another connects (it would stop the other's threads): one after the
/// other.
void PahoBroker::drop() {
  if (!connection_) return;
  leaving_ = std::exchange(connection_, nullptr);
  std::thread{[leaving = leaving_] { leaving->destroy(); }}.detach();
  if (leaving_->wait_destroyed(kEndMost)) leaving_.reset();
}

void PahoBroker::connect(const Message& will) {
  drop();
  std::optional<std::string> error;
  if (leaving_ && !leaving_->wait_destroyed(0)) {
    error = "the last attempt has not ended yet (is the name server answering?)";
  } else {
    leaving_.reset();
    connection_ = std::make_shared<Connection>(settings_, on_event_);
    error = connection_->begin(will);
  }
  if (!error) return;
  drop();
  own_events_.emplace_back(Failed{std::nullopt, *error});
  if (on_event_) on_event_();
}

Broker::Token PahoBroker::publish(const Message& message) {
  const Token token = ++last_token_;
  if (connection_) {
    connection_->publish(token, message);
  } else {
    own_events_.emplace_back(NotSent{token, "not connected"});
    if (on_event_) on_event_();
  }
  return token;
}

void PahoBroker::disconnect(int milliseconds_most) {
  if (connection_ && milliseconds_most > 0) connection_->disconnect(milliseconds_most);
  drop();
}

std::vector<Broker::Event> PahoBroker::take_events() {
  auto events = std::exchange(own_events_, {});
  if (connection_) {
    auto more = connection_->take_events();
    events.insert(events.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  return events;
}

}  // namespace effluent
