// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "core/judge/month_criterion.hpp"
#include "core/record/note.hpp"
#include "core/site/site.hpp"
#include "ports/clock.hpp"
#include "ports/digest.hpp"
#include "ports/ledger.hpp"
#include "ports/signatures.hpp"
#include "work/messages.hpp"
#include "work/recorder/snapshot.hpp"

namespace effluent {

/// What the recorder is told about the program that runs it.
struct RecorderFacts {
  std::string version;        ///< of the program
  std::string program;        ///< SHA-256 of /proc/self/exe, hex
  std::string boot;           ///< the kernel's boot id
  std::string epoch_suffix;   ///< 8 random hex digits
  std::string configuration;  ///< Configuration::resolved
  bool publish_readings = false;
  std::vector<NoteKey> center_keys = {};  ///< whose decisions count
  std::string criterion = "last_final";   ///< `[compliance] criterion`
  MonthCriterion month_criterion = MonthCriterion::all_days_within;
};

/// Where the publisher goes on.
struct StartCursors {
  Position journal;
  Position readings;
};

/// Turns polls into blocks, windows and verdicts, and these into committed evidence. The only writer.
/// Steps over ports; one thread owns it. It tells `Announcements` what is committed, never before.
///
///   Recorder recorder{site, ledger, clock, digest, announcements, facts};
///   recorder.start();                      // before the first poll; epoch, start, gaps of downtime, due
///   windows loop: recorder.record(messages from the inbox); recorder.tick(); recorder.stop("signal");
///
/// Failures of the store: `may_retry` = nothing of this call is announced and the batch is kept: every later
/// call tries it again first; until it is in, hand over no new messages (leave them in the bounded inbox,
/// call tick()). Not `may_retry` = end the process with status 74.
class Recorder {
 public:
  /// All references outlive the recorder. `signatures` null: nothing signed can be verified, so no decision
  /// is taken.
  Recorder(const Site& site, Ledger& ledger, const Clock& clock, const Digest& digest,
           Announcements& announcements, RecorderFacts facts, const Signatures* signatures = nullptr);
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  using Result = tl::expected<void, WriteError>;

  /// Once, before the first poll. Polls are due from the first multiple after `started()` on. On an error the
  /// recorder is unusable (exit 74): nothing has been polled yet, so nothing is lost.
  [[nodiscard]] Result start();
  /// The `time` of the start entry.
  [[nodiscard]] Instant started() const;
  /// Up to where windows are closed (but for the grace): a reading before it may be too late for its mean.
  [[nodiscard]] Instant data_time() const;
  [[nodiscard]] StartCursors cursors() const;

  /// Records everything handed over: as few transactions as the rules allow. `messages` are taken over even
  /// where it returns an error that may be retried.
  [[nodiscard]] Result record(std::span<const ToRecorder> messages);
  /// What falls due by time: a batch that waits, gaps, cursors, live, provisional verdicts, compliance. Call
  /// it after each record() and at the latest every second. Reads the clock itself.
  [[nodiscard]] Result tick();
  /// The last entries: gaps collected, `stop`. `reason`: "signal" or "store".
  [[nodiscard]] Result stop(const std::string& reason);
  /// After stop(): how far the publisher has come since. Where it is not kept, lines are only sent again.
  [[nodiscard]] Result keep_cursors(std::span<const ToRecorder> moved);

  /// A batch could not be committed and waits.
  [[nodiscard]] bool is_waiting() const;
  [[nodiscard]] RecorderStatus status() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace effluent
