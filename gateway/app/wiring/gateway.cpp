// SPDX-License-Identifier: Apache-2.0
#include "app/wiring/gateway.hpp"

#include <malloc.h>
#include <signal.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "adapters/control/control_server.hpp"
#include "adapters/mqtt/paho_broker.hpp"
#include "adapters/sqlite/sqlite_ledger.hpp"
#include "adapters/sqlite/sqlite_records.hpp"
#include "adapters/system/machine.hpp"
#include "adapters/system/sodium_digest.hpp"
#include "adapters/system/sodium_signatures.hpp"
#include "adapters/system/system_clock.hpp"
#include "app/commands/commands.hpp"
#include "app/wiring/acts.hpp"
#include "app/wiring/bus_thread.hpp"
#include "app/wiring/end_watch.hpp"
#include "app/wiring/publisher_thread.hpp"
#include "app/wiring/recorder_thread.hpp"
#include "app/wiring/settings.hpp"
#include "app/wiring/status_text.hpp"
#include "core/measure/time.hpp"

namespace effluent {
namespace {

/// An end takes at most 10 s (record.md, "Program").
constexpr milliseconds kEndMost{9'000};
/// What of that the publisher may use up to, whatever the buses and the store took before.
constexpr milliseconds kLeftAt{8'500};

sigset_t block_signals() {
  ::signal(SIGPIPE, SIG_IGN);
  sigset_t set{};
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGINT);
  ::sigaddset(&set, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  return set;
}

/// All threads of a running gateway, in the order in which they are started; stopped in reverse.
class Threads {
 public:
  Threads(const Configuration& configuration, Recorder& recorder, const Clock& clock,
          AnnouncementInbox& announcements, std::function<void()> failed)
      : configuration_{configuration},
        clock_{clock},
        announcements_{announcements},
        cursors_{recorder.cursors()},
        started_{recorder.started()},
        recorder_{recorder, configuration.stall_buffer, std::move(failed)} {}

  [[nodiscard]] tl::expected<void, std::string> start() {
    auto control = ControlServer::listen(
        configuration_.data_directory / "control.sock",
        [this](const Peer& peer, std::string_view request) { return answer(peer, request); });
    if (!control) return tl::unexpected(control.error());
    control_ = std::make_unique<ControlServer>(std::move(*control));
    if (configuration_.mqtt) {
      auto records = open_records(configuration_.data_directory);
      if (!records) return tl::unexpected(records.error().text);
      auto broker = std::make_unique<PahoBroker>(paho_settings(configuration_),
                                                 [this] { announcements_.inbox().wake(); });
      publisher_ = std::make_unique<PublisherThread>(
          publisher_settings(configuration_, cursors_), std::move(broker), std::move(*records), clock_,
          announcements_, [this](const CursorMoved& cursor) { recorder_.put(cursor); });
    }
    const auto& site = configuration_.site;
    for (std::size_t bus = 0; bus < site.buses.size(); ++bus) {
      buses_.push_back(std::make_unique<BusThread>(
          site, bus, clock_, [this](Poll poll) { return recorder_.offer(std::move(poll)); }, started_));
    }
    control_thread_ = std::thread{[this] { control_->serve(); }};
    return {};
  }

  /// Polls end, the inbox is written, the rest is sent. Longer than kEndMost takes only a disk or a client of
  /// the broker that stands still; then the process ends here.
  void stop(const std::string& reason) {
    const EndWatch watch{kEndMost, [this] { end_at_once(); }};
    const Monotonic began = clock_.monotonic();
    for (const auto& bus : buses_) bus->request_stop();
    for (const auto& bus : buses_) bus->join();
    if (control_ && control_thread_.joinable()) {
      control_->stop();
      control_thread_.join();
    }
    recorder_.finish(reason);
    if (publisher_) {
      const auto left = std::chrono::floor<milliseconds>(began + kLeftAt - clock_.monotonic());
      publisher_->finish(std::max(left - PublisherThread::kLeavingMost, milliseconds{0}));
      recorder_.keep_cursors();
    }
  }

  [[nodiscard]] bool store_failed() const { return recorder_.has_failed(); }

 private:
  /// As kill -9 would: what was reported as recorded is safe, the broker publishes the will.
  void end_at_once() const {
    const bool written = recorder_.has_written_all();
    if (written) {
      spdlog::warn("the broker's client does not end; everything recorded is on disk");
    } else {
      spdlog::critical(
          "the disk does not answer; what was reported as recorded is safe, the next start declares the rest "
          "as downtime; the gateway ends with status 74");
    }
    ::_exit(written ? kDone : kStoreFailed);
  }

  std::string answer(const Peer& peer, std::string_view request) {
    if (request == R"({"command":"status"})") return answer_status();
    const auto put = [this](Act act) { recorder_.put(std::move(act)); };
    return answer_act(request, user_name(peer.user), put).value_or(R"({"error":"unknown command"})");
  }

  std::string answer_status() {
    const auto recorder = recorder_.status();
    if (!recorder)
      return R"({"error":"the recorder did not answer within 2 s: the disk may be standing still"})";
    const auto publisher = publisher_ ? std::optional{publisher_->status()} : std::nullopt;
    return status_json(configuration_, *recorder, publisher, recorder_.waiting(), clock_.wall());
  }

  const Configuration& configuration_;
  const Clock& clock_;
  AnnouncementInbox& announcements_;
  StartCursors cursors_;
  Instant started_;
  RecorderThread recorder_;
  std::unique_ptr<PublisherThread> publisher_;
  std::unique_ptr<ControlServer> control_;
  std::vector<std::unique_ptr<BusThread>> buses_;
  std::thread control_thread_;
};

void say_start(const Configuration& configuration, const Recorder& recorder) {
  spdlog::info("gateway {} started: {} plants, {} devices, store in {}, {}", configuration.site.gateway,
               configuration.site.plants.size(), configuration.site.devices.size(),
               configuration.data_directory.string(), store_version());
  if (recorder.data_time() > recorder.started()) {
    spdlog::error(
        "the store holds a poll of {}, which is later than now: until then no window closes and no reading "
        "enters a mean; is the clock right?",
        time_text(recorder.data_time()));
  }
  const auto& devices = configuration.site.devices;
  const auto status = recorder.status();
  for (std::size_t i = 0; i < devices.size(); ++i) {
    if (!status.devices[i].other_serial) continue;
    spdlog::warn(
        "device {} was replaced by the instrument {}, but the configuration's serial is {}: blocks carry the "
        "configuration's; set serial = \"{}\", or record the replacement that is missing",
        devices[i].id, *status.devices[i].other_serial, devices[i].serial.value_or("not given"),
        *status.devices[i].other_serial);
  }
}

}  // namespace

int run_gateway(const Configuration& configuration) {
  // A thread a bus would else mean an arena each; a plant computer has little memory and we allocate little.
  ::mallopt(M_ARENA_MAX, 2);
  auto signals = block_signals();
  const auto facts = facts_of(configuration);
  if (!facts) {
    spdlog::critical("{}; nothing was started", facts.error());
    return kFailed;
  }
  auto ledger = open_ledger(configuration.data_directory);
  if (!ledger) {
    spdlog::critical("{}", ledger.error().text);
    return ledger.error().in_use ? kFailed : kStoreFailed;
  }
  const SystemClock clock;
  const SodiumDigest digest;
  const SodiumSignatures signatures;
  AnnouncementInbox announcements{configuration.mqtt.has_value()};
  Recorder recorder{configuration.site, **ledger, clock, digest, announcements, *facts, &signatures};
  if (const auto started = recorder.start(); !started) {
    spdlog::critical("the store could not begin a new epoch ({}); nothing was polled",
                     started.error().store.text);
    return kStoreFailed;
  }
  say_start(configuration, recorder);
  ::malloc_trim(0);  // what reading the configuration and the store needed
  // A failing store ends the process as a signal does: main is told by one of its own.
  Threads threads{configuration, recorder, clock, announcements, [] { ::kill(::getpid(), SIGTERM); }};
  if (const auto running = threads.start(); !running) {
    spdlog::critical("{}", running.error());
    threads.stop("signal");
    return kFailed;
  }
  int received = 0;
  ::sigwait(&signals, &received);
  const bool failed = threads.store_failed();
  spdlog::info("{}: no new poll; what waits is written and sent",
               failed ? "the store failed" : "asked to stop");
  threads.stop(failed ? "store" : "signal");
  if (threads.store_failed()) return kStoreFailed;
  spdlog::info("stopped; everything recorded is on disk");
  return kDone;
}

}  // namespace effluent
