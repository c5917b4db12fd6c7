// SPDX-License-Identifier: Apache-2.0
#include "app/config/mqtt_reader.hpp"

#include <charconv>

#include "app/config/gateway_reader.hpp"

namespace effluent {
namespace {

struct Url {
  std::string scheme;
  std::string host;
  int port = 0;
};

std::optional<Url> parse_url(std::string_view text) {
  const auto mark = text.find("://");
  if (mark == std::string_view::npos) return std::nullopt;
  Url url;
  url.scheme = text.substr(0, mark);
  if (url.scheme != "mqtt" && url.scheme != "mqtts") return std::nullopt;
  auto rest = text.substr(mark + 3);
  if (!rest.empty() && rest.back() == '/') rest.remove_suffix(1);
  std::size_t end = rest.find(':');
  if (!rest.empty() && rest[0] == '[') {
    end = rest.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    url.host = rest.substr(1, end - 1);
    ++end;
  } else {
    url.host = rest.substr(0, end);
  }
  url.port = url.scheme == "mqtt" ? 1883 : 8883;
  const auto tail = end < rest.size() ? rest.substr(end) : std::string_view{};
  if (!tail.empty()) {
    const auto [stop, error] = std::from_chars(tail.data() + 1, tail.data() + tail.size(), url.port);
    if (tail[0] != ':' || error != std::errc{} || stop != tail.data() + tail.size()) return std::nullopt;
  }
  if (url.host.empty() || url.port < 1 || url.port > 65535) return std::nullopt;
  if (url.host.find_first_of("@/?# \t") != std::string::npos) return std::nullopt;
  return url;
}

bool is_loopback(const std::string& host) {
  const bool numeric = host.find_first_not_of("0123456789.") == std::string::npos;
  return host == "localhost" || host == "::1" || (numeric && host.compare(0, 4, "127.") == 0);
}

void read_url(Section& section, MqttSettings& mqtt) {
  const bool plaintext_allowed = section.flag("allow_plaintext", false);
  const auto text = section.filled("url", Need::required);
  if (!text) return;
  const auto url = parse_url(*text);
  if (!url) {
    section.report().error(section.line("url"),
                           "`url` is no address of a broker; write it as in " +
                               std::string{"\"mqtts://broker.example.vn:8883\" (the user goes into "} +
                               "`user`, the password into `password_file`)");
    return;
  }
  mqtt.scheme = url->scheme;
  mqtt.host = url->host;
  mqtt.port = url->port;
  if (url->scheme == "mqtt" && !is_loopback(url->host) && !plaintext_allowed) {
    section.report().error(section.line("url"),
                           "mqtt:// sends readings and password in plain text to " + url->host +
                               "; write mqtts://, or allow_plaintext = true if the network is " + "closed");
  }
}

}  // namespace

void read_mqtt(Section section, MqttSettings& mqtt, Demand demand) {
  read_url(section, mqtt);
  mqtt.protocol = static_cast<int>(section.integer_or("protocol", 4, 5, 5));
  mqtt.prefix = section.text_or("prefix", "effluent");
  if (mqtt.prefix.find_first_of("+#") != std::string::npos || mqtt.prefix.find('\0') != std::string::npos ||
      mqtt.prefix[0] == '$' || mqtt.prefix.front() == '/' || mqtt.prefix.back() == '/') {
    section.report().error(section.line("prefix"), "`prefix` = \"" + mqtt.prefix +
                                                       "\" can't begin a topic; leave out +, #, a " +
                                                       "leading $ and slashes at the ends");
  }
  mqtt.acknowledgement =
      section.choice("acknowledgement", {"center", "file-server", "broker"}, "center").value_or("center");
  if (mqtt.acknowledgement == "file-server") {
    refuse_to_run(section, "acknowledgement",
                  "`acknowledgement` = \"file-server\" can be checked but not run yet by this version; "
                  "write \"center\" or \"broker\"",
                  demand);
  }
  mqtt.user = section.filled("user").value_or("");
  mqtt.password_file = file_of(section, "password_file", demand);
  mqtt.ca_file = file_of(section, "ca_file", demand);
  mqtt.certificate_file = file_of(section, "certificate_file", demand);
  mqtt.key_file = file_of(section, "key_file", demand);
  if (mqtt.certificate_file.empty() != mqtt.key_file.empty()) {
    const auto* there = mqtt.key_file.empty() ? "certificate_file" : "key_file";
    section.report().error(section.line(there),
                           "`certificate_file` and `key_file` belong together; write both or none");
  }
  if (!mqtt.password_file.empty() && mqtt.user.empty()) {
    section.report().error(section.line("password_file"), "`password_file` stands without `user`; add it");
  }
  section.finish();
}

}  // namespace effluent
