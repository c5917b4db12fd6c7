// SPDX-License-Identifier: Apache-2.0
#include "work/recorder/recorder.hpp"

#include <utility>

#include "core/record/hex.hpp"
#include "work/recorder/cursor_text.hpp"
#include "work/recorder/implementation.hpp"

namespace effluent {
namespace {

/// A moved cursor is stored with the next commit, at the latest after this and one tick.
constexpr milliseconds kCursorPause{500};

}  // namespace

Recorder::Implementation::Implementation(const Site& of_site, Ledger& to_ledger, const Clock& by_clock,
                                         const Digest& with_digest, Announcements& to_announcements,
                                         RecorderFacts told, const Signatures* by_signatures)
    : site{of_site},
      ledger{to_ledger},
      clock{by_clock},
      digest{with_digest},
      announcements{to_announcements},
      signatures{by_signatures},
      facts{std::move(told)},
      config_hash{hex_text(digest.sha256(facts.configuration))},
      started{clock.wall()},
      outbox{site.gateway, epoch_id(started, facts.epoch_suffix), clock, digest},
      book{site, {kGrace, true}},
      quantities{site},
      board{site, facts.criterion, facts.month_criterion},
      instruments{site},
      announcer{site, clock, announcements, board, book} {}

Recorder::Result Recorder::Implementation::record(std::span<const ToRecorder> messages) {
  queue.insert(queue.end(), messages.begin(), messages.end());
  if (auto done = flush(); !done) return done;
  while (!queue.empty()) {
    const ToRecorder message = std::move(queue.front());
    queue.pop_front();
    if (const auto* poll = std::get_if<Poll>(&message)) {
      step(*poll);
    } else if (const auto* moved = std::get_if<CursorMoved>(&message)) {
      (moved->lane == Lane::journal ? cursors.journal : cursors.readings) = moved->position;
      if (!cursors_moved) cursors_moved = clock.monotonic();
    } else if (const auto* act = std::get_if<Act>(&message)) {
      step(*act);
    }
  }
  if (auto done = flush(); !done) return done;
  if (auto done = revise_pending(); !done) return done;
  announcer.tell(data_time);
  return {};
}

Recorder::Result Recorder::Implementation::tick() {
  if (auto done = record({}); !done) return done;
  outbox.begin_part();
  end_forgotten_services();
  outbox.end_part();
  const Moment now = moment();
  for (std::size_t device = 0; device < devices.size(); ++device) {
    if (!devices[device].is_due(now)) continue;
    outbox.begin_part();
    write_gap(device, now);
    remember_device(device);
    outbox.end_part();
  }
  if (cursors_moved && now.monotonic - *cursors_moved >= kCursorPause) remember_cursors();
  if (auto done = flush(); !done) return done;
  announcer.tell(data_time);
  return {};
}

Recorder::Result Recorder::Implementation::stop(const std::string& reason) {
  if (auto done = record({}); !done) return done;
  const Moment now = moment();
  outbox.begin_part();
  for (std::size_t device = 0; device < devices.size(); ++device) {
    if (devices[device].has_missed()) write_gap(device, now);
  }
  remember_place();
  outbox.write(stop_body(reason));
  outbox.end_part();
  remember_cursors();
  return flush();
}

Recorder::Result Recorder::Implementation::keep_cursors(std::span<const ToRecorder> moved) {
  if (auto done = record(moved); !done || !cursors_moved) return done;
  remember_cursors();
  return flush();
}

void Recorder::Implementation::remember_cursors() {
  outbox.remember_soon({"cursor", "journal", cursor_text(cursors.journal)});
  if (facts.publish_readings) {
    outbox.remember_soon({"cursor", "readings", cursor_text(cursors.readings)});
  }
  cursors_moved.reset();
}

Recorder::Result Recorder::Implementation::flush() {
  if (cursors_moved && !outbox.empty()) remember_cursors();
  while (!outbox.empty()) {
    auto done = ledger.commit(outbox.front().batch);
    status.store_failing = !done;
    if (!done) {
      status.store_error = done.error().store.text;
      return done;
    }
    tell(outbox.front());
    outbox.pop();
  }
  return {};
}

/// Only now anybody may know of it.
void Recorder::Implementation::tell(const UnsentBatch& draft) {
  const Batch& batch = draft.batch;
  status.last_commit = clock.wall();
  if (!batch.entries.empty()) status.entries = batch.entries.back().seq + 1;
  if (!batch.blocks.empty()) status.blocks = batch.blocks.back().rid + 1;
  if (!batch.entries.empty() || !batch.blocks.empty()) {
    announcements.post(Head{outbox.epoch(), status.entries - 1, status.blocks - 1});
  }
  for (const auto& event : draft.events) announcements.post(event);
  for (const std::size_t plant : draft.plants_closed) announcer.window_closed(plant);
  if (!draft.answers.empty()) announcer.act_recorded();
  for (const auto& answer : draft.answers) answer();
}

// ---- the face
// ----------------------------------------------------------------------------------------------------

Recorder::Recorder(const Site& site, Ledger& ledger, const Clock& clock, const Digest& digest,
                   Announcements& announcements, RecorderFacts facts, const Signatures* signatures)
    : implementation_{std::make_unique<Implementation>(site, ledger, clock, digest, announcements,
                                                       std::move(facts), signatures)} {}

Recorder::~Recorder() = default;

Recorder::Result Recorder::start() { return implementation_->start(); }
Instant Recorder::started() const { return implementation_->started; }
Instant Recorder::data_time() const { return implementation_->data_time; }
StartCursors Recorder::cursors() const { return implementation_->cursors; }
Recorder::Result Recorder::record(std::span<const ToRecorder> messages) {
  return implementation_->record(messages);
}
Recorder::Result Recorder::tick() { return implementation_->tick(); }
Recorder::Result Recorder::stop(const std::string& reason) { return implementation_->stop(reason); }
Recorder::Result Recorder::keep_cursors(std::span<const ToRecorder> moved) {
  return implementation_->keep_cursors(moved);
}
bool Recorder::is_waiting() const {
  return !implementation_->outbox.empty() || !implementation_->queue.empty();
}
RecorderStatus Recorder::status() const { return implementation_->status; }

}  // namespace effluent
