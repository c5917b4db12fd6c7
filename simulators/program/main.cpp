// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/signalfd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>

#include "app/commands/commands.hpp"
#include "program/options.hpp"
#include "program/simulation.hpp"

namespace effluent::simulator {
namespace {

// What the files say, found right; or the exit status.
struct Inputs {
  std::vector<PlantSettings> plants;
  Scenario scenario;
  Recording recording;
};

tl::expected<Inputs, int> read_inputs(const Options& options) {
  Inputs inputs;
  std::vector<Finding> findings;
  for (const auto& file : options.plants) inputs.plants.push_back(read_plant(file, findings));
  check_together(options.plants, inputs.plants, findings);
  if (options.scenario) inputs.scenario = read_scenario(*options.scenario, inputs.plants, findings);
  for (const auto& finding : findings) fmt::print(stderr, "{}\n", to_text(finding));
  const bool wrong =
      std::any_of(findings.begin(), findings.end(), [](const Finding& one) { return !one.warning; });
  if (wrong) return tl::make_unexpected(kConfiguration);
  if (!options.recording) return inputs;
  auto recording = read_recording(*options.recording, inputs.plants);
  if (!recording) {
    fmt::print(stderr, "{}\n", recording.error());
    return tl::make_unexpected(kFailed);
  }
  inputs.recording = std::move(*recording);
  if (!inputs.recording.ignored.empty()) {
    spdlog::info("{} columns of {} feed no register and are left out", inputs.recording.ignored.size(),
                 options.recording->string());
  }
  return inputs;
}

// Readable when SIGINT or SIGTERM has come.
Descriptor stop_signals() {
  sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGINT);
  sigaddset(&wanted, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
  return Descriptor(::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK));
}

bool came(const Descriptor& signals) {
  signalfd_siginfo info{};
  return ::read(signals.number(), &info, sizeof info) == static_cast<ssize_t>(sizeof info);
}

// Whole or not at all, so that a script that waits for it never reads half.
bool write_ports(const std::filesystem::path& file, const std::vector<Station>& stations) {
  auto temporary = file;
  temporary += ".new";
  {
    std::ofstream stream(temporary);
    for (const auto& station : stations) stream << station.name << ' ' << station.port << '\n';
    if (!stream.flush()) return false;
  }
  std::error_code error;
  std::filesystem::rename(temporary, file, error);
  return !error;
}

// Seconds since Monday 00:00 at the plants.
double clock_of(Instant instant) {
  const auto local = instant + kZoneOffset;
  const auto days = std::chrono::floor<std::chrono::days>(local);
  const auto weekday = std::chrono::weekday(days).iso_encoding() - 1;
  return std::chrono::duration<double>(local - days).count() + 86400.0 * weekday;
}

Instant now() { return std::chrono::time_point_cast<milliseconds>(std::chrono::system_clock::now()); }

// Which row shows: the first until a request has come, then the next after each `every`; past the end: none.
class Player {
 public:
  Player(const std::vector<Recorded>& rows, milliseconds every) : rows_(rows), every_(every) {}

  /// False: the last row has had its time.
  bool play(Simulation& simulation, milliseconds elapsed, bool asked) {
    if (rows_.empty()) return true;
    if (!asked) since_ = elapsed;
    const auto row = static_cast<std::size_t>((elapsed - since_) / every_);
    if (row >= rows_.size()) return false;
    if (shown_ == row) return true;
    shown_ = row;
    simulation.replay(rows_[row]);
    return true;
  }

 private:
  const std::vector<Recorded>& rows_;
  milliseconds every_;
  milliseconds since_{0};  ///< when the first request was about to come
  std::optional<std::size_t> shown_;
};

constexpr std::array<const char*, 13> kFaultNames = {
    "works",       "silent",      "closed",       "hangs up", "exceptions", "garbage",   "no value",
    "calibrating", "maintenance", "device fault", "stuck",    "drifting",   "over range"};

// Once for each change, not for each question.
void log_faults(const std::vector<Station>& stations, std::vector<Fault>& last) {
  last.resize(stations.size(), Fault::none);
  for (std::size_t i = 0; i < stations.size(); ++i) {
    if (stations[i].fault == last[i]) continue;
    last[i] = stations[i].fault;
    spdlog::info("{}: {}", stations[i].name, kFaultNames.at(static_cast<std::size_t>(last[i])));
  }
}

int simulate(const Options& options, Inputs inputs) {
  const auto signals = stop_signals();
  Simulation simulation(inputs.plants, std::move(inputs.scenario), options.seed,
                        clock_of(options.start.value_or(now())), options.speed);
  Player player(inputs.recording.rows, options.every);
  player.play(simulation, milliseconds{0}, false);
  auto& stations = simulation.stations();
  ModbusServer server(options.host, stations);
  if (const auto listening = server.listen(); !listening) {
    spdlog::error("{}", listening.error());
    return kFailed;
  }
  if (options.port_file && !write_ports(*options.port_file, stations)) {
    spdlog::error("{} can't be written; choose another --port-file", options.port_file->string());
    return kFailed;
  }
  spdlog::info("{} instruments on {}; Ctrl-C ends", stations.size(), options.host);
  const auto tick = inputs.recording.rows.empty()
                        ? Simulation::kStep
                        : std::min(Simulation::kStep, std::max(options.every / 4, milliseconds{5}));
  const auto start = std::chrono::steady_clock::now();
  std::vector<Fault> faults;
  while (true) {
    const auto since = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start);
    server.serve(tick - since % tick, signals.number());
    if (came(signals)) break;
    const auto passed = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start);
    if (options.most && passed >= *options.most) break;
    simulation.advance(passed);
    if (!player.play(simulation, passed, server.requests() > 0)) {
      spdlog::info("the recording is over");
      break;
    }
    server.apply_faults();
    log_faults(stations, faults);
  }
  spdlog::info("{} requests answered; ended", server.requests());
  return kDone;
}

}  // namespace
}  // namespace effluent::simulator

int main(int argc, char** argv) {
  using namespace effluent::simulator;
  spdlog::set_default_logger(spdlog::stderr_color_mt("plant-simulator"));
  spdlog::set_pattern("%H:%M:%S %n: %v");
  Options options;
  if (const auto status = read_options(argc, argv, options)) return *status;
  auto inputs = read_inputs(options);
  return inputs ? simulate(options, std::move(*inputs)) : inputs.error();
}
