// SPDX-License-Identifier: Apache-2.0
#include "work/publisher/topic_lane.hpp"

#include <algorithm>
#include <utility>

namespace effluent {
namespace {

// From here on reason codes are refusals; 16, no matching subscribers, is none: a retained text is kept all
// the same.
constexpr int kFirstError = 128;

}  // namespace

TopicLane::Slot& TopicLane::slot_of(const std::string& topic) {
  const auto found =
      std::find_if(slots_.begin(), slots_.end(), [&](const Slot& slot) { return slot.topic == topic; });
  if (found != slots_.end()) return *found;
  slots_.push_back({});
  slots_.back().topic = topic;
  return slots_.back();
}

void TopicLane::set(const std::string& topic, std::string payload, milliseconds apart) {
  Slot& slot = slot_of(topic);
  slot.payload = std::move(payload);
  slot.apart = apart;
  slot.waits = true;
}

void TopicLane::send_now(const std::string& topic, std::string payload, Monotonic now) {
  Slot& slot = slot_of(topic);
  slot.payload = std::move(payload);
  send(slot, now);
}

void TopicLane::add_event(const std::string& topic, std::string payload) {
  if (events_.size() >= kMostEvents) events_.pop_front();
  events_.push_back({topic, std::move(payload), std::nullopt});
}

void TopicLane::on_connected() {
  connected_ = true;
  for (auto& slot : slots_) slot.waits = true;
}

void TopicLane::on_lost() {
  connected_ = false;
  for (auto& slot : slots_) slot.unanswered.reset();
  for (auto& event : events_) event.unanswered.reset();
}

bool TopicLane::drop_event(Broker::Token token) {
  const auto found = std::find_if(events_.begin(), events_.end(),
                                  [token](const Event& event) { return event.unanswered == token; });
  if (found == events_.end()) return false;
  events_.erase(found);
  return true;
}

bool TopicLane::on_acknowledged(Broker::Token token, int reason_code, Monotonic now) {
  if (reason_code >= kFirstError) {
    return refused(token, Level::alarm,
                   "the broker refuses messages (reason code " + std::to_string(reason_code) + ")", now);
  }
  for (auto& slot : slots_) {
    if (slot.unanswered != token) continue;
    slot.unanswered.reset();
    slot.pauses.begin_anew();
    say_.over(slot.topic, slot.topic + ": the broker takes messages again");
    return true;
  }
  return drop_event(token);
}

bool TopicLane::on_not_sent(Broker::Token token, const std::string& text, Monotonic now) {
  return refused(token, Level::warning, text, now);
}

bool TopicLane::refused(Broker::Token token, Level level, const std::string& why, Monotonic now) {
  for (auto& slot : slots_) {
    if (slot.unanswered != token) continue;
    say_.say(slot.topic, level, slot.topic + ": " + why + "; tried again");
    slot.unanswered.reset();
    slot.waits = true;
    slot.not_before = now + slot.pauses.next();
    return true;
  }
  if (!drop_event(token)) return false;
  say_.say("event", level, "a copy of an event was not taken (the journal has it): " + why);
  return true;
}

void TopicLane::send(Slot& slot, Monotonic now) {
  slot.waits = false;
  slot.not_before = slot.apart > milliseconds{0} ? std::optional{now + slot.apart} : std::nullopt;
  slot.unanswered = broker_.publish({slot.topic, slot.payload, true});
}

std::optional<Monotonic> TopicLane::step(Monotonic now) {
  std::optional<Monotonic> next;
  if (!connected_) return next;
  for (auto& slot : slots_) {
    if (!slot.waits || slot.unanswered) continue;
    if (!slot.not_before || now >= *slot.not_before) {
      send(slot, now);
    } else if (!next || *slot.not_before < *next) {
      next = slot.not_before;
    }
  }
  for (auto& event : events_) {
    if (!event.unanswered) event.unanswered = broker_.publish({event.topic, event.payload, false});
  }
  return next;
}

bool TopicLane::has_unanswered() const {
  return std::any_of(slots_.begin(), slots_.end(),
                     [](const Slot& slot) { return slot.unanswered.has_value(); }) ||
         std::any_of(events_.begin(), events_.end(),
                     [](const Event& event) { return event.unanswered.has_value(); });
}

bool TopicLane::is_unanswered(const std::string& topic) const {
  return std::any_of(slots_.begin(), slots_.end(),
                     [&](const Slot& slot) { return slot.topic == topic && slot.unanswered.has_value(); });
}

bool TopicLane::is_at_rest() const {
  return events_.empty() && std::all_of(slots_.begin(), slots_.end(),
                                        [](const Slot& slot) { return !slot.waits && !slot.unanswered; });
}

}  // namespace effluent
