// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/paho_connection.hpp"

#include <chrono>
#include <fstream>
#include <iterator>
#include <utility>

#include "adapters/mqtt/reason_text.hpp"

namespace effluent {
namespace {

constexpr int kKeepAliveSeconds = 30;
constexpr int kConnectSeconds = 10;
constexpr int kFirstError = 128;       // reason codes from here on are refusals (MQTT 5.0, 2.4)
constexpr std::size_t kOverhead = 10;  // fixed header 5, topic length 2, packet id 2, no properties 1

std::string text_or(const char* text, const char* otherwise) {
  return text != nullptr && *text != '\0' ? text : otherwise;
}

}  // namespace

PahoBroker::Connection::Connection(const PahoSettings& settings, std::function<void()> on_event)
    : settings_{settings}, on_event_{std::move(on_event)} {
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

std::optional<std::string> PahoBroker::Connection::read_password() {
  if (settings_.password_file.empty()) return std::nullopt;
  std::ifstream file{settings_.password_file, std::ios::binary};
  if (!file)
    return "password_file " + settings_.password_file.string() + " can't be read; check path and rights";
  password_.assign(std::istreambuf_iterator<char>{file}, {});
  while (!password_.empty() && (password_.back() == '\n' || password_.back() == '\r')) password_.pop_back();
  return std::nullopt;
}

std::optional<std::string> PahoBroker::Connection::create() {
  MQTTAsync_createOptions options = MQTTAsync_createOptions_initializer;
  options.MQTTVersion = settings_.mqtt5 ? MQTTVERSION_5 : MQTTVERSION_3_1_1;
  options.sendWhileDisconnected = 0;
  const int rc = MQTTAsync_createWithOptions(&handle_, uri_.c_str(), settings_.client_id.c_str(),
                                             MQTTCLIENT_PERSISTENCE_NONE, nullptr, &options);
  if (rc != MQTTASYNC_SUCCESS)
    return "the MQTT client can't be made: " + text_or(MQTTAsync_strerror(rc), "no reason");
  MQTTAsync_setCallbacks(handle_, this, on_lost, on_message, nullptr);
  if (settings_.mqtt5) MQTTAsync_setDisconnected(handle_, this, on_disconnected);
  return std::nullopt;
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

MQTTAsync_connectOptions PahoBroker::Connection::connect_options() {
  MQTTAsync_connectOptions options5 = MQTTAsync_connectOptions_initializer5;
  MQTTAsync_connectOptions options3 = MQTTAsync_connectOptions_initializer;
  auto& options = settings_.mqtt5 ? options5 : options3;
  if (settings_.mqtt5) {
    options.cleanstart = 1;
    options.onSuccess5 = on_connected5;
    options.onFailure5 = on_failed5;
  } else {
    options.MQTTVersion = MQTTVERSION_3_1_1;
    options.cleansession = 1;
    options.onSuccess = on_connected3;
    options.onFailure = on_failed3;
  }
  options.context = this;
  options.keepAliveInterval = kKeepAliveSeconds;
  options.connectTimeout = kConnectSeconds;
  options.automaticReconnect = 0;
  options.will = &will_;
  if (!settings_.user.empty()) options.username = settings_.user.c_str();
  if (!settings_.password_file.empty()) {
    options.binarypwd.data = password_.data();
    options.binarypwd.len = static_cast<int>(password_.size());
  }
  if (settings_.tls) options.ssl = &tls_;
  return options;
}

std::optional<std::string> PahoBroker::Connection::begin(const Message& will) {
  if (auto error = read_password()) return error;
  if (auto error = create()) return error;
  will_message_ = will;
  will_.topicName = will_message_.topic.c_str();
  will_.payload.data = will_message_.payload.data();
  will_.payload.len = static_cast<int>(will_message_.payload.size());
  will_.qos = 1;
  will_.retained = will_message_.retained ? 1 : 0;
  if (settings_.tls) fill_tls();
  const auto options = connect_options();
  const int rc = MQTTAsync_connect(handle_, &options);
  if (rc == MQTTASYNC_SUCCESS) return std::nullopt;
  return "the attempt can't be made: " + text_or(MQTTAsync_strerror(rc), "no reason") + " (" +
         std::to_string(rc) + ")";
}

std::optional<std::string> PahoBroker::Connection::obstacle(const Message& message) const {
  if (!up_) return "not connected";
  const auto size = message.topic.size() + message.payload.size() + kOverhead;
  if (!most_packet_ || size <= *most_packet_) return std::nullopt;
  return "a packet of " + std::to_string(size) + " bytes is more than the broker takes (" +
         std::to_string(*most_packet_) + "); ask its owner to raise the limit";
}

void PahoBroker::Connection::publish(Token token, const Message& message) {
  std::optional<std::string> why_not;
  MQTTAsync_responseOptions options = MQTTAsync_responseOptions_initializer;
  {
    const std::scoped_lock lock{mutex_};
    why_not = obstacle(message);
    if (!why_not) options.context = &pending_.emplace(token, Pending{this, token}).first->second;
  }
  if (why_not) {
    put(NotSent{token, *why_not});
    return;
  }
  if (settings_.mqtt5) {
    options.onSuccess5 = on_taken5;
    options.onFailure5 = on_not_taken5;
  } else {
    options.onSuccess = on_taken3;
  }
  const int rc = MQTTAsync_send(handle_, message.topic.c_str(), static_cast<int>(message.payload.size()),
                                message.payload.data(), 1, message.retained ? 1 : 0, &options);
  if (rc == MQTTASYNC_SUCCESS) return;
  {
    const std::scoped_lock lock{mutex_};
    pending_.erase(token);
  }
  put(NotSent{token, "the MQTT client did not take it: " + text_or(MQTTAsync_strerror(rc), "no reason")});
}

void PahoBroker::Connection::disconnect(int milliseconds_most) {
  {
    const std::scoped_lock lock{mutex_};
    if (!up_) return;
    over_ = true;  // what follows is no loss
  }
  MQTTAsync_disconnectOptions options5 = MQTTAsync_disconnectOptions_initializer5;
  MQTTAsync_disconnectOptions options3 = MQTTAsync_disconnectOptions_initializer;
  auto& options = settings_.mqtt5 ? options5 : options3;
  options.timeout = milliseconds_most;
  options.context = this;
  if (settings_.mqtt5) {
    options.onSuccess5 = on_told5;
  } else {
    options.onSuccess = on_told3;
  }
  if (MQTTAsync_disconnect(handle_, &options) != MQTTASYNC_SUCCESS) return;
  // Paho may never call back where publishes wait (paho.mqtt.c issue 1474): bounded.
  std::unique_lock lock{mutex_};
  changed_.wait_for(lock, std::chrono::milliseconds{milliseconds_most + 300}, [this] { return told_; });
}

void PahoBroker::Connection::destroy() {
  if (handle_ != nullptr) MQTTAsync_destroy(&handle_);
  const std::scoped_lock lock{mutex_};
  destroyed_ = true;
  changed_.notify_all();
}

bool PahoBroker::Connection::wait_destroyed(int milliseconds_most) {
  std::unique_lock lock{mutex_};
  return changed_.wait_for(lock, std::chrono::milliseconds{milliseconds_most}, [this] { return destroyed_; });
}

std::vector<Broker::Event> PahoBroker::Connection::take_events() {
  const std::scoped_lock lock{mutex_};
  return std::exchange(events_, {});
}

void PahoBroker::Connection::put(Event event) {
  {
    const std::scoped_lock lock{mutex_};
    events_.push_back(std::move(event));
  }
  if (on_event_) on_event_();
}

void PahoBroker::Connection::put_lost(const std::string& text) {
  {
    const std::scoped_lock lock{mutex_};
    up_ = false;
    if (std::exchange(over_, true)) return;
  }
  put(Lost{text});
}

void PahoBroker::Connection::put_failed(std::optional<int> reason_code, std::string text) {
  {
    const std::scoped_lock lock{mutex_};
    up_ = false;
    if (std::exchange(over_, true)) return;
    if (!reason_code) {
      text = where() + " can't be reached: " + text;
      if (!tls_error_.empty()) text += ": " + tls_error_;
    }
  }
  put(Failed{reason_code, std::move(text)});
}

/// Without a code the connection has ended under the message: `Lost` follows and says all.
void PahoBroker::Connection::answer(const Pending& pending, std::optional<int> reason_code) {
  const Token token = pending.token;
  {
    const std::scoped_lock lock{mutex_};
    pending_.erase(token);
  }
  if (reason_code) put(Acknowledged{token, *reason_code});
}

// ---- called by Paho's threads
// ----------------------------------------------------------------------------------

void PahoBroker::Connection::on_connected(void* context, std::optional<std::size_t> most_packet) {
  auto& self = *static_cast<Connection*>(context);
  {
    const std::scoped_lock lock{self.mutex_};
    self.up_ = true;
    self.most_packet_ = most_packet;
  }
  self.put(Connected{most_packet});
}

void PahoBroker::Connection::on_connected3(void* context, MQTTAsync_successData* /*data*/) {
  on_connected(context, std::nullopt);
}

void PahoBroker::Connection::on_connected5(void* context, MQTTAsync_successData5* data) {
  std::optional<std::size_t> most_packet;
  if (data != nullptr &&
      MQTTProperties_hasProperty(&data->properties, MQTTPROPERTY_CODE_MAXIMUM_PACKET_SIZE) != 0) {
    // Paho hands the 4 bytes over as a signed number.
    most_packet = static_cast<std::uint32_t>(
        MQTTProperties_getNumericValue(&data->properties, MQTTPROPERTY_CODE_MAXIMUM_PACKET_SIZE));
  }
  on_connected(context, most_packet);
}

void PahoBroker::Connection::on_failed3(void* context, MQTTAsync_failureData* data) {
  auto& self = *static_cast<Connection*>(context);
  if (data != nullptr && data->code > 0) {
    self.put_failed(data->code, connack_text(data->code, false));
  } else {
    self.put_failed(std::nullopt, text_or(data != nullptr ? data->message : nullptr, "no answer"));
  }
}

void PahoBroker::Connection::on_failed5(void* context, MQTTAsync_failureData5* data) {
  auto& self = *static_cast<Connection*>(context);
  if (data != nullptr && data->reasonCode >= kFirstError) {
    self.put_failed(data->reasonCode, connack_text(data->reasonCode, true));
  } else {
    self.put_failed(std::nullopt, text_or(data != nullptr ? data->message : nullptr, "no answer"));
  }
}

void PahoBroker::Connection::on_lost(void* context, char* cause) {
  static_cast<Connection*>(context)->put_lost(text_or(cause, "closed by the broker or the network"));
}

void PahoBroker::Connection::on_disconnected(void* context, MQTTProperties* /*properties*/,
                                             MQTTReasonCodes code) {
  static_cast<Connection*>(context)->put_lost(
      "the broker has ended it: " + text_or(MQTTReasonCode_toString(code), "no reason") + " (reason code " +
      std::to_string(static_cast<int>(code)) + ")");
}

int PahoBroker::Connection::on_message(void* /*context*/, char* topic, int /*length*/,
                                       MQTTAsync_message* message) {
  MQTTAsync_freeMessage(&message);  // nothing is subscribed: whatever comes is not for us
  MQTTAsync_free(topic);
  return 1;
}

void PahoBroker::Connection::on_taken3(void* context, MQTTAsync_successData* /*data*/) {
  const auto& pending = *static_cast<Pending*>(context);
  pending.connection->answer(pending, 0);
}

void PahoBroker::Connection::on_taken5(void* context, MQTTAsync_successData5* data) {
  const auto& pending = *static_cast<Pending*>(context);
  pending.connection->answer(pending, data != nullptr ? static_cast<int>(data->reasonCode) : 0);
}

void PahoBroker::Connection::on_not_taken5(void* context, MQTTAsync_failureData5* data) {
  const auto& pending = *static_cast<Pending*>(context);
  const bool by_broker = data != nullptr && data->reasonCode >= kFirstError;
  pending.connection->answer(pending,
                             by_broker ? std::optional{static_cast<int>(data->reasonCode)} : std::nullopt);
}

void PahoBroker::Connection::on_told3(void* context, MQTTAsync_successData* /*data*/) {
  auto& self = *static_cast<Connection*>(context);
  const std::scoped_lock lock{self.mutex_};
  self.told_ = true;
  self.changed_.notify_all();
}

void PahoBroker::Connection::on_told5(void* context, MQTTAsync_successData5* /*data*/) {
  on_told3(context, nullptr);
}

int PahoBroker::Connection::on_tls_error(const char* text, std::size_t length, void* context) {
  auto& self = *static_cast<Connection*>(context);
  const std::scoped_lock lock{self.mutex_};
  if (self.tls_error_.empty()) self.tls_error_.assign(text, length);
  while (!self.tls_error_.empty() && self.tls_error_.back() == '\n') self.tls_error_.pop_back();
  return 1;
}

}  // namespace effluent
