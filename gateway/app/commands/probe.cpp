// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <random>

#include "adapters/modbus/libmodbus_tcp_link.hpp"
#include "adapters/system/system_clock.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/interpretations.hpp"
#include "app/commands/load.hpp"
#include "app/config/configuration.hpp"
#include "core/modbus/read_plan.hpp"
#include "work/poller/exchange.hpp"

namespace effluent {
namespace {

struct ProbeOptions {
  std::string config = "/etc/effluent/effluent.toml";
  std::string device;
  std::string host;
  int port = 502;
  int unit_id = 1;
  std::string table = "holding";
  int address = -1;
  int count = 4;
};

/// Where the questions go and what they are.
struct Target {
  std::string host;
  int port = 502;
  int unit_id = 1;
  milliseconds timeout{1000};
  std::vector<Request> requests;
};

constexpr std::array<std::pair<const char*, Table>, 4> kTables{{{"coil", Table::coil},
                                                                {"discrete", Table::discrete},
                                                                {"holding", Table::holding},
                                                                {"input", Table::input}}};

/// The library reads "010" as 8, where a manual's page means 10.
std::string no_leading_zero(const std::string& text) {
  const bool octal = text.size() > 1 && text[0] == '0' && text[1] != 'x' && text[1] != 'X';
  return octal ? text + " begins with 0; write a decimal number, or 0x and hexadecimal digits" : "";
}

std::optional<Request> asked_for(const ProbeOptions& options) {
  if (options.address < 0) return std::nullopt;
  for (const auto& [name, table] : kTables) {
    if (options.table == name) {
      return Request{static_cast<std::uint8_t>(table), static_cast<std::uint16_t>(options.address),
                     static_cast<std::uint16_t>(options.count)};
    }
  }
  return std::nullopt;
}

std::optional<Target> configured_target(const ProbeOptions& options, int& status) {
  const auto loaded = load_or_say(options.config);
  if (!loaded.configuration) {
    status = kConfiguration;
    return std::nullopt;
  }
  const auto& site = loaded.configuration->site;
  for (const auto& device : site.devices) {
    if (device.id != options.device) continue;
    const auto& bus = site.buses[device.bus];
    if (bus.kind != BusKind::tcp) {
      std::cerr << "device " << device.id << " is on bus " << bus.id
                << ", which is no TCP bus; only these are built\n";
      status = kConfiguration;
      return std::nullopt;
    }
    const auto asked = asked_for(options);
    return Target{bus.host, bus.port, device.unit_id, bus.timeout,
                  asked ? std::vector{*asked} : read_plan(device)};
  }
  std::cerr << "no device " << options.device << " in " << options.config << "; its devices are:";
  for (const auto& device : site.devices) std::cerr << ' ' << device.id;
  std::cerr << '\n';
  status = kFailed;
  return std::nullopt;
}

const char* why(Failure failure) {
  switch (failure) {
    case Failure::none:
      return "answered";
    case Failure::link_lost:
      return "no connection: refused, unreachable or closed; check address, port and power";
    case Failure::timeout:
      return "no answer in time; check the unit id, and that nobody else holds the connection";
    case Failure::bad_reply:
      return "an answer that is no Modbus reply to this question";
    case Failure::exception:
      return "the device answered with an exception";
  }
  return "";
}

int probe(const Target& target) {
  LibmodbusTcpLink link{target.host, target.port};
  const SystemClock clock;
  const auto answers = ask(link, clock, target.unit_id, target.requests, target.timeout,
                           static_cast<std::uint16_t>(std::random_device{}()));
  bool all = true;
  for (const auto& answer : answers) {
    std::cout << "function " << int{answer.request.function} << ", address " << answer.request.address
              << ", count " << answer.request.count << ": ";
    if (answer.failure == Failure::none) {
      std::cout << "answered\n" << interpretations_text(answer);
      continue;
    }
    all = false;
    std::cout << why(answer.failure);
    if (answer.failure == Failure::exception) std::cout << " " << int{answer.exception_code};
    std::cout << '\n';
  }
  return all && !answers.empty() ? kDone : kFailed;
}

int run_probe(const ProbeOptions& options) {
  if (options.host.empty() == options.device.empty()) {
    std::cerr << "name either a device of the configuration (--device ID) or an address (--host HOST "
                 "--address N)\n";
    return kUsage;
  }
  if (options.address >= 0 && options.address + options.count > 65536) {
    std::cerr << "addresses end at 65535; ask for fewer\n";
    return kUsage;
  }
  if (options.host.empty()) {
    int status = kDone;
    const auto target = configured_target(options, status);
    return target ? probe(*target) : status;
  }
  const auto asked = asked_for(options);
  if (!asked) {
    std::cerr << "with --host, say what to read: --table holding --address 0 --count 2\n";
    return kUsage;
  }
  return probe({options.host, options.port, options.unit_id, milliseconds{1000}, {*asked}});
}

}  // namespace

void add_probe(CLI::App& app, int& status) {
  auto* command =
      app.add_subcommand("probe", "Read one device once and show every interpretation of its registers");
  command->footer(
      "Shows each word as u16 and s16, each pair as u32, s32 and float32, each four as 64 bits, in all four "
      "orders\n"
      "(big ABCD, word-little CDAB, byte-little BADC, both DCBA): the right one is the one that makes "
      "sense.\n"
      "  effluent probe --config FILE --device cod-analyser            what its points need\n"
      "  effluent probe --config FILE --device cod-analyser --table holding --address 0x100 --count 2\n"
      "  effluent probe --host 192.0.2.10 --unit 1 --table input --address 0 --count 2\n"
      "Addresses are 0-based protocol addresses: a manual's 40001 is holding 0. Many instruments allow one\n"
      "connection only: stop the gateway, or expect one of both to be refused.\n"
      "Exit status: 0 all was answered, 1 something was not, 2 usage, 78 configuration.");
  auto options = std::make_shared<ProbeOptions>();
  command->add_option("--config", options->config, "Configuration file")->capture_default_str();
  command->add_option("--device", options->device, "Id of a device of the configuration");
  auto* host = command->add_option("--host", options->host, "Host, without a configuration");
  command->add_option("--port", options->port, "TCP port")
      ->capture_default_str()
      ->needs(host)
      ->check(no_leading_zero)
      ->check(CLI::Range(1, 65535));
  command->add_option("--unit", options->unit_id, "Unit id")
      ->capture_default_str()
      ->needs(host)
      ->check(no_leading_zero)
      ->check(CLI::Range(0, 255));
  auto* address = command->add_option("--address", options->address, "First address, 0-based")
                      ->check(no_leading_zero)
                      ->check(CLI::Range(0, 65535));
  command->add_option("--table", options->table, "coil, discrete, holding or input")
      ->capture_default_str()
      ->needs(address)
      ->check(CLI::IsMember({"coil", "discrete", "holding", "input"}));
  command->add_option("--count", options->count, "How many")
      ->capture_default_str()
      ->needs(address)
      ->check(no_leading_zero)
      ->check(CLI::Range(1, 125));
  command->callback([options, &status] { status = run_probe(*options); });
}

}  // namespace effluent
