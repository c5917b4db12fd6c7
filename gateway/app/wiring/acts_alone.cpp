// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <utility>

#include "adapters/control/control_client.hpp"
#include "adapters/sqlite/sqlite_ledger.hpp"
#include "adapters/system/machine.hpp"
#include "adapters/system/sodium_digest.hpp"
#include "adapters/system/sodium_signatures.hpp"
#include "adapters/system/system_clock.hpp"
#include "app/wiring/acts.hpp"
#include "app/wiring/settings.hpp"
#include "work/recorder/recorder.hpp"

namespace effluent {
namespace {

/// Nobody listens while no gateway runs; what is committed is sent by the next one.
class Nobody final : public Announcements {
 public:
  void post(FromRecorder /*message*/) override {}
};

std::string failure(const WriteError& error) {
  return "the store could not be written (" + error.store.text + "); nothing was recorded";
}

tl::expected<std::string, std::string> act_alone(const Configuration& configuration, std::string_view request,
                                                 const std::string& user) {
  auto facts = facts_of(configuration);
  if (!facts) return tl::unexpected(facts.error());
  auto ledger = open_ledger(configuration.data_directory);
  if (!ledger) return tl::unexpected(ledger.error().text);
  const SystemClock clock;
  const SodiumDigest digest;
  const SodiumSignatures signatures;
  Nobody nobody;
  Recorder recorder{configuration.site, **ledger, clock, digest, nobody, std::move(*facts), &signatures};
  if (const auto started = recorder.start(); !started) return tl::unexpected(failure(started.error()));
  Recorder::Result recorded;
  std::optional<std::string> reply = answer_act(request, user, [&](Act act) {
    const ToRecorder message = std::move(act);
    recorded = recorder.record({&message, 1});
  });
  if (!recorded) return tl::unexpected(failure(recorded.error()));
  if (const auto stopped = recorder.stop("command"); !stopped)
    return tl::unexpected(failure(stopped.error()));
  return std::move(*reply);
}

}  // namespace

tl::expected<std::string, std::string> act(const Configuration& configuration, const std::string& request) {
  const auto socket = configuration.data_directory / "control.sock";
  auto reply = ask_gateway(socket, request);
  if (reply) return reply;
  auto alone = act_alone(configuration, request, own_user_name());
  if (alone) return alone;
  return tl::unexpected(reply.error() + "\nwithout it: " + alone.error());
}

}  // namespace effluent
