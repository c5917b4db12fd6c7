// SPDX-License-Identifier: Apache-2.0
#include "app/wiring/settings.hpp"

#include <random>

#include "adapters/system/machine.hpp"

namespace effluent {

tl::expected<RecorderFacts, std::string> facts_of(const Configuration& configuration) {
  const auto boot = boot_id();
  const auto program = program_hash();
  const auto suffix = random_suffix();
  for (const auto* fact : {&boot, &program, &suffix}) {
    if (!*fact) return tl::unexpected(fact->error());
  }
  RecorderFacts facts{EFFLUENT_VERSION, *program, *boot, *suffix, configuration.resolved};
  facts.publish_readings = configuration.publish_readings;
  facts.center_keys = configuration.center_keys;
  facts.criterion = configuration.criterion;
  facts.month_criterion = configuration.month_criterion;
  return facts;
}

PahoSettings paho_settings(const Configuration& configuration) {
  const auto& mqtt = *configuration.mqtt;
  PahoSettings settings;
  settings.client_id = configuration.site.gateway;
  settings.host = mqtt.host;
  settings.port = mqtt.port;
  settings.tls = mqtt.scheme == "mqtts";
  settings.mqtt5 = mqtt.protocol == 5;
  settings.user = mqtt.user;
  settings.password_file = mqtt.password_file;
  settings.ca_file = mqtt.ca_file;
  settings.certificate_file = mqtt.certificate_file;
  settings.key_file = mqtt.key_file;
  return settings;
}

PublisherSettings publisher_settings(const Configuration& configuration, const StartCursors& cursors) {
  PublisherSettings settings;
  settings.gateway = configuration.site.gateway;
  settings.province = configuration.site.province;
  settings.prefix = configuration.mqtt->prefix;
  settings.version = EFFLUENT_VERSION;
  settings.publish_readings = configuration.publish_readings;
  settings.seed = std::random_device{}();
  settings.journal = cursors.journal;
  settings.readings = cursors.readings;
  return settings;
}

}  // namespace effluent
