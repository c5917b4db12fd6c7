// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "core/record/entry.hpp"
#include "ports/clock.hpp"
#include "ports/digest.hpp"
#include "ports/ledger.hpp"
#include "work/messages.hpp"

namespace effluent {

/// What is recorded together, and what of it is told afterwards.
struct UnsentBatch {
  Batch batch;
  std::vector<EventPayload> events;
  std::vector<std::size_t> plants_closed;      ///< a window of theirs closes here
  std::vector<std::function<void()>> answers;  ///< to persons whose acts are in it
};

/// No transaction holds more lines, but for those of one plant's window end (record.md, "Windows").
inline constexpr std::size_t kMostLines = 500;

/// Numbers the entries and blocks of one epoch and keeps what waits for its transaction, in order.
class Outbox {
 public:
  Outbox(std::string gateway, std::string epoch, const Clock& clock, const Digest& digest)
      : gateway_{std::move(gateway)}, epoch_{std::move(epoch)}, clock_{clock}, digest_{digest} {}

  [[nodiscard]] const std::string& epoch() const { return epoch_; }
  [[nodiscard]] std::int64_t next_rid() const { return next_rid_; }
  [[nodiscard]] std::int64_t next_seq() const { return next_seq_; }
  /// Begins what has to stand together: everything written until `end_part` goes into one transaction, with
  /// what was written before it as long as that holds no more than kMostLines.
  void begin_part() { part_ = {}; }
  void end_part();
  [[nodiscard]] UnsentBatch& part() { return part_; }
  /// Adds an entry to the part; its line.
  const std::string& write(std::string_view body, std::optional<Instant> base_start = std::nullopt) {
    return write_at(clock_.wall(), body, base_start);
  }
  /// The same with a `time` that others reckon by, too (`start`).
  const std::string& write_at(Instant time, std::string_view body,
                              std::optional<Instant> base_start = std::nullopt);
  void write_block(std::string json) { part_.batch.blocks.push_back({next_rid_++, std::move(json)}); }
  void remember(std::string kind, std::string key, std::string value) {
    part_.batch.memory.push_back({std::move(kind), std::move(key), std::move(value)});
  }
  /// Adds to what goes next (or waits alone where nothing does): a text that belongs to no other.
  void remember_soon(MemoryRow row);

  [[nodiscard]] bool empty() const { return drafts_.empty(); }
  [[nodiscard]] const UnsentBatch& front() const { return drafts_.front(); }
  void pop() { drafts_.pop_front(); }

 private:
  std::string gateway_;
  std::string epoch_;
  const Clock& clock_;
  const Digest& digest_;
  std::int64_t next_seq_ = 0;
  std::int64_t next_rid_ = 0;
  UnsentBatch part_;
  std::deque<UnsentBatch> drafts_;
};

}  // namespace effluent
