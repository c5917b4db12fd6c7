// SPDX-License-Identifier: Apache-2.0
#include "program/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "app/commands/commands.hpp"
#include "model/plant_process.hpp"

namespace effluent::simulator {
namespace {

constexpr const char* kAbout =
    "Simulates the instruments of wastewater plants: each is a Modbus TCP server with the register map of "
    "its\n"
    "device profile, showing a model of the plant or recorded values. Listens on loopback unless told "
    "otherwise.";

std::string teaching() {
  std::string text = R"(
Try it:
  plant-simulator --plant simulators/plants/mau-1.toml --scenario simulators/scenarios/normal.toml --seed 1 --port-file ports
  cat ports                                     # "device port", a line each
  mbpoll -m tcp -p PORT -a 1 -t 3:float -B -r 1 -1 127.0.0.1   # COD of m1-cod: input registers, high word first

Plant files name the instruments; a [[device.register]] shows one of these signals of the model:
 )";
  for (const auto& signal : signals()) {
    text += signal.unit.empty() ? fmt::format(" {}", signal.name)
                                : fmt::format(" {} ({})", signal.name, signal.unit);
  }
  text += R"(
or a constant (fixed), or a column of a recording, or a count (counts). noise, drift_per_day, min and max are in the register's unit.
cycle makes an analyser: a fresh result that often, held in between (15min in the shipped plants of a real site).
counts = "cod" shows how many results the register cod has had (0 to 65535, then anew): what a profile calls `sequence`.
A value the instrument can't show (beyond min or max, or what its register can hold) is its no_value pattern; where the
profile has none its status says device_fault; with no status either the register answers exception 4. Nothing wraps.

Scenarios: each [[event]] holds from `from` to `to` since the start ([scenario] repeat begins anew), in real time, or with
  [scenario] clock = "plant" in the time of the process, and is
  an upset of a plant: work (share of the factories that work, 0 to 1), discharge (the outlet: 0 shut, 1 level control);
  factors flow, cod, tss, nh4_n, conductivity (inlet), biology, settling; shifts ph_shift, temperature_shift;
  or a fault of a device: silent, closed, hang-up, exception, garbage, no-value, calibrating, maintenance, device-fault,
  stuck (repeats what it shows; with `register` only that one does);
  or of one `register`: drifting (per_hour in its unit), over-range (saturates at 103 % of full_scale, else of the plant
  file's max), calibrating with standard (shows that solution meanwhile, not the water).
Shipped, each explained at the top of its file in simulators/scenarios: aeration-failure, batch-discharge, calibration,
  dead-instrument, dosing-failure, drifting, normal, organic-shock, over-range, storm, stuck, tet-shutdown, upsets.

--speed makes only the process faster (60: a day of the plant in 24 min); instruments keep real time.
--replay: CSV with a header row; a column feeds the register whose `column` names it, else that called device.register.
  An empty cell or "?" is no value. The first row shows until the first request has come and --every has passed since;
  the program ends after the last row. Registers without a column go on with the model.

Modbus: functions 1-4 as the profile lists; exceptions 1 (function), 2 (address), 3 (count), 4 (nothing to show);
  a request to another unit gets exception 0x0B (11), so that a wrong unit id shows at once.
Exit status: 0 ended as asked, 1 port or recording failed, 2 usage, 78 plant or scenario file.)";
  return text;
}

std::string as_duration(const std::string& text) {
  return parse_duration(text) ? ""
                              : fmt::format("\"{}\" is no duration; write one such as 500ms, 1s, 2min", text);
}

std::string as_time(const std::string& text) {
  return parse_time(text)
             ? ""
             : fmt::format("\"{}\" is no time; write one such as 2026-11-23T08:00:00+07:00", text);
}

/// The library takes "nan" for a number within every range, and "-1" for a large one.
std::string plain_number(const std::string& text) {
  return text.find_first_not_of("0123456789.") == std::string::npos
             ? ""
             : fmt::format("\"{}\" is no plain number; write one such as 7 or 0.5", text);
}

}  // namespace

std::optional<int> read_options(int argc, char** argv, Options& options) {
  CLI::App app{kAbout};
  app.footer(teaching());
  std::string every = "1s";
  std::string start;
  double minutes = 0;
  app.set_version_flag("--version", "plant-simulator " EFFLUENT_VERSION);
  app.add_option("--plant", options.plants, "plant file, one or more")->required();
  app.add_option("--scenario", options.scenario, "scenario file; without it nothing unusual happens");
  app.add_option("--seed", options.seed, "same seed, start and files: same series")
      ->check(plain_number)
      ->capture_default_str();
  app.add_option("--speed", options.speed, "how much faster the process runs")
      ->check(plain_number)
      ->check(CLI::Range(0.01, 3600.0))
      ->capture_default_str();
  app.add_option("--start", start, "time of day and week the process begins at (default: now)")
      ->check(as_time);
  app.add_option("--replay", options.recording, "CSV file with recorded values");
  app.add_option("--every", every, "how long a recorded row shows")
      ->check(as_duration)
      ->capture_default_str();
  app.add_option("--port-file", options.port_file,
                 "written once all ports are open: \"device port\", a line each");
  app.add_option("--host", options.host, "IPv4 address to listen on")
      ->check(CLI::ValidIPV4)
      ->capture_default_str();
  auto* limit = app.add_option("--minutes", minutes, "end after that long")
                    ->check(plain_number)
                    ->check(CLI::Range(0.001, 1e6));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kUsage;
  }
  options.every = std::max(*parse_duration(every), milliseconds{10});
  if (!start.empty()) options.start = parse_time(start);
  if (limit->count() > 0) options.most = milliseconds{static_cast<std::int64_t>(minutes * 60'000)};
  return std::nullopt;
}

}  // namespace effluent::simulator
