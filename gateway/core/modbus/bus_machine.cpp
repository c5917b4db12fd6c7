// SPDX-License-Identifier: Apache-2.0
#include "core/modbus/bus_machine.hpp"

#include <utility>

namespace effluent {

void BusMachine::begin(int unit_id, std::vector<Request> requests, bool link_is_open) {
  unit_ = static_cast<std::uint8_t>(unit_id);
  requests_ = std::move(requests);
  answers_.clear();
  place_ = requests_.empty() ? Place::idle : link_is_open ? Place::looking : Place::opening;
}

BusMachine::Action BusMachine::next(Monotonic now) {
  switch (place_) {
    case Place::looking:
      return {Deed::receive, now, {}};
    case Place::closing:
      place_ = std::exchange(reopening_, false) ? Place::opening : Place::idle;
      return {Deed::close, now, {}};
    case Place::opening:
      return {Deed::open, now + timeout_, {}};
    case Place::sending:
      question_ = {transaction_, unit_, requests_[answers_.size()]};
      outgoing_ = tcp_request(question_);
      incoming_.clear();
      deadline_ = now + timeout_;
      return {Deed::send, deadline_, outgoing_};
    case Place::waiting:
      return {Deed::receive, deadline_, {}};
    case Place::idle:
      break;
  }
  return {};
}

void BusMachine::on_open(bool opened, std::uint16_t transaction) {
  transaction_ = transaction;
  if (opened) {
    place_ = Place::sending;
  } else {
    fail_rest(Failure::link_lost);
  }
}

void BusMachine::on_sent() { place_ = Place::waiting; }

void BusMachine::on_bytes(Monotonic now, std::span<const std::uint8_t> bytes) {
  if (place_ == Place::looking) {
    if (answers_.empty()) return reopen();
    return fail_rest(Failure::bad_reply);
  }
  incoming_.insert(incoming_.end(), bytes.begin(), bytes.end());
  auto reply = tcp_reply(question_, incoming_);
  if (now > deadline_) return fail_rest(Failure::timeout);
  if (!reply) return;
  if (reply->answer.failure == Failure::bad_reply) return fail_rest(Failure::bad_reply);
  answers_.push_back(std::move(reply->answer));
  ++transaction_;
  if (incoming_.size() > reply->used) return fail_rest(Failure::bad_reply);
  place_ = answers_.size() < requests_.size() ? Place::looking : Place::idle;
}

void BusMachine::on_silence(Monotonic now) {
  if (place_ == Place::looking) {
    place_ = Place::sending;
  } else if (now >= deadline_) {
    fail_rest(Failure::timeout);
  }
}

void BusMachine::on_lost() {
  // An instrument may close a connection that was idle: that is no failed poll yet.
  if (place_ == Place::looking && answers_.empty()) return reopen();
  fail_rest(Failure::link_lost);
}

std::vector<Answer> BusMachine::take_answers() { return std::exchange(answers_, {}); }

void BusMachine::fail_rest(Failure failure) {
  for (std::size_t i = answers_.size(); i < requests_.size(); ++i) {
    answers_.push_back({requests_[i], failure, 0, {}});
  }
  reopening_ = false;
  place_ = Place::closing;
}

void BusMachine::reopen() {
  reopening_ = true;
  place_ = Place::closing;
}

}  // namespace effluent
