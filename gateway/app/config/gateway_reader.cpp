// SPDX-License-Identifier: Apache-2.0
#include "app/config/gateway_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "app/config/files.hpp"

namespace effluent {
namespace {

/// A file named by `key`, relative to the configuration; empty where it is not given.
std::filesystem::path file_of(Section& section, const std::string& key, Demand demand) {
  const auto named = section.filled(key);
  if (!named) return {};
  auto file = beside(section.report().file(), *named);
  check_file(section, key, file, demand);
  return file;
}

struct SizeUnit {
  std::string_view name;
  std::uint64_t bytes;
};
constexpr std::uint64_t kKibi = 1024;
constexpr std::uint64_t kKilo = 1000;
constexpr std::array<SizeUnit, 6> kUnits{{{"MiB", kKibi* kKibi},
                                          {"GiB", kKibi* kKibi* kKibi},
                                          {"TiB", kKibi* kKibi* kKibi* kKibi},
                                          {"MB", kKilo* kKilo},
                                          {"GB", kKilo* kKilo* kKilo},
                                          {"TB", kKilo* kKilo* kKilo* kKilo}}};

std::optional<std::uint64_t> size_of(std::string_view text) {
  std::uint64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || count == 0) return std::nullopt;
  const auto unit = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const auto& [name, bytes] : kUnits) {
    if (unit == name && count <= std::numeric_limits<std::uint64_t>::max() / bytes) return count * bytes;
  }
  return std::nullopt;
}

void read_journal(Section section, Configuration& configuration) {
  configuration.publish_readings = section.choice("record", {"means", "readings"}, "means") == "readings";
  configuration.keep_days = static_cast<int>(section.integer_or("keep_days", 60, 36500, 90));
  if (const auto quota = section.text("disk_quota")) {
    const auto size = size_of(*quota);
    if (!size) {
      section.report().error(section.line("disk_quota"), "`disk_quota` = \"" + *quota +
                                                             "\" is no size; write a whole number " +
                                                             "and MiB, GiB or TiB, as in \"32GiB\"");
    }
    configuration.disk_quota = size.value_or(0);
  }
  section.finish();
}

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

void read_rest(Section& root, Configuration& configuration) {
  if (auto center = root.table("center")) {
    for (const auto* key : center->texts("keys")) {
      if (key->text.empty())
        center->report().error(key->line, "`keys` holds an empty text; write the center's public key");
    }
    center->finish();
  }
  const Node nothing;
  auto& resolved = root.resolved()["compliance"];
  auto compliance = root.table("compliance").value_or(Section{root.report(), nothing, resolved});
  configuration.criterion =
      compliance.choice("criterion", {"last_final"}, "last_final").value_or("last_final");
  compliance.finish();
}

}  // namespace

void refuse_to_run(const Section& section, const std::string& key, const std::string& text, Demand demand) {
  if (demand == Demand::run) section.report().error(section.line(key), text);
  if (demand == Demand::check) section.report().warning(section.line(key), text);
}

void check_file(const Section& section, const std::string& key, const std::filesystem::path& file,
                Demand demand) {
  if (is_usable(file)) return;
  refuse_to_run(section, key,
                "the file " + file.string() + " of `" + key +
                    "` is missing or can't be read; put it there and let the gateway's user read it",
                demand);
}

void read_gateway(Section& root, Configuration& configuration, Demand demand) {
  if (auto gateway = root.table("gateway", Need::required)) {
    configuration.site.gateway = gateway->id("id").value_or("");
    configuration.site.province = gateway->id("province").value_or("");
    configuration.data_directory =
        beside(root.report().file(), gateway->text_or("data_directory", "/var/lib/effluent"));
    configuration.stall_buffer = gateway->duration_or("stall_buffer", "60s");
    if (configuration.stall_buffer.count() == 0) {
      gateway->report().error(gateway->line("stall_buffer"),
                              "`stall_buffer` is 0, nothing could wait for the disk; write \"60s\"");
    }
    file_of(*gateway, "key_file", demand);
    gateway->finish();
  }
  const Node nothing;
  auto& journal = root.resolved()["journal"];
  read_journal(root.table("journal").value_or(Section{root.report(), nothing, journal}), configuration);
  if (const auto mqtt = root.table("mqtt")) read_mqtt(*mqtt, configuration.mqtt.emplace(), demand);
  read_rest(root, configuration);
}

}  // namespace effluent
