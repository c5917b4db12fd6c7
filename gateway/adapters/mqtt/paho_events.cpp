// SPDX-License-Identifier: Apache-2.0
// What comes back: from the attempt itself and from Paho's own thread.
#include <string_view>
#include <utility>

#include "adapters/mqtt/paho_connection.hpp"
#include "adapters/mqtt/reason_text.hpp"

namespace effluent {

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
