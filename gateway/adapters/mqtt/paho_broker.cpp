// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/paho_broker.hpp"

#include <openssl/crypto.h>

#include <iterator>
#include <thread>
#include <utility>

#include "adapters/mqtt/paho_connection.hpp"

namespace effluent {
namespace {

constexpr int kCutAfter = 300;  // ms beyond what was granted
constexpr int kEndMost = 2000;  // ms beyond that

/// Paho prepares OpenSSL once a process, before the first TLS client.
void prepare_library() {
  static const bool prepared = [] {
    // A thread that was left behind in an attempt still uses OpenSSL while the process ends: it must find it
    // whole.
    OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);
    MQTTClient_init_options options = MQTTClient_init_options_initializer;
    options.do_openssl_init = 1;
    MQTTClient_global_init(&options);
    return true;
  }();
  static_cast<void>(prepared);
}

}  // namespace

PahoBroker::PahoBroker(PahoSettings settings, std::function<void()> on_event)
    : settings_{std::move(settings)}, on_event_{std::move(on_event)} {
  prepare_library();
}

PahoBroker::~PahoBroker() { end(0); }

void PahoBroker::end(int milliseconds_most) {
  if (!connection_) return;
  const auto leaving = std::exchange(connection_, nullptr);
  leaving->end(milliseconds_most);
  if (leaving->wait_ended(milliseconds_most + kCutAfter)) return;
  leaving->cut();
  // Longer takes only an attempt that is not answered, or a name look-up: its thread ends by itself.
  if (!leaving->wait_ended(kEndMost)) left_behind_ = leaving;
}

void PahoBroker::connect(const Message& will) {
  end(0);
  // Paho's clients share state: one that starts while another is half way through an attempt ends the
  // process.
  if (left_behind_ && !left_behind_->wait_ended(0)) {
    own_events_.emplace_back(Failed{std::nullopt, "the former attempt has not ended yet"});
    if (on_event_) on_event_();
    return;
  }
  left_behind_ = nullptr;
  connection_ = std::make_shared<Connection>(settings_, will, on_event_);
  std::thread{[connection = connection_] { connection->run(); }}.detach();
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

void PahoBroker::disconnect(int milliseconds_most) { end(milliseconds_most); }

std::vector<Broker::Event> PahoBroker::take_events() {
  auto events = std::exchange(own_events_, {});
  if (connection_) {
    auto more = connection_->take_events();
    events.insert(events.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  return events;
}

}  // namespace effluent
