// SPDX-License-Identifier: Apache-2.0
// Polls per second of the gateway's own poller against a bare libmodbus loop on as many connections, in one
// run.
//   poll_bench [ROUNDS [SECONDS [CONNECTIONS]]]
// Interleaved rounds against one libmodbus server on loopback; prints each round's ratio, then min, median,
// max.
#include <arpa/inet.h>
#include <modbus/modbus.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

#include "adapters/modbus/libmodbus_tcp_link.hpp"
#include "adapters/system/system_clock.hpp"
#include "work/poller/poller.hpp"

namespace {

using namespace effluent;
constexpr int kRegisters = 50;

/// Serves until killed, single-threaded, as performance.md's reference does.
[[noreturn]] void serve(modbus_t* context, int listener) {
  modbus_mapping_t* map = modbus_mapping_new(0, 0, 256, 256);
  fd_set known;
  FD_ZERO(&known);
  FD_SET(listener, &known);
  int most = listener;
  while (true) {
    fd_set ready = known;
    if (::select(most + 1, &ready, nullptr, nullptr, nullptr) < 0) std::exit(1);
    for (int fd = 0; fd <= most; ++fd) {
      if (!FD_ISSET(fd, &ready)) continue;
      if (fd == listener) {
        const int connection = ::accept(listener, nullptr, nullptr);
        FD_SET(connection, &known);
        most = std::max(most, connection);
        continue;
      }
      modbus_set_socket(context, fd);
      std::array<std::uint8_t, MODBUS_TCP_MAX_ADU_LENGTH> query{};
      const int size = modbus_receive(context, query.data());
      if (size > 0) {
        modbus_reply(context, query.data(), size, map);
      } else if (size < 0) {
        ::close(fd);
        FD_CLR(fd, &known);
      }
    }
  }
}

std::shared_ptr<const Profile> profile() {
  auto profile = std::make_shared<Profile>();
  profile->name = "bench";
  for (int i = 0; i < kRegisters; ++i) {
    Register reg;
    reg.name = "r" + std::to_string(i);
    reg.address = static_cast<std::uint16_t>(i);
    profile->registers.push_back(reg);
  }
  return profile;
}

/// As many buses with one device of 50 registers each as there are connections, polled back to back.
Site site_of(int port, int connections) {
  Site site;
  site.plants.emplace_back();
  const auto map = profile();
  for (int c = 0; c < connections; ++c) {
    Bus bus;
    bus.id = "bus" + std::to_string(c);
    bus.host = "127.0.0.1";
    bus.port = port;
    site.buses.push_back(bus);
    Device device;
    device.id = "device" + std::to_string(c);
    device.bus = static_cast<std::size_t>(c);
    device.profile = map;
    for (std::size_t i = 0; i < kRegisters; ++i) device.channels.push_back({i, i, std::nullopt});
    site.devices.push_back(device);
  }
  return site;
}

double polls_per_second(const Site& site, double seconds) {
  const SystemClock clock;
  std::atomic<long> polls{0};
  std::atomic<long> failed{0};
  std::vector<std::unique_ptr<LibmodbusTcpLink>> links;
  std::vector<std::unique_ptr<Poller>> pollers;
  std::vector<std::thread> threads;
  for (std::size_t bus = 0; bus < site.buses.size(); ++bus) {
    links.push_back(std::make_unique<LibmodbusTcpLink>(site.buses[bus].host, site.buses[bus].port));
    pollers.push_back(std::make_unique<Poller>(
        site, bus, *links[bus], clock,
        [&](const Poll& poll) {
          ++polls;
          if (poll.failed()) ++failed;
          return true;
        },
        [] { return std::uint16_t{7}; }, clock.wall()));
    threads.emplace_back([&clock, poller = pollers[bus].get()] {
      while (!poller->stopped()) {
        const auto next = poller->step();
        if (next > clock.monotonic()) std::this_thread::yield();
      }
      static_cast<void>(poller->step());
    });
  }
  std::this_thread::sleep_for(std::chrono::duration<double>{seconds});
  for (auto& poller : pollers) poller->request_stop();
  for (auto& thread : threads) thread.join();
  if (failed > 0) std::printf("  %ld polls failed\n", failed.load());
  return static_cast<double>(polls) / seconds;
}

double bare_per_second(int port, int connections, double seconds) {
  std::atomic<long> polls{0};
  std::atomic<bool> stop{false};
  std::vector<std::thread> threads;
  threads.reserve(static_cast<std::size_t>(connections));
  for (int c = 0; c < connections; ++c) {
    threads.emplace_back([&, port] {
      modbus_t* context = modbus_new_tcp("127.0.0.1", port);
      modbus_set_slave(context, 1);
      if (modbus_connect(context) != 0) std::exit(1);
      std::array<std::uint16_t, kRegisters> registers{};
      while (!stop) {
        if (modbus_read_registers(context, 0, kRegisters, registers.data()) == kRegisters) ++polls;
      }
      modbus_close(context);
      modbus_free(context);
    });
  }
  std::this_thread::sleep_for(std::chrono::duration<double>{seconds});
  stop = true;
  for (auto& thread : threads) thread.join();
  return static_cast<double>(polls) / seconds;
}

int listen_somewhere(modbus_t* context) {
  const int listener = modbus_tcp_listen(context, 64);
  if (listener < 0) std::exit(1);
  return listener;
}

int port_of(int listener) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

void report(std::vector<double> ratios) {
  std::sort(ratios.begin(), ratios.end());
  std::printf("ratio poller / bare libmodbus, N = %zu rounds: min %.2f, median %.2f, max %.2f\n",
              ratios.size(), ratios.front(), ratios[ratios.size() / 2], ratios.back());
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 5;
  const double seconds = argc > 2 ? std::atof(argv[2]) : 1.0;
  const int connections = argc > 3 ? std::atoi(argv[3]) : 8;
  modbus_t* context = modbus_new_tcp("127.0.0.1", 0);
  const int listener = listen_somewhere(context);
  const int port = port_of(listener);
  const pid_t server = ::fork();
  if (server == 0) serve(context, listener);
  const auto site = site_of(port, connections);
  std::vector<double> ratios;
  for (int round = 0; round < rounds; ++round) {
    const double bare = bare_per_second(port, connections, seconds);
    const double ours = polls_per_second(site, seconds);
    std::printf("round %d: bare %.0f/s, poller %.0f/s, ratio %.2f\n", round + 1, bare, ours, ours / bare);
    ratios.push_back(ours / bare);
  }
  report(std::move(ratios));
  ::kill(server, SIGKILL);
  ::waitpid(server, nullptr, 0);
  return 0;
}
