// SPDX-License-Identifier: Apache-2.0
// The connection of the publisher: what happens to it, when it is begun anew, what ends a silent one.
#include "work/publisher/publisher.hpp"

namespace effluent {
namespace {

constexpr milliseconds kConnectingMost{90'000};  // the broker's door answers long before

}  // namespace

void Publisher::on_connected(const Broker::Connected& event, Monotonic now, Instant wall) {
  if (phase_ != Phase::connecting) return;
  phase_ = Phase::connected;
  pauses_.begin_anew();
  progress_ = now;
  ++status_.connections;
  status_.connected_since = wall;
  say_.over("broker", {});
  say_.tell(Level::info, "connected to the broker");
  topics_.on_connected();
  topics_.send_now(topic("state"), state(true, wall), now);  // before every other text
  state_at_ = now + kStateEvery;
  journal_.on_connected(now, event.most_packet);
  readings_.on_connected(now, event.most_packet);
}

void Publisher::on_failed(const std::string& text, Monotonic now) {
  if (phase_ != Phase::connecting) return;
  phase_ = Phase::waiting;
  attempt_at_ = now + pauses_.next();
  status_.last_error = text;
  say_.say("broker", Level::warning,
           "no connection to the broker: " + text + "; tried again, nothing is lost");
}

void Publisher::on_lost(const std::string& text, Monotonic now) {
  if (phase_ != Phase::connected) return;
  phase_ = Phase::waiting;
  attempt_at_ = now + pauses_.next();
  status_.last_error = text;
  status_.connected_since.reset();
  topics_.on_lost();
  journal_.on_lost();
  readings_.on_lost();
  say_.say("broker", Level::warning,
           "connection to the broker lost: " + text + "; tried again, nothing is lost");
}

/// What a broker or a network that has gone silent would otherwise hold up for ever.
void Publisher::watch(Monotonic now) {
  if (phase_ == Phase::connected && has_unanswered()) {
    if (now - progress_ >= kCongestion) {
      broker_.disconnect(0);
      on_lost("no answer to messages for 60 s", now);
    } else {
      wake_at(progress_ + kCongestion);
    }
  }
  if (phase_ == Phase::connecting) {
    if (now - since_ >= kConnectingMost) {
      broker_.disconnect(0);
      on_failed("no answer to the attempt", now);
    } else {
      wake_at(since_ + kConnectingMost);
    }
  }
}

void Publisher::begin_connecting(Monotonic now, Instant wall) {
  if (attempt_at_ && now < *attempt_at_) {
    wake_at(attempt_at_);
    return;
  }
  phase_ = Phase::connecting;
  since_ = now;
  broker_.connect({topic("state"), state(false, wall), true});
  wake_at(now + kConnectingMost);
}

}  // namespace effluent
