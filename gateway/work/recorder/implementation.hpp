// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "core/correction/book.hpp"
#include "core/instrument/book.hpp"
#include "core/judge/compliance.hpp"
#include "core/judge/window_book.hpp"
#include "core/measure/interpreter.hpp"
#include "core/quantity/quantity_book.hpp"
#include "core/record/block.hpp"
#include "core/record/check_entry.hpp"
#include "core/record/correction_entry.hpp"
#include "core/record/instrument_entry.hpp"
#include "core/record/stored_verdict.hpp"
#include "work/recorder/announcer.hpp"
#include "work/recorder/device_track.hpp"
#include "work/recorder/outbox.hpp"
#include "work/recorder/plant_track.hpp"
#include "work/recorder/recorder.hpp"

namespace effluent {

/// The recorder's inside. A start: start.cpp (a new epoch), read_store.cpp and restore_windows.cpp (what the
/// store tells). Then poll_step.cpp (a poll becomes a block), act_step.cpp and instrument_step.cpp (a
/// person's act becomes an entry), correction_step.cpp and revision_step.cpp (what was explained, decided and
/// therefore judged anew), close_windows.cpp (what is due, and what a later start has to know) and
/// recorder.cpp (transactions, what falls due by time).
struct Recorder::Implementation {
  Implementation(const Site& of_site, Ledger& to_ledger, const Clock& by_clock, const Digest& with_digest,
                 Announcements& to_announcements, RecorderFacts told, const Signatures* by_signatures);

  /// Texts of the store's memory, by kind and key.
  using Memory = std::map<std::string, std::map<std::string, std::string>>;

  // ---- start.cpp
  Result start();
  void write_start();
  void write_downtime();
  void close_downtime();

  // ---- read_store.cpp
  tl::expected<void, StoreError> read_store();
  void read_devices(Memory& memory);
  void read_cursors(Memory& memory);
  void read_snapshot(const std::string& text);

  // ---- restore_windows.cpp
  tl::expected<void, StoreError> restore_windows();
  void restore_mean(const std::string& line, Instant book_from);
  void resume_quantities(Memory& memory);
  bool is_in_an_hour(const StoredMean& mean) const;
  bool restore_block(const StoredRow& row);

  // ---- poll_step.cpp
  void step(const Poll& poll);
  void heed_long_gap(Instant polled_at);
  void leave_out(Instant from, Instant until);
  void enter(const Poll& poll, const std::vector<Reading>& readings);
  void remember_cycles(std::size_t device);
  void write_gap(std::size_t device, const Moment& now);
  bool write_event(const Poll& poll, const Moment& now);
  void note_status(const Poll& poll, const std::vector<Reading>& readings);

  // ---- close_windows.cpp
  void close_windows(Instant until);
  void write_group(const std::vector<JudgedLine>& lines);
  void write_duty(const JudgedLine& line);
  void write_quantities();
  void remember_place();
  void remember_device(std::size_t device);
  void remember_windows(std::size_t plant);
  void remember_day(const std::optional<DayVerdicts::Kept>& kept);

  // ---- act_step.cpp
  void read_acts(Memory& memory);
  void step(const Act& act);
  void step(const LaboratoryResult& result, const Act& act);
  void step(const StandardsImport& import, const Act& act);
  void write_act(const std::string& body, const Act& act);
  const std::string& write_act_at(Instant time, const std::string& body, const Act& act);

  // ---- instrument_step.cpp
  void read_instruments(Memory& memory);
  void step(const InstrumentCheck& check, const Act& act);
  void step(const ServiceAct& service, const Act& act);
  void begin_service(const ServiceAct& service, const ServicePlace& place, const Act& act);
  void end_service(const ServiceWindow& window, const ServiceEnding& ending, const Act* act);
  void step(const Replacement& replacement, const Act& act);
  void end_forgotten_services();
  void remember_verified(const std::string& device);
  void note_serials();
  SuspectPeriod suspect_period(const RecordedCheck& recorded, Instant now);

  // ---- correction_step.cpp
  void read_corrections(Memory& memory);
  void step(const Explanation& explanation, const Act& act);
  void step(const DecisionNote& note, const Act& act);
  tl::expected<VerifiedDecision, Faults> verify(const DecisionNote& note) const;
  void heed_exclusions(const FinalVerdict& final);
  void remember_pending(std::size_t decision);

  // ---- revision_step.cpp
  Result revise_pending();
  tl::expected<void, StoreError> revise_day(std::size_t decision, Day day);
  void write_revision(const JudgedLine& line, const StoredVerdict& old, std::size_t decision);
  void replace_days(const std::vector<StoredVerdict>& verdicts, std::size_t plant, Day day);
  bool concerns(const Exclusion& exclusion, const StoredVerdict& verdict) const;
  Verdict standing_of(const StoredVerdict& verdict) const;

  // ---- recorder.cpp
  Result record(std::span<const ToRecorder> messages);
  Result tick();
  Result stop(const std::string& reason);
  Result keep_cursors(std::span<const ToRecorder> moved);
  Result flush();
  void tell(const UnsentBatch& draft);
  void remember_cursors();

  [[nodiscard]] Moment moment() const { return {clock.wall(), clock.monotonic(), facts.boot}; }
  /// Number in the store of the next block.
  [[nodiscard]] std::int64_t next_number() const { return first_number + outbox.next_rid(); }

  const Site& site;
  Ledger& ledger;
  const Clock& clock;
  const Digest& digest;
  Announcements& announcements;
  const Signatures* signatures;  ///< null: nothing can be verified
  RecorderFacts facts;
  std::string config_hash;
  Instant started;

  Outbox outbox;
  WindowBook book;
  QuantityBook quantities;
  ComplianceBoard board;
  InstrumentBook instruments;
  CorrectionBook corrections;
  Announcer announcer;
  std::vector<Interpreter> interpreters;              ///< as Site::devices
  std::vector<std::vector<CycleMemory>> kept_cycles;  ///< as they are (or wait to be) stored
  std::vector<DeviceTrack> devices;                   ///< as Site::devices
  std::map<std::string, DeviceTrack> former_devices;  ///< not polled any more, by id
  std::vector<PlantTrack> plants;                     ///< as Site::plants
  std::map<std::string, std::size_t> device_index;
  std::map<std::string, std::size_t> plant_index;

  Instant quantities_from = Instant::max();  ///< base means that lines of quantities still rest on
  /// What stands in the place of a recorded verdict.
  struct Revised {
    EntryPlace place;
    Verdict verdict = Verdict::no_limit;
    std::size_t decision = 0;  ///< number in `corrections`
  };
  std::map<std::string, Revised> revised;  ///< by name of the window
  /// Days, at +07:00, whose verdicts a decision (by its number) is yet to revise.
  std::map<std::size_t, std::set<std::chrono::sys_days>> pending;

  std::optional<EpochEnd> parent;
  std::optional<Instant> newest_polled;  ///< the largest `polled_at` of all blocks
  Instant data_time{};
  LongGap long_gap;
  /// Hours that are base means: (plant, point, start). Only while a start reads.
  std::set<std::tuple<std::string, std::string, Instant>> base_hours;
  std::int64_t first_number = 1;
  std::int64_t snapshot_number = 1;  ///< blocks from this one on are not in the stored device texts

  StartCursors cursors;
  std::optional<Monotonic> cursors_moved;  ///< not stored yet
  std::deque<ToRecorder> queue;            ///< taken over while a batch waits
  RecorderStatus status;
};

}  // namespace effluent
