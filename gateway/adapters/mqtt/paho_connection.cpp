// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/paho_connection.hpp"

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <type_traits>
#include <utility>

#include "adapters/mqtt/reason_text.hpp"

namespace effluent {
namespace {

/// Paho sets the process' SIGPIPE back to its default when its last client ends, so that a broker that hangs
/// up in that moment would end the gateway: no thread of ours, and none that Paho starts from it, takes the
/// signal.
void hold_off_broken_pipes() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

/// Paho sets its globals up with the first client and frees them with the last: a client that begins while
/// another ends would meet them half freed. One client at a time in the process; an attempt waits for the
/// last to end.
std::mutex& client_turn() {
  static auto& turn = *new std::mutex;  // never destroyed: a thread left behind may hold it at exit
  return turn;
}

/// Paho puts its own negative failures into the enumeration of reason codes, which has none: reading one as
/// that type is undefined.
int number_of(const MQTTResponse& response) {
  std::underlying_type_t<MQTTReasonCodes> bits = 0;
  static_assert(sizeof bits == sizeof response.reasonCode);
  std::memcpy(&bits, &response.reasonCode, sizeof bits);
  return static_cast<int>(bits);
}

}  // namespace

PahoBroker::Connection::Connection(const PahoSettings& settings, Message will, std::function<void()> on_event)
    : settings_{settings}, options_{settings, std::move(will)}, on_event_{std::move(on_event)} {}

std::string PahoBroker::Connection::where() const {
  return settings_.host + ":" + std::to_string(settings_.port);
}

void PahoBroker::Connection::run() {
  hold_off_broken_pipes();
  const std::scoped_lock turn{client_turn()};
  if (!is_ending() && create()) {
    if (connect()) {
      set_open(true);
      send_until_end();
      set_open(false);
    }
    MQTTClient_destroy(&handle_);
  }
  const std::scoped_lock lock{mutex_};
  ended_ = true;
  changed_.notify_all();
}

bool PahoBroker::Connection::is_ending() {
  const std::scoped_lock lock{mutex_};
  return end_by_.has_value();
}

bool PahoBroker::Connection::create() {
  if (auto error = options_.read_password()) {
    put_failed(std::nullopt, *error);
    return false;
  }
  MQTTClient_createOptions options = MQTTClient_createOptions_initializer;
  options.MQTTVersion = settings_.mqtt5 ? MQTTVERSION_5 : MQTTVERSION_3_1_1;
  const int rc = MQTTClient_createWithOptions(&handle_, options_.uri().c_str(), settings_.client_id.c_str(),
                                              MQTTCLIENT_PERSISTENCE_NONE, nullptr, &options);
  if (rc != MQTTCLIENT_SUCCESS) {
    put_failed(std::nullopt, "the MQTT client can't be made (" + std::to_string(rc) + ")");
    return false;
  }
  MQTTClient_setCallbacks(handle_, this, on_lost, on_message, settings_.mqtt5 ? nullptr : on_delivered3);
  if (settings_.mqtt5) {
    MQTTClient_setPublished(handle_, this, on_published5);
    MQTTClient_setDisconnected(handle_, this, on_disconnected);
  }
  return true;
}

bool PahoBroker::Connection::connect() {
  auto options = options_.filled(on_tls_error, this);
  int rc = MQTTCLIENT_FAILURE;
  if (settings_.mqtt5) {
    MQTTResponse response = MQTTClient_connect5(handle_, &options, nullptr, nullptr);
    rc = number_of(response);
    if (rc == MQTTCLIENT_SUCCESS) connected(response.properties);
    MQTTResponse_free(response);
  } else {
    rc = MQTTClient_connect(handle_, &options);
    if (rc == MQTTCLIENT_SUCCESS) connected(nullptr);
  }
  if (rc > 0) {
    put_failed(rc, connack_text(rc, settings_.mqtt5));
  } else if (rc < 0) {
    put_failed(std::nullopt, where() + " can't be reached: refused, no answer, or no such host");
  }
  return rc == MQTTCLIENT_SUCCESS;
}

void PahoBroker::Connection::connected(MQTTProperties* properties) {
  std::optional<std::size_t> most_packet;
  if (properties != nullptr &&
      MQTTProperties_hasProperty(properties, MQTTPROPERTY_CODE_MAXIMUM_PACKET_SIZE) != 0) {
    // Paho hands the four bytes over as a signed number.
    most_packet = static_cast<std::uint32_t>(
        MQTTProperties_getNumericValue(properties, MQTTPROPERTY_CODE_MAXIMUM_PACKET_SIZE));
  }
  std::size_t most_in_flight = PahoOptions::kMostInFlight;
  if (properties != nullptr &&
      MQTTProperties_hasProperty(properties, MQTTPROPERTY_CODE_RECEIVE_MAXIMUM) != 0) {
    most_in_flight = static_cast<std::size_t>(
        std::clamp(MQTTProperties_getNumericValue(properties, MQTTPROPERTY_CODE_RECEIVE_MAXIMUM), 1,
                   PahoOptions::kMostInFlight));
  }
  {
    const std::scoped_lock lock{mutex_};
    up_ = !over_;
    most_packet_ = most_packet;
    most_in_flight_ = most_in_flight;
    if (over_) return;
  }
  put(Connected{most_packet});
}

void PahoBroker::Connection::send_until_end() {
  while (auto waiting = next_waiting()) send(std::move(*waiting));
  hang_up();
}

std::optional<PahoBroker::Connection::Waiting> PahoBroker::Connection::next_waiting() {
  std::unique_lock lock{mutex_};
  const auto nothing_waits = [this] { return retained_.empty() && others_.empty(); };
  // Paho would wait in steps of 100 ms where more are unanswered than the broker allows.
  const auto may_send = [&] { return sent_.size() < most_in_flight_ && !nothing_waits(); };
  changed_.wait(lock, [&] { return !up_ || end_by_ || may_send(); });
  if (end_by_) changed_.wait_until(lock, *end_by_, [&] { return !up_ || nothing_waits() || may_send(); });
  if (!up_ || !may_send() || (end_by_ && std::chrono::steady_clock::now() >= *end_by_)) return std::nullopt;
  auto& queue = retained_.empty() ? others_ : retained_;
  Waiting waiting = std::move(queue.front());
  queue.pop_front();
  return waiting;
}

/// May block where many messages are unanswered or a large one is on its way; a loss or end() cuts it short.
void PahoBroker::Connection::send(Waiting waiting) {
  MQTTClient_message message = MQTTClient_message_initializer;
  message.payload = waiting.message.payload.data();
  message.payloadlen = static_cast<int>(waiting.message.payload.size());
  message.qos = 1;
  message.retained = waiting.message.retained ? 1 : 0;
  int id = 0;
  int rc = MQTTCLIENT_FAILURE;
  if (settings_.mqtt5) {
    MQTTResponse response = MQTTClient_publishMessage5(handle_, waiting.message.topic.c_str(), &message, &id);
    rc = number_of(response);
    MQTTResponse_free(response);
  } else {
    rc = MQTTClient_publishMessage(handle_, waiting.message.topic.c_str(), &message, &id);
  }
  std::optional<int> early;
  {
    const std::scoped_lock lock{mutex_};
    if (rc == MQTTCLIENT_SUCCESS) {
      if (const auto found = early_.find(id); found != early_.end()) {
        early = found->second;
        early_.erase(found);
      } else {
        sent_[id] = waiting.token;
      }
    } else if (!up_) {
      return;  // the loss was said, or it ends
    }
  }
  if (rc != MQTTCLIENT_SUCCESS) {
    put(NotSent{waiting.token, "the MQTT client did not take the message (" + std::to_string(rc) + ")"});
  } else if (early) {
    put(Acknowledged{waiting.token, *early});
  }
}

void PahoBroker::Connection::set_open(bool is_open) {
  const std::scoped_lock lock{life_};
  is_open_ = is_open;
}

void PahoBroker::Connection::cut() {
  hold_off_broken_pipes();
  const std::scoped_lock lock{life_};
  if (is_open_) disconnect(false, 0);
}

void PahoBroker::Connection::hang_up() {
  using std::chrono::milliseconds;
  bool clean = false;
  milliseconds rest{0};
  {
    const std::scoped_lock lock{mutex_};
    if (!std::exchange(up_, false)) return;
    clean = clean_;
    if (end_by_) rest = std::chrono::duration_cast<milliseconds>(*end_by_ - std::chrono::steady_clock::now());
  }
  disconnect(clean, static_cast<int>(std::max(rest, milliseconds{0}).count()));
}

/// Where the end is not clean, the broker is to say so by the will; MQTT 3.1.1 has no word for that.
void PahoBroker::Connection::disconnect(bool clean, int milliseconds_most) {
  if (settings_.mqtt5) {
    MQTTClient_disconnect5(handle_, milliseconds_most,
                           clean ? MQTTREASONCODE_SUCCESS : MQTTREASONCODE_DISCONNECT_WITH_WILL_MESSAGE,
                           nullptr);
  } else {
    MQTTClient_disconnect(handle_, milliseconds_most);
  }
}

}  // namespace effluent
