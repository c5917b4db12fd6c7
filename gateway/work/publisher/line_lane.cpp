// SPDX-License-Identifier: Apache-2.0
#include "work/publisher/line_lane.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace effluent {
namespace {

/// Fixed header, topic length, packet id, properties: what a packet holds beside topic and payload, at most.
constexpr std::size_t kPacketOverhead = 16;
constexpr std::size_t kLeastBytes = 1024;
constexpr auto kAdaptedFor = std::chrono::minutes{10};
constexpr auto kReadAgain = std::chrono::seconds{1};
constexpr int kNoMatchingSubscribers = 16;
constexpr double kShare = 0.25;  // of a new drain rate in the smoothed one

std::string name_of(Lane lane) { return lane == Lane::journal ? "journal" : "readings"; }

}  // namespace

LineLane::LineLane(Parts parts)
    : lane_{parts.lane},
      topic_{std::move(parts.topic)},
      broker_{*parts.broker},
      records_{*parts.records},
      say_{*parts.say},
      moved_{std::move(parts.moved)},
      cursor_{std::move(parts.cursor)},
      read_{cursor_} {}

void LineLane::on_connected(Monotonic now, std::optional<std::size_t> most_packet) {
  connected_ = true;
  progress_ = false;
  if (adapted_bytes_ < kMostBytes && now - adapted_at_ >= kAdaptedFor) {
    adapted_bytes_ = std::min(adapted_bytes_ * 2, kMostBytes);
    adapted_at_ = now;
  }
  most_bytes_ = adapted_bytes_;
  if (most_packet) {
    const auto around = topic_.size() + kPacketOverhead;
    most_bytes_ = std::min(most_bytes_, *most_packet > around ? *most_packet - around : std::size_t{1});
  }
}

void LineLane::on_lost() {
  // A broker of MQTT 3.1.1 that limits packets says so only by hanging up: smaller messages find what it
  // takes.
  if (connected_ && unanswered_ > 0 && !progress_) {
    const auto largest = std::max_element(sent_.begin(), sent_.end(),
                                          [](const Sent& l, const Sent& r) { return l.bytes < r.bytes; });
    adapted_bytes_ = std::clamp(std::min(adapted_bytes_, largest->bytes) / 2, kLeastBytes, kMostBytes);
  }
  connected_ = false;
  sent_.clear();
  unanswered_ = 0;
  unanswered_bytes_ = 0;
  refused_ = false;
  pause_until_.reset();
  read_ = cursor_;
  caught_up_ = false;
}

LineLane::Sent* LineLane::find(Broker::Token token) {
  const auto found = std::find_if(sent_.begin(), sent_.end(), [token](const Sent& sent) {
    return sent.token == token && sent.answer == Sent::Answer::none;
  });
  return found == sent_.end() ? nullptr : &*found;
}

bool LineLane::on_acknowledged(Broker::Token token, int reason_code, Monotonic now) {
  Sent* sent = find(token);
  if (sent == nullptr) return false;
  if (reason_code == 0) {
    measure(*sent, now);
    progress_ = true;
    if (!refused_) {  // behind a refused message a 0 changes nothing: it goes again
      pauses_.begin_anew();
      one_at_a_time_ = false;
      say_.over(topic_, topic_ + ": the broker takes messages again");
    }
  } else if (reason_code == kNoMatchingSubscribers) {
    say_.say(topic_, Level::warning,
             topic_ + ": nobody subscribes, so the broker keeps nothing; the " + name_of(lane_) +
                 " waits and is tried again (is the center connected to this broker?)");
  } else {
    say_.say(topic_, Level::alarm,
             topic_ + ": the broker refuses messages (reason code " + std::to_string(reason_code) +
                 "); the " + name_of(lane_) +
                 " waits and is tried again (check the broker's access rules and quota)");
  }
  answered(*sent, reason_code == 0, now);
  return true;
}

bool LineLane::on_not_sent(Broker::Token token, const std::string& text, Monotonic now) {
  Sent* sent = find(token);
  if (sent == nullptr) return false;
  say_.say(topic_, Level::warning,
           topic_ + ": " + text + "; the " + name_of(lane_) + " waits and is tried again");
  answered(*sent, false, now);
  return true;
}

void LineLane::answered(Sent& sent, bool taken, Monotonic now) {
  sent.answer = taken ? Sent::Answer::taken : Sent::Answer::refused;
  --unanswered_;
  unanswered_bytes_ -= sent.bytes;
  refused_ = refused_ || !taken;
  pass_taken();
  if (!refused_ || unanswered_ > 0) return;
  // All others are answered: a pause, then from the first line without a 0, one message at a time.
  sent_.clear();
  read_ = cursor_;
  caught_up_ = false;
  refused_ = false;
  one_at_a_time_ = true;
  pause_until_ = now + pauses_.next();
}

void LineLane::pass_taken() {
  bool passed = false;
  while (!sent_.empty() && sent_.front().answer == Sent::Answer::taken) {
    cursor_ = sent_.front().after;
    acknowledged_lines_ += sent_.front().lines;
    sent_.pop_front();
    passed = true;
  }
  if (passed && moved_) moved_({lane_, cursor_});
}

void LineLane::measure(const Sent& sent, Monotonic now) {
  const std::chrono::duration<double> took =
      std::max<std::chrono::nanoseconds>(now - sent.at, milliseconds{1});
  const double rate = static_cast<double>(sent.ahead) / took.count();
  bytes_per_second_ = bytes_per_second_ > 0 ? bytes_per_second_ + kShare * (rate - bytes_per_second_) : rate;
}

/// Unanswered bytes stay within about a second of the drain rate, so that the live lane stays live (design.md
/// 5).
bool LineLane::may_send() const {
  if (!connected_ || refused_ || caught_up_ || unanswered_ >= kMostUnanswered) return false;
  if (unanswered_ == 0) return true;
  if (one_at_a_time_) return false;
  const double budget = bytes_per_second_ > 0 ? bytes_per_second_ : static_cast<double>(2 * kMostBytes);
  return static_cast<double>(unanswered_bytes_) < budget;
}

bool LineLane::send_next(Monotonic now) {
  auto lines =
      lane_ == Lane::journal ? records_.entries(read_, most_bytes_) : records_.blocks(read_, most_bytes_);
  if (!lines) {
    say_.say("store", Level::alarm, "the publisher can't read the store: " + lines.error().text);
    return false;
  }
  say_.over("store", "the publisher reads the store again");
  if (lines->lines.empty()) {
    caught_up_ = true;
    return false;
  }
  Sent sent;
  Broker::Message message{topic_, {}, false};
  for (const auto& line : lines->lines) message.payload.append(line).push_back('\n');
  sent.lines = static_cast<std::int64_t>(lines->lines.size());
  sent.after = {lines->from.epoch, lines->from.next + sent.lines};
  sent.bytes = message.payload.size();
  sent.at = now;
  unanswered_bytes_ += sent.bytes;
  sent.ahead = unanswered_bytes_;
  ++unanswered_;
  ++sent_messages_;
  read_ = sent.after;
  sent.token = broker_.publish(message);
  sent_.push_back(std::move(sent));
  return true;
}

std::optional<Monotonic> LineLane::step(Monotonic now) {
  if (!connected_) return std::nullopt;
  if (pause_until_) {
    if (now < *pause_until_) return pause_until_;
    pause_until_.reset();
  }
  while (may_send()) {
    if (send_next(now)) continue;
    if (!caught_up_) return now + kReadAgain;
  }
  return std::nullopt;
}

void LineLane::follow(const Position& newest) {
  if (newest == cursor_) return;
  cursor_ = newest;
  read_ = newest;
  if (moved_) moved_({lane_, cursor_});
}

}  // namespace effluent
