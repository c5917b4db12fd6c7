// SPDX-License-Identifier: Apache-2.0
#include "app/config/gateway_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "adapters/system/sodium_digest.hpp"
#include "app/config/files.hpp"
#include "app/config/mqtt_reader.hpp"

namespace effluent {
namespace {

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

/// Public keys: whose signature counts as the center's.
void read_center(Section center, std::vector<NoteKey>& keys) {
  const SodiumDigest digest;
  const auto sha256 = [&digest](std::string_view bytes) { return digest.sha256(bytes); };
  for (const auto* text : center.texts("keys")) {
    auto key = parse_note_key(text->text, sha256);
    if (!key) {
      center.report().error(text->line, "the key \"" + text->text + "\" of `keys` " + key.error() +
                                            "; copy the center's public key as it was handed over");
    } else if (std::find(keys.begin(), keys.end(), *key) != keys.end()) {
      center.report().error(text->line,
                            "`keys` holds the key " + key->label() + " twice; leave one of them out");
    } else {
      keys.push_back(std::move(*key));
    }
  }
  center.finish();
}

void read_rest(Section& root, Configuration& configuration) {
  if (const auto center = root.table("center")) read_center(*center, configuration.center_keys);
  const Node nothing;
  auto& resolved = root.resolved()["compliance"];
  auto compliance = root.table("compliance").value_or(Section{root.report(), nothing, resolved});
  configuration.criterion =
      compliance.choice("criterion", {"last_final"}, "last_final").value_or("last_final");
  const auto month =
      compliance.choice("month_criterion",
                        {name_of(MonthCriterion::all_days_within), name_of(MonthCriterion::no_day_exceeding)},
                        name_of(MonthCriterion::all_days_within));
  if (month)
    configuration.month_criterion = parse_month_criterion(*month).value_or(configuration.month_criterion);
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

std::filesystem::path file_of(Section& section, const std::string& key, Demand demand) {
  const auto named = section.filled(key);
  if (!named) return {};
  auto file = beside(section.report().file(), *named);
  check_file(section, key, file, demand);
  return file;
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
