// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "adapters/modbus/libmodbus_tcp_link.hpp"
#include "work/poller/poller.hpp"

namespace effluent {

/// One bus: its link, its poller and the thread that owns both. Starts at once; the destructor stops and
/// joins.
class BusThread {
 public:
  BusThread(const Site& site, std::size_t bus, const Clock& clock, PollSink sink, Instant started);
  BusThread(const BusThread&) = delete;
  BusThread& operator=(const BusThread&) = delete;
  ~BusThread();

  /// No poll begins from now on; one under way has 3 s. Does not wait.
  void request_stop();
  void join();

 private:
  void loop();

  const Clock& clock_;
  LibmodbusTcpLink link_;
  Poller poller_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::thread thread_;
};

}  // namespace effluent
