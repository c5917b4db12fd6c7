// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/paho_broker.hpp"

#include <MQTTAsync.h>

#include <fstream>
#include <iterator>
#include <limits>
#include <utility>

#include "adapters/mqtt/event_queue.hpp"

namespace effluent {
namespace {

using Slot = EventQueue::Slot;

Slot& slot_of(void* context) { return *static_cast<Slot*>(context); }

std::string or_code(const char* message, int code) {
  return message != nullptr ? std::string{message} : "code " + std::to_string(code);
}

// ---- callbacks: Paho's threads; they only put an event into the queue
// -----------------------------------------

void connected5(void* context, MQTTAsync_successData5* data) {
  Broker::Connected event;
  if (MQTTProperties_hasProperty(&data->properties, MQTTPROPERTY_CODE_MAXIMUM_PACKET_SIZE) != 0) {
    const auto most =
        MQTTProperties_getNumericValue(&data->properties, MQTTPROPERTY_CODE_MAXIMUM_PACKET_SIZE);
    event.most_packet = static_cast<std::uint32_t>(most);
  }
  slot_of(context).queue->put(slot_of(context), event);
}

void connected(void* context, MQTTAsync_successData*) {
  slot_of(context).queue->put(slot_of(context), Broker::Connected{});
}

void refused5(void* context, MQTTAsync_failureData5* data) {
  const auto reason = static_cast<int>(data->reasonCode);
  Broker::Failed event;
  if (reason > 0) event.reason_code = reason;
  const char* name = reason > 0 ? MQTTReasonCode_toString(data->reasonCode) : data->message;
  event.text = or_code(name, data->code);
  slot_of(context).queue->put(slot_of(context), event);
}

void refused(void* context, MQTTAsync_failureData* data) {
  constexpr std::array<const char*, 6> kReturnCodes{
      "accepted",           "unacceptable protocol version", "identifier rejected",
      "server unavailable", "bad user name or password",     "not authorized"};
  Broker::Failed event;
  const auto code = static_cast<std::size_t>(data->code);
  if (data->code > 0 && code < kReturnCodes.size()) {
    event.reason_code = data->code;
    event.text = kReturnCodes.at(code);
  } else {
    event.text = or_code(data->message, data->code);
  }
  slot_of(context).queue->put(slot_of(context), event);
}

void lost(void* context, char* cause) {
  const std::string text = cause != nullptr ? cause : "the connection broke";
  slot_of(context).queue->put(slot_of(context), Broker::Lost{text});
}

void told_to_leave(void* context, MQTTProperties*, MQTTReasonCodes reason) {
  const std::string text =
      "the broker ended the connection: " + or_code(MQTTReasonCode_toString(reason), reason);
  slot_of(context).queue->put(slot_of(context), Broker::Lost{text});
}

int ignore_message(void*, char* topic, int, MQTTAsync_message* message) {
  MQTTAsync_freeMessage(&message);
  MQTTAsync_free(topic);
  return 1;
}

Broker::Token token_of(const Slot& slot, MQTTAsync_token token) {
  return (static_cast<Broker::Token>(slot.connection) << 32U) | static_cast<std::uint32_t>(token);
}

void acknowledged5(void* context, MQTTAsync_successData5* data) {
  const auto& slot = slot_of(context);
  slot.queue->put(slot,
                  Broker::Acknowledged{token_of(slot, data->token), static_cast<int>(data->reasonCode)});
}

void acknowledged(void* context, MQTTAsync_successData* data) {
  const auto& slot = slot_of(context);
  slot.queue->put(slot, Broker::Acknowledged{token_of(slot, data->token), 0});
}

void not_taken5(void* context, MQTTAsync_failureData5* data) {
  const auto& slot = slot_of(context);
  const auto reason = static_cast<int>(data->reasonCode);
  if (reason >= 0x80) {
    slot.queue->put(slot, Broker::Acknowledged{token_of(slot, data->token), reason});
  } else {
    slot.queue->put(slot, Broker::NotSent{token_of(slot, data->token), or_code(data->message, data->code)});
  }
}

void not_taken(void* context, MQTTAsync_failureData* data) {
  const auto& slot = slot_of(context);
  slot.queue->put(slot, Broker::NotSent{token_of(slot, data->token), or_code(data->message, data->code)});
}

void closed5(void* context, MQTTAsync_successData5*) { slot_of(context).queue->put_closed(slot_of(context)); }
void closed(void* context, MQTTAsync_successData*) { slot_of(context).queue->put_closed(slot_of(context)); }
void not_closed5(void* context, MQTTAsync_failureData5*) {
  slot_of(context).queue->put_closed(slot_of(context));
}
void not_closed(void* context, MQTTAsync_failureData*) {
  slot_of(context).queue->put_closed(slot_of(context));
}

std::string read_password(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

std::string address_of(const PahoSettings& settings) {
  const bool ipv6 = settings.host.find(':') != std::string::npos && settings.host[0] != '[';
  const auto host = ipv6 ? "[" + settings.host + "]" : settings.host;
  return (settings.tls ? "ssl://" : "tcp://") + host + ":" + std::to_string(settings.port);
}

constexpr int kConnectSeconds = 10;
constexpr int kKeepAliveSeconds = 30;

}  // namespace

/// One connection's client object and what its options point to: Paho may read them until it is destroyed.
struct PahoBroker::Client {
  explicit Client(std::function<void()> wake) : events{std::move(wake)} {}
  EventQueue events;
  MQTTAsync handle = nullptr;
  Slot* slot = nullptr;
  std::string password, ca, certificate, key;
  Message will;
  MQTTAsync_willOptions will_options = MQTTAsync_willOptions_initializer;
  MQTTAsync_SSLOptions tls_options = MQTTAsync_SSLOptions_initializer;
};

PahoBroker::PahoBroker(PahoSettings settings, std::function<void()> wake)
    : settings_{std::move(settings)}, client_{std::make_unique<Client>(std::move(wake))} {}

PahoBroker::~PahoBroker() { drop(); }

void PahoBroker::drop() {
  if (client_->handle != nullptr) MQTTAsync_destroy(&client_->handle);
  client_->handle = nullptr;
}

void PahoBroker::connect(const Message& will) {
  drop();
  own_events_.clear();
  client_->slot = client_->events.next_slot();
  if (auto why_not = begin(will); !why_not.empty())
    own_events_.push_back(Failed{std::nullopt, std::move(why_not)});
}

/// An empty text: the attempt is under way.
std::string PahoBroker::begin(const Message& will) {
  auto& client = *client_;
  const bool five = settings_.protocol == 5;
  MQTTAsync_createOptions create = MQTTAsync_createOptions_initializer5;
  create.MQTTVersion = five ? MQTTVERSION_5 : MQTTVERSION_3_1_1;
  create.sendWhileDisconnected = 0;
  const auto address = address_of(settings_);
  if (const int code =
          MQTTAsync_createWithOptions(&client.handle, address.c_str(), settings_.client_id.c_str(),
                                      MQTTCLIENT_PERSISTENCE_NONE, nullptr, &create);
      code != MQTTASYNC_SUCCESS) {
    return or_code(MQTTAsync_strerror(code), code);
  }
  MQTTAsync_setCallbacks(client.handle, client.slot, lost, ignore_message, nullptr);
  if (five) MQTTAsync_setDisconnected(client.handle, client.slot, told_to_leave);

  MQTTAsync_connectOptions options = MQTTAsync_connectOptions_initializer;
  if (five) options = MQTTAsync_connectOptions_initializer5;
  options.MQTTVersion = create.MQTTVersion;
  options.keepAliveInterval = kKeepAliveSeconds;
  options.connectTimeout = kConnectSeconds;
  options.automaticReconnect = 0;
  options.maxInflight = 64;
  options.context = client.slot;
  if (five) {
    options.cleanstart = 1;
    options.onSuccess5 = connected5;
    options.onFailure5 = refused5;
  } else {
    options.cleansession = 1;
    options.onSuccess = connected;
    options.onFailure = refused;
  }
  client.will = will;
  client.will_options.topicName = client.will.topic.c_str();
  client.will_options.payload.data = client.will.payload.data();
  client.will_options.payload.len = static_cast<int>(client.will.payload.size());
  client.will_options.qos = 1;
  client.will_options.retained = client.will.retained ? 1 : 0;
  options.will = &client.will_options;
  if (!settings_.user.empty()) options.username = settings_.user.c_str();
  if (!settings_.password_file.empty()) {
    client.password = read_password(settings_.password_file);
    if (client.password.empty())
      return "the password file " + settings_.password_file.string() + " can't be read or is empty";
    options.password = client.password.c_str();
  }
  if (settings_.tls) {
    client.ca = settings_.ca_file.string();
    client.certificate = settings_.certificate_file.string();
    client.key = settings_.key_file.string();
    if (!client.ca.empty()) client.tls_options.trustStore = client.ca.c_str();
    if (!client.certificate.empty()) client.tls_options.keyStore = client.certificate.c_str();
    if (!client.key.empty()) client.tls_options.privateKey = client.key.c_str();
    client.tls_options.enableServerCertAuth = 1;
    client.tls_options.verify = 1;  // the host name too
    options.ssl = &client.tls_options;
  }
  const int code = MQTTAsync_connect(client.handle, &options);
  return code == MQTTASYNC_SUCCESS ? std::string{} : or_code(MQTTAsync_strerror(code), code);
}

Broker::Token PahoBroker::publish(const Message& message) {
  MQTTAsync_message packet = MQTTAsync_message_initializer;
  packet.payload = const_cast<char*>(message.payload.data());  // Paho copies it
  packet.payloadlen = static_cast<int>(message.payload.size());
  packet.qos = 1;
  packet.retained = message.retained ? 1 : 0;
  MQTTAsync_responseOptions response = MQTTAsync_responseOptions_initializer;
  response.context = client_->slot;
  if (settings_.protocol == 5) {
    response.onSuccess5 = acknowledged5;
    response.onFailure5 = not_taken5;
  } else {
    response.onSuccess = acknowledged;
    response.onFailure = not_taken;
  }
  const int code = client_->handle == nullptr
                       ? MQTTASYNC_DISCONNECTED
                       : MQTTAsync_sendMessage(client_->handle, message.topic.c_str(), &packet, &response);
  if (code == MQTTASYNC_SUCCESS) return token_of(*client_->slot, response.token);
  // Numbered from the top, where no connection's tokens reach.
  const Token token = std::numeric_limits<Token>::max() - refused_++;
  own_events_.push_back(NotSent{token, or_code(MQTTAsync_strerror(code), code)});
  return token;
}

void PahoBroker::disconnect(int milliseconds_most) {
  if (client_->handle != nullptr && milliseconds_most > 0) {
    MQTTAsync_disconnectOptions options = MQTTAsync_disconnectOptions_initializer;
    if (settings_.protocol == 5) options = MQTTAsync_disconnectOptions_initializer5;
    options.timeout = milliseconds_most;
    options.context = client_->slot;
    if (settings_.protocol == 5) {
      options.onSuccess5 = closed5;
      options.onFailure5 = not_closed5;
    } else {
      options.onSuccess = closed;
      options.onFailure = not_closed;
    }
    if (MQTTAsync_disconnect(client_->handle, &options) == MQTTASYNC_SUCCESS) {
      client_->events.wait_closed(std::chrono::milliseconds{milliseconds_most});
    }
  }
  drop();
}

std::vector<Broker::Event> PahoBroker::take_events() {
  auto events = client_->events.take();
  events.insert(events.end(), own_events_.begin(), own_events_.end());
  own_events_.clear();
  return events;
}

}  // namespace effluent
