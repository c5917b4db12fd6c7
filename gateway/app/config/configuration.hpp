// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/judge/month_criterion.hpp"
#include "core/record/note.hpp"
#include "core/site/site.hpp"

namespace effluent {

/// `[mqtt]`, resolved: paths are absolute or relative to the working directory, secrets are read when used.
struct MqttSettings {
  std::string scheme;  ///< "mqtt" or "mqtts"
  std::string host;
  int port = 1883;
  int protocol = 5;  ///< 5, or 4 = MQTT 3.1.1
  std::string prefix = "effluent";
  std::string acknowledgement = "center";
  std::string user;
  std::filesystem::path password_file;
  std::filesystem::path ca_file;
  std::filesystem::path certificate_file;
  std::filesystem::path key_file;
};

/// Everything one configuration file says, found right. Immutable; shared by all threads.
struct Configuration {
  Site site;
  std::filesystem::path data_directory = "/var/lib/effluent";
  milliseconds stall_buffer{60'000};
  bool publish_readings = false;  ///< `[journal] record = "readings"`
  int keep_days = 90;
  std::uint64_t disk_quota = 0;  ///< bytes; 0: none given
  std::optional<MqttSettings> mqtt;
  std::vector<NoteKey> center_keys;  ///< `[center] keys`; none: no decision can be entered
  std::string criterion = "last_final";
  MonthCriterion month_criterion = MonthCriterion::all_days_within;
  /// The JSON object of the `config` entries (record.md): keys sorted, defaults filled in, secrets left out.
  std::string resolved;
};

/// One thing found in a configuration, profile or limit table.
struct Finding {
  std::filesystem::path file;
  int line = 0;
  std::string text;  ///< what is wrong; what to do
  bool warning = false;
};
/// `FILE:LINE: text`, or `FILE:LINE: warning: text`.
[[nodiscard]] std::string to_text(const Finding& finding);

/// How much of the file a command needs (design.md 5, record.md "Program").
enum class Demand {
  judge,  ///< `[gateway]` and `[[plant]]` are enough, `source` may be left out; wiring that stands is
          ///< checked, the profiles it names are not read
  check,  ///< as run, but missing secret, certificate and serial files are warnings
  run,    ///< these are errors
};

struct Loaded {
  std::optional<Configuration> configuration;  ///< none where there is an error
  std::vector<Finding> findings;               ///< errors and warnings, in order of file and line
  /// Where limit tables are looked for, in order; a single one is that of `[paths] standards`.
  std::vector<std::filesystem::path> standards_folders;
  std::filesystem::path data_directory;  ///< known with errors too; empty where the TOML is wrong
};

/// Reads the file and all it names; finds every error of meaning in one go. `today`: the day that what is out
/// of date is warned of; `judge` warns of none.
[[nodiscard]] Loaded load_configuration(const std::filesystem::path& file, Demand demand, Day today);

}  // namespace effluent
