// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/paho_connection.hpp"

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <utility>

#include "adapters/mqtt/reason_text.hpp"

namespace effluent {
namespace {

constexpr int kKeepAliveSeconds = 30;
constexpr int kConnectSeconds = 10;
constexpr int kMostInFlight = 64;      // the publisher's lanes hold fewer; a broker's own limit makes it less
constexpr std::size_t kOverhead = 10;  // fixed header 5, topic length 2, packet id 2, no properties 1

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

}  // namespace

PahoBroker::Connection::Connection(const PahoSettings& settings, Message will, std::function<void()> on_event)
    : settings_{settings}, on_event_{std::move(on_event)}, will_message_{std::move(will)} {
  const bool is_ipv6 = settings_.host.find(':') != std::string::npos && settings_.host.front() != '[';
  uri_ = std::string{settings_.tls ? "ssl://" : "tcp://"} +
         (is_ipv6 ? "[" + settings_.host + "]" : settings_.host) + ":" + std::to_string(settings_.port);
  ca_file_ = settings_.ca_file.string();
  certificate_file_ = settings_.certificate_file.string();
  key_file_ = settings_.key_file.string();
}

std::string PahoBroker::Connection::where() const {
  return settings_.host + ":" + std::to_string(settings_.port);
}

// ---- the thread of the connection
// ------------------------------------------------------------------------------

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

std::optional<std::string> PahoBroker::Connection::read_password() {
  if (settings_.password_file.empty()) return std::nullopt;
  std::ifstream file{settings_.password_file, std::ios::binary};
  if (!file)
    return "password_file " + settings_.password_file.string() + " can't be read; check path and rights";
  password_.assign(std::istreambuf_iterator<char>{file}, {});
  while (!password_.empty() && (password_.back() == '\n' || password_.back() == '\r')) password_.pop_back();
  return std::nullopt;
}

bool PahoBroker::Connection::create() {
  if (auto error = read_password()) {
    put_failed(std::nullopt, *error);
    return false;
  }
  MQTTClient_createOptions options = MQTTClient_createOptions_initializer;
  options.MQTTVersion = settings_.mqtt5 ? MQTTVERSION_5 : MQTTVERSION_3_1_1;
  const int rc = MQTTClient_createWithOptions(&handle_, uri_.c_str(), settings_.client_id.c_str(),
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

void PahoBroker::Connection::fill_tls() {
  if (!ca_file_.empty()) {
    tls_.trustStore = ca_file_.c_str();
    tls_.disableDefaultTrustStore = 1;  // the named authority alone counts
  }
  if (!certificate_file_.empty()) tls_.keyStore = certificate_file_.c_str();
  if (!key_file_.empty()) tls_.privateKey = key_file_.c_str();
  tls_.enableServerCertAuth = 1;
  tls_.verify = 1;  // the name too
  tls_.ssl_error_cb = on_tls_error;
  tls_.ssl_error_context = this;
}

MQTTClient_connectOptions PahoBroker::Connection::connect_options() {
  MQTTClient_connectOptions options5 = MQTTClient_connectOptions_initializer5;
  MQTTClient_connectOptions options3 = MQTTClient_connectOptions_initializer;
  auto& options = settings_.mqtt5 ? options5 : options3;
  if (settings_.mqtt5) {
    options.cleanstart = 1;
  } else {
    options.MQTTVersion = MQTTVERSION_3_1_1;
    options.cleansession = 1;
  }
  options.keepAliveInterval = kKeepAliveSeconds;
  options.connectTimeout = kConnectSeconds;
  options.reliable = 0;  // more than one message may be unanswered
  options.maxInflightMessages = kMostInFlight;
  will_.topicName = will_message_.topic.c_str();
  will_.payload.data = will_message_.payload.data();
  will_.payload.len = static_cast<int>(will_message_.payload.size());
  will_.qos = 1;
  will_.retained = will_message_.retained ? 1 : 0;
  options.will = &will_;
  if (!settings_.user.empty()) options.username = settings_.user.c_str();
  if (!settings_.password_file.empty()) {
    options.binarypwd.data = password_.data();
    options.binarypwd.len = static_cast<int>(password_.size());
  }
  if (settings_.tls) {
    fill_tls();
    options.ssl = &tls_;
  }
  return options;
}

bool PahoBroker::Connection::connect() {
  auto options = connect_options();
  int rc = MQTTCLIENT_FAILURE;
  if (settings_.mqtt5) {
    MQTTResponse response = MQTTClient_connect5(handle_, &options, nullptr, nullptr);
    rc = response.reasonCode;
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
  std::size_t most_in_flight = kMostInFlight;
  if (properties != nullptr &&
      MQTTProperties_hasProperty(properties, MQTTPROPERTY_CODE_RECEIVE_MAXIMUM) != 0) {
    most_in_flight = static_cast<std::size_t>(std::clamp(
        MQTTProperties_getNumericValue(properties, MQTTPROPERTY_CODE_RECEIVE_MAXIMUM), 1, kMostInFlight));
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
    rc = response.reasonCode;
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

// ---- the owner's thread
// ----------------------------------------------------------------------------------------

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

void PahoBroker::Connection::set_open(bool is_open) {
  const std::scoped_lock lock{life_};
  is_open_ = is_open;
}

void PahoBroker::Connection::cut() {
  hold_off_broken_pipes();
  const std::scoped_lock lock{life_};
  if (is_open_) disconnect(false, 0);
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

// ---- events
// ----------------------------------------------------------------------------------------------------

void PahoBroker::Connection::put(Event event) {
  std::function<void()> wake;
  {
    const std::scoped_lock lock{mutex_};
    events_.push_back(std::move(event));
    wake = on_event_;
  }
  if (wake) wake();
}

void PahoBroker::Connection::put_lost(const std::string& text) {
  {
    const std::scoped_lock lock{mutex_};
    up_ = false;
    changed_.notify_all();
    if (std::exchange(over_, true)) return;
  }
  put(Lost{text});
}

void PahoBroker::Connection::put_failed(std::optional<int> reason_code, std::string text) {
  {
    const std::scoped_lock lock{mutex_};
    if (std::exchange(over_, true)) return;
    if (!reason_code && !tls_error_.empty()) {
      text = where() + ": no TLS connection: " + tls_error_ +
             "; check ca_file, certificate_file and key_file of [mqtt], and the name in the broker's "
             "certificate";
    }
  }
  put(Failed{reason_code, std::move(text)});
}

void PahoBroker::Connection::answered(int id, int reason_code) {
  Token token = 0;
  {
    const std::scoped_lock lock{mutex_};
    const auto found = sent_.find(id);
    if (found == sent_.end()) {
      early_[id] = reason_code;
      return;
    }
    token = found->second;
    sent_.erase(found);
    changed_.notify_all();
  }
  put(Acknowledged{token, reason_code});
}

// ---- called by Paho's thread
// -----------------------------------------------------------------------------------

void PahoBroker::Connection::on_lost(void* context, char* cause) {
  static_cast<Connection*>(context)->put_lost(cause != nullptr ? cause
                                                               : "closed by the broker or the network");
}

void PahoBroker::Connection::on_disconnected(void* context, MQTTProperties* /*properties*/,
                                             MQTTReasonCodes code) {
  const char* reason = MQTTReasonCode_toString(code);
  static_cast<Connection*>(context)->put_lost(
      "the broker has ended it: " + std::string{reason != nullptr ? reason : "no reason given"} +
      " (reason code " + std::to_string(static_cast<int>(code)) + ")");
}

int PahoBroker::Connection::on_message(void* /*context*/, char* topic, int /*length*/,
                                       MQTTClient_message* message) {
  MQTTClient_freeMessage(&message);  // nothing is subscribed: whatever comes is not for us
  MQTTClient_free(topic);
  return 1;
}

void PahoBroker::Connection::on_delivered3(void* context, MQTTClient_deliveryToken id) {
  static_cast<Connection*>(context)->answered(id, 0);
}

void PahoBroker::Connection::on_published5(void* context, int id, int /*packet*/,
                                           MQTTProperties* /*properties*/, MQTTReasonCodes code) {
  static_cast<Connection*>(context)->answered(id, static_cast<int>(code));
}

int PahoBroker::Connection::on_tls_error(const char* text, std::size_t length, void* context) {
  auto& self = *static_cast<Connection*>(context);
  const std::scoped_lock lock{self.mutex_};
  if (!self.tls_error_.empty()) return 1;  // the first is the cause
  std::string_view line{text, length};
  while (line.ends_with('\n')) line.remove_suffix(1);
  self.tls_error_ = tls_reason(line);
  return 1;
}

}  // namespace effluent
