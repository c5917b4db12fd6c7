// SPDX-License-Identifier: Apache-2.0
#include "adapters/modbus/name_lookup.hpp"

#include <netdb.h>
#include <sys/socket.h>

#include <array>
#include <system_error>
#include <thread>

namespace effluent {
namespace {

std::vector<std::string> look_up(const std::string& host, int flags) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return {};
  std::vector<std::string> addresses;
  for (const addrinfo* info = found; info != nullptr; info = info->ai_next) {
    std::array<char, NI_MAXHOST> text{};
    if (getnameinfo(info->ai_addr, info->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) ==
        0) {
      addresses.emplace_back(text.data());
    }
  }
  freeaddrinfo(found);
  return addresses;
}

}  // namespace

std::optional<std::string> NameLookup::numeric(const std::string& host) {
  const auto addresses = look_up(host, AI_NUMERICHOST);
  return addresses.empty() ? std::nullopt : std::optional{addresses.front()};
}

std::shared_ptr<NameLookup> NameLookup::start(const std::string& host) {
  auto lookup = std::make_shared<NameLookup>();
  try {
    std::thread{[lookup, host] {
      auto addresses = look_up(host, 0);
      const std::scoped_lock lock{lookup->mutex_};
      lookup->addresses_ = std::move(addresses);
      lookup->done_.notify_all();
    }}.detach();
  } catch (const std::system_error&) {
    lookup->addresses_
        .emplace();  // no thread to be had: as if the name were unknown; the next open tries again
  }
  return lookup;
}

std::optional<std::vector<std::string>> NameLookup::wait(std::chrono::nanoseconds patience) {
  std::unique_lock lock{mutex_};
  done_.wait_for(lock, patience, [this] { return addresses_.has_value(); });
  return addresses_;
}

}  // namespace effluent
