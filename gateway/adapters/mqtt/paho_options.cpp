// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/paho_options.hpp"

#include <fstream>
#include <iterator>
#include <utility>

namespace effluent {
namespace {

constexpr int kKeepAliveSeconds = 30;
constexpr int kConnectSeconds = 10;

std::string uri_of(const PahoSettings& settings) {
  const bool is_ipv6 = settings.host.find(':') != std::string::npos && settings.host.front() != '[';
  return std::string{settings.tls ? "ssl://" : "tcp://"} +
         (is_ipv6 ? "[" + settings.host + "]" : settings.host) + ":" + std::to_string(settings.port);
}

}  // namespace

PahoOptions::PahoOptions(const PahoSettings& settings, Broker::Message will)
    : settings_{settings},
      uri_{uri_of(settings)},
      ca_file_{settings.ca_file.string()},
      certificate_file_{settings.certificate_file.string()},
      key_file_{settings.key_file.string()},
      will_message_{std::move(will)} {}

std::optional<std::string> PahoOptions::read_password() {
  if (settings_.password_file.empty()) return std::nullopt;
  std::ifstream file{settings_.password_file, std::ios::binary};
  if (!file)
    return "password_file " + settings_.password_file.string() + " can't be read; check path and rights";
  password_.assign(std::istreambuf_iterator<char>{file}, {});
  while (!password_.empty() && (password_.back() == '\n' || password_.back() == '\r')) password_.pop_back();
  return std::nullopt;
}

void PahoOptions::fill_tls() {
  if (!ca_file_.empty()) {
    tls_.trustStore = ca_file_.c_str();
    tls_.disableDefaultTrustStore = 1;  // the named authority alone counts
  }
  if (!certificate_file_.empty()) tls_.keyStore = certificate_file_.c_str();
  if (!key_file_.empty()) tls_.privateKey = key_file_.c_str();
  tls_.enableServerCertAuth = 1;
  tls_.verify = 1;  // the name too
}

void PahoOptions::fill_will(MQTTClient_connectOptions& options) {
  will_.topicName = will_message_.topic.c_str();
  will_.payload.data = will_message_.payload.data();
  will_.payload.len = static_cast<int>(will_message_.payload.size());
  will_.qos = 1;
  will_.retained = will_message_.retained ? 1 : 0;
  options.will = &will_;
}

MQTTClient_connectOptions PahoOptions::filled(int (*on_tls_error)(const char*, std::size_t, void*),
                                              void* context) {
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
  fill_will(options);
  if (!settings_.user.empty()) options.username = settings_.user.c_str();
  if (!settings_.password_file.empty()) {
    options.binarypwd.data = password_.data();
    options.binarypwd.len = static_cast<int>(password_.size());
  }
  if (settings_.tls) {
    fill_tls();
    tls_.ssl_error_cb = on_tls_error;
    tls_.ssl_error_context = context;
    options.ssl = &tls_;
  }
  return options;
}

}  // namespace effluent
