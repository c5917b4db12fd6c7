// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <MQTTClient.h>

#include <cstddef>
#include <optional>
#include <string>

#include "adapters/mqtt/paho_broker.hpp"

namespace effluent {

/// What Paho is told of one connection. Paho keeps pointers to all of it: it lives as long as the client, in
/// one place.
class PahoOptions {
 public:
  static constexpr int kMostInFlight = 64;  ///< the publisher's lanes hold fewer

  PahoOptions(const PahoSettings& settings, Broker::Message will);
  PahoOptions(const PahoOptions&) = delete;
  PahoOptions& operator=(const PahoOptions&) = delete;
  ~PahoOptions() = default;

  /// The password is read anew for each attempt. Why it can't be, in words for the operator.
  [[nodiscard]] std::optional<std::string> read_password();
  /// Paho's structure for connect; `on_tls_error` gets each line that OpenSSL says of a failure, with
  /// `context`.
  [[nodiscard]] MQTTClient_connectOptions filled(int (*on_tls_error)(const char*, std::size_t, void*),
                                                 void* context);
  [[nodiscard]] const std::string& uri() const { return uri_; }

 private:
  void fill_will(MQTTClient_connectOptions& options);
  void fill_tls();

  PahoSettings settings_;
  std::string uri_;
  std::string ca_file_;
  std::string certificate_file_;
  std::string key_file_;
  std::string password_;
  Broker::Message will_message_;
  MQTTClient_willOptions will_ = MQTTClient_willOptions_initializer;
  MQTTClient_SSLOptions tls_ = MQTTClient_SSLOptions_initializer;
};

}  // namespace effluent
