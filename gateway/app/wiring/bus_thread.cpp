// SPDX-License-Identifier: Apache-2.0
#include "app/wiring/bus_thread.hpp"

#include <random>
#include <utility>

namespace effluent {
namespace {

RandomId random_transaction_ids() {
  return
      [device = std::make_shared<std::random_device>()] { return static_cast<std::uint16_t>((*device)()); };
}

}  // namespace

BusThread::BusThread(const Site& site, std::size_t bus, const Clock& clock, PollSink sink, Instant started)
    : clock_{clock},
      link_{site.buses[bus].host, site.buses[bus].port},
      poller_{site, bus, link_, clock, std::move(sink), random_transaction_ids(), started},
      thread_{[this] { loop(); }} {}

BusThread::~BusThread() {
  request_stop();
  join();
}

void BusThread::request_stop() {
  {
    // Under the lock, so that the loop cannot miss it between its look and its sleep.
    const std::scoped_lock lock{mutex_};
    poller_.request_stop();
  }
  wake_.notify_one();
}

void BusThread::join() {
  if (thread_.joinable()) thread_.join();
}

void BusThread::loop() {
  while (!poller_.stopped()) {
    const auto next = poller_.step();
    std::unique_lock lock{mutex_};
    const auto pause = next - clock_.monotonic();
    if (pause.count() > 0) wake_.wait_for(lock, pause, [this] { return poller_.stopped(); });
  }
  static_cast<void>(poller_.step());  // closes the link
}

}  // namespace effluent
