// SPDX-License-Identifier: Apache-2.0
#include "work/publisher/publisher.hpp"

#include <algorithm>
#include <utility>

#include "core/record/payload_state.hpp"

namespace effluent {
namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

constexpr milliseconds kAtLatest{60'000};
constexpr milliseconds kLiveApart{1'000};
constexpr milliseconds kFollowApart{5'000};
constexpr int kDisconnectMost = 500;

}  // namespace

Publisher::Publisher(PublisherSettings settings, Broker& broker, Records& records,
                     const std::function<void(const CursorMoved&)>& moved, Log log)
    : settings_{std::move(settings)},
      broker_{broker},
      say_{std::move(log)},
      journal_{{Lane::journal, topic("journal"), settings_.journal, &broker, &records, &say_, moved}},
      readings_{{Lane::readings, topic("readings"), settings_.readings, &broker, &records, &say_, moved}},
      topics_{broker, say_},
      pauses_{settings_.seed} {}

std::string Publisher::topic(const std::string& rest) const {
  return settings_.prefix + "/1/" + settings_.province + "/" + settings_.gateway + "/" + rest;
}

std::string Publisher::state(bool online, Instant wall) const {
  GatewayState state{settings_.gateway, wall, online, settings_.version, {}, std::nullopt};
  if (head_) {
    state.epoch = head_->epoch;
    if (head_->last_seq >= 0) state.last_seq = head_->last_seq;
  }
  return state_payload(state);
}

void Publisher::wake_at(std::optional<Monotonic> time) {
  if (time && *time < next_) next_ = *time;
}

bool Publisher::has_unanswered() const {
  return topics_.has_unanswered() || journal_.has_unanswered() || readings_.has_unanswered();
}

Monotonic Publisher::step(Monotonic now, Instant wall, std::span<const FromRecorder> messages) {
  next_ = now + kAtLatest;
  if (phase_ == Phase::finished) return next_;
  for (const auto& message : messages) take(message);
  for (const auto& event : broker_.take_events()) take(event, now, wall);
  if (!settings_.publish_readings) follow_readings(now, finish_by_.has_value());
  watch(now);
  if (!finish_by_ && phase_ == Phase::waiting && head_) begin_connecting(now, wall);
  if (phase_ == Phase::connected) send_due(now, wall);
  if (finish_by_) end(now, wall);
  return next_;
}

void Publisher::take(const FromRecorder& message) {
  std::visit(
      Overloaded{
          [this](const Head& head) {
            head_ = head;
            journal_.wake();
            readings_.wake();
          },
          [this](const LivePayload& live) {
            topics_.set(topic("live/" + live.plant), live.json, kLiveApart);
          },
          [this](const VerdictPayload& verdict) {
            topics_.set(topic("verdict/" + verdict.plant), verdict.json, milliseconds{0});
          },
          [this](const CompliancePayload& compliance) {
            topics_.set(topic("compliance"), compliance.json, milliseconds{0});
          },
          [this](const EventPayload& event) { topics_.add_event(topic("event/" + event.plant), event.line); },
      },
      message);
}

void Publisher::take(const Broker::Event& event, Monotonic now, Instant wall) {
  std::visit(Overloaded{
                 [&](const Broker::Connected& connected) { on_connected(connected, now, wall); },
                 [&](const Broker::Failed& failed) { on_failed(failed.text, now); },
                 [&](const Broker::Lost& lost) { on_lost(lost.text, now); },
                 [&](const Broker::Acknowledged& answer) {
                   progress_ = now;
                   if (topics_.on_acknowledged(answer.token, answer.reason_code, now)) return;
                   if (journal_.on_acknowledged(answer.token, answer.reason_code, now)) return;
                   readings_.on_acknowledged(answer.token, answer.reason_code, now);
                 },
                 [&](const Broker::NotSent& failure) {
                   if (topics_.on_not_sent(failure.token, failure.text, now)) return;
                   if (journal_.on_not_sent(failure.token, failure.text, now)) return;
                   readings_.on_not_sent(failure.token, failure.text, now);
                 },
             },
             event);
}

void Publisher::send_due(Monotonic now, Instant wall) {
  const bool waited = has_unanswered();
  if (!offline_by_) {
    if (state_at_ && now >= *state_at_) {
      topics_.set(topic("state"), state(true, wall), milliseconds{0});
      state_at_ = now + kStateEvery;
    }
    wake_at(state_at_);
    wake_at(topics_.step(now));
    wake_at(journal_.step(now));
    if (settings_.publish_readings) wake_at(readings_.step(now));
  }
  if (!waited && has_unanswered()) progress_ = now;
  if (has_unanswered()) wake_at(progress_ + kCongestion);
}

void Publisher::follow_readings(Monotonic now, bool at_once) {
  if (!head_ || head_->last_rid < 0) return;
  if (!at_once && followed_at_ && now - *followed_at_ < kFollowApart) return;
  followed_at_ = now;
  readings_.follow({head_->epoch, head_->last_rid + 1});
}

void Publisher::finish(Monotonic now, milliseconds sending_most) {
  if (!finish_by_) finish_by_ = now + std::min(sending_most, kSendingAtEnd);
}

void Publisher::end(Monotonic now, Instant wall) {
  if (phase_ != Phase::connected) {
    broker_.disconnect(0);
    phase_ = Phase::finished;
    return;
  }
  if (!offline_by_) {
    const bool at_rest = topics_.is_at_rest() && journal_.is_at_rest() &&
                         (!settings_.publish_readings || readings_.is_at_rest());
    if (!at_rest && now < *finish_by_) {
      wake_at(finish_by_);
      return;
    }
    topics_.send_now(topic("state"), state(false, wall), now);
    offline_by_ = now + kOfflineAtEnd;
  }
  if (topics_.is_unanswered(topic("state")) && now < *offline_by_) {
    wake_at(offline_by_);
    return;
  }
  broker_.disconnect(kDisconnectMost);
  phase_ = Phase::finished;
}

PublisherStatus Publisher::status() const {
  PublisherStatus status = status_;
  status.connected = phase_ == Phase::connected;
  status.messages_sent = journal_.sent_messages() + readings_.sent_messages();
  status.entries_acknowledged = journal_.acknowledged_lines();
  status.blocks_acknowledged = readings_.acknowledged_lines();
  status.journal = journal_.cursor();
  status.readings = readings_.cursor();
  return status;
}

}  // namespace effluent
