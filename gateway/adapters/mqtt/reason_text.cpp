// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/reason_text.hpp"

#include <algorithm>
#include <array>

namespace effluent {
namespace {

struct Reason {
  int code;
  const char* text;
};

// MQTT 5.0, table 3-1, and MQTT 3.1.1, table 3.1.
constexpr std::array kReasons{
    Reason{1, "this version of MQTT is not accepted; set [mqtt] protocol"},
    Reason{2, "the client id is not accepted; check [gateway] id with the broker's owner"},
    Reason{3, "the broker is not available"},
    Reason{4, "wrong user or password; check [mqtt] user and password_file"},
    Reason{5, "not authorised; check [mqtt] user and password_file and the broker's list"},
    Reason{132, "this version of MQTT is not accepted; set [mqtt] protocol"},
    Reason{133, "the client id is not accepted; check [gateway] id with the broker's owner"},
    Reason{134, "wrong user or password; check [mqtt] user and password_file"},
    Reason{135, "not authorised; check [mqtt] user and password_file and the broker's list"},
    Reason{136, "the broker is not available"},
    Reason{137, "the broker is busy"},
    Reason{138, "this client is banned; ask the broker's owner"},
    Reason{140, "this way of authentication is not accepted"},
    Reason{149, "the first packet is too large for the broker; ask its owner to raise the limit"},
    Reason{151, "a quota of the broker is exceeded"},
    Reason{154, "the broker keeps no retained messages; ask its owner to allow them"},
    Reason{155, "the broker does not take QoS 1; ask its owner to allow it"},
};

}  // namespace

std::string connack_text(int code, bool mqtt5) {
  const auto found = std::find_if(kReasons.begin(), kReasons.end(),
                                  [code](const Reason& reason) { return reason.code == code; });
  const std::string what = found == kReasons.end() ? "the broker refuses the connection" : found->text;
  return what + (mqtt5 ? " (reason code " : " (return code ") + std::to_string(code) + ")";
}

std::string tls_reason(std::string_view line) {
  constexpr std::size_t kReason = 5;
  std::string_view rest = line;
  std::string_view field;
  for (std::size_t at = 0; at <= kReason; ++at) {
    const auto colon = rest.find(':');
    if (colon == std::string_view::npos) return std::string{line};
    field = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
    if (at == 1 && field != "error") return std::string{line};
  }
  return std::string{field};
}

}  // namespace effluent
