// SPDX-License-Identifier: Apache-2.0
#include "adapters/modbus/libmodbus_tcp_link.hpp"

#include <fcntl.h>
#include <modbus.h>
#include <poll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "adapters/modbus/name_lookup.hpp"

namespace effluent {
namespace {

Monotonic monotonic_now() {
  timespec time{};
  clock_gettime(CLOCK_BOOTTIME, &time);
  return Monotonic{std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec}};
}

milliseconds left_until(Monotonic until) {
  return std::max(std::chrono::ceil<milliseconds>(until - monotonic_now()), milliseconds{0});
}

/// Descriptors that other threads may open at the same moment.
constexpr int kReserve = 64;
/// Longest single poll(2), whose time is an int.
constexpr milliseconds kLongestPoll{60'000};

/// libmodbus 3.1.6 waits for its connect by select(2), which overruns its set with a descriptor of 1024 or
/// more. A few are left free.
bool descriptors_are_low() {
  const int next = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (next < 0) return false;
  ::close(next);
  return next < FD_SETSIZE - kReserve;
}

/// Waits for `events` until then; false where nothing happened.
bool wait_for(int descriptor, short events, Monotonic until) {
  for (;;) {
    pollfd wanted{descriptor, events, 0};
    const auto left = std::min(left_until(until), kLongestPoll);
    const int ready = ::poll(&wanted, 1, static_cast<int>(left.count()));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return true;  // let the read or write that follows say what is wrong
    if (monotonic_now() >= until) return false;
  }
}

bool is_transient(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

}  // namespace

void LibmodbusTcpLink::Closer::operator()(_modbus* context) const {
  modbus_close(context);
  modbus_free(context);
}

LibmodbusTcpLink::LibmodbusTcpLink(std::string host, int port) : host_{std::move(host)}, port_{port} {}

LibmodbusTcpLink::~LibmodbusTcpLink() = default;

Link::Outcome LibmodbusTcpLink::open(milliseconds timeout) {
  close();
  timeout_ = timeout;
  const Monotonic until = monotonic_now() + timeout;
  const auto all = addresses(until);
  for (std::size_t i = 0; i < all.size(); ++i) {
    // An address that swallows what is sent leaves the others their share of the time.
    const milliseconds share = left_until(until) / static_cast<int>(all.size() - i);
    if (share == milliseconds{0}) return Outcome::timeout;
    context_ = connect(all[i], port_, share);
    if (context_) return Outcome::ok;
  }
  return left_until(until) == milliseconds{0} ? Outcome::timeout : Outcome::lost;
}

std::vector<std::string> LibmodbusTcpLink::addresses(Monotonic until) {
  if (const auto address = NameLookup::numeric(host_)) return {*address};
  if (!lookup_) lookup_ = NameLookup::start(host_);
  auto found = lookup_->wait(std::chrono::nanoseconds{left_until(until)});
  if (!found) return {};
  lookup_.reset();
  return std::move(*found);
}

LibmodbusTcpLink::Context LibmodbusTcpLink::connect(const std::string& address, int port,
                                                    milliseconds timeout) {
  if (!descriptors_are_low()) return nullptr;
  Context context{modbus_new_tcp_pi(address.c_str(), std::to_string(port).c_str())};
  if (!context) return nullptr;
  modbus_set_error_recovery(context.get(), MODBUS_ERROR_RECOVERY_NONE);
  const auto whole = std::chrono::floor<std::chrono::seconds>(timeout);
  const std::chrono::microseconds rest = timeout - whole;
  modbus_set_response_timeout(context.get(), static_cast<std::uint32_t>(whole.count()),
                              static_cast<std::uint32_t>(rest.count()));
  if (modbus_connect(context.get()) != 0) return nullptr;
  const int descriptor = modbus_get_socket(context.get());
  const int flags = fcntl(descriptor, F_GETFL);
  if (flags < 0 || fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) != 0) return nullptr;
  return context;
}

void LibmodbusTcpLink::close() { context_.reset(); }

Link::Outcome LibmodbusTcpLink::send(std::span<const std::uint8_t> bytes) {
  if (!context_) return Outcome::lost;
  const int descriptor = modbus_get_socket(context_.get());
  const Monotonic until = monotonic_now() + timeout_;
  while (!bytes.empty()) {
    const auto sent = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(sent));
    } else if (!is_transient(errno) || !wait_for(descriptor, POLLOUT, until)) {
      return Outcome::lost;
    }
  }
  return Outcome::ok;
}

Link::Outcome LibmodbusTcpLink::receive(std::span<std::uint8_t> buffer, std::size_t& received,
                                        Monotonic until) {
  received = 0;
  if (!context_) return Outcome::lost;
  const int descriptor = modbus_get_socket(context_.get());
  for (;;) {
    const auto came = ::recv(descriptor, buffer.data(), buffer.size(), 0);
    if (came > 0) {
      received = static_cast<std::size_t>(came);
      return Outcome::ok;
    }
    if (came == 0 || !is_transient(errno)) return Outcome::lost;
    if (monotonic_now() >= until) return Outcome::timeout;
    if (!wait_for(descriptor, POLLIN, until)) return Outcome::timeout;
  }
}

}  // namespace effluent
