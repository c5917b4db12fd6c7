// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "core/measure/time.hpp"
#include "ports/digest.hpp"
#include "ports/records.hpp"

namespace effluent {

/// Why something could not be written.
struct WriteError {
  StoreError store;
  /// True: nothing of the batch is stored and the same batch may be committed again (disk full, write
  /// refused). False: what reached the disk is unknown (failed fsync, damage): nothing may be acknowledged
  /// any more.
  bool may_retry = false;
};

/// One block: `json` as record.md fixes it.
struct BlockRow {
  std::int64_t rid = 0;
  std::string json;
};

/// One entry. `base_start`: start of the window of a mean that carries `sum` (the store finds these by it).
struct EntryRow {
  std::int64_t seq = 0;
  Hash leaf{};
  std::string line;
  std::optional<Instant> base_start;
};

/// What the recorder remembers from one start to the next: a text under a name. It is no evidence: all but
/// "cursor" and "cycle" follows from blocks and entries.
struct MemoryRow {
  std::string kind;
  std::string key;
  std::string value;
  friend bool operator==(const MemoryRow&, const MemoryRow&) = default;
};

/// What is committed together or not at all.
struct Batch {
  std::vector<BlockRow> blocks;
  std::vector<EntryRow> entries;
  std::vector<MemoryRow>
      memory;  ///< each replaces the text under its name; of two of one name the later holds
  [[nodiscard]] bool empty() const { return blocks.empty() && entries.empty() && memory.empty(); }
};

/// The newest epoch of the store.
struct EpochEnd {
  std::string id;
  std::int64_t entries = 0;
  std::int64_t blocks = 0;
  std::string start_line;  ///< its entry 0
};

/// A stored block with its place. `number` counts all blocks of the store, over all epochs.
struct StoredRow {
  std::int64_t number = 0;
  std::string epoch;
  std::int64_t rid = 0;
  std::string json;
};

/// The only way to write evidence; one thread owns it, one process at a time has it.
class Ledger {
 public:
  virtual ~Ledger() = default;

  // ---- what a start reads
  // ----------------------------------------------------------------------------------
  [[nodiscard]] virtual tl::expected<std::optional<EpochEnd>, StoreError> newest_epoch() = 0;
  [[nodiscard]] virtual tl::expected<std::vector<MemoryRow>, StoreError> memory() = 0;
  /// Lines of base means whose window starts at or after `from`, in order of writing.
  [[nodiscard]] virtual tl::expected<void, StoreError> base_means(
      Instant from, const std::function<void(const std::string&)>& take) = 0;
  /// Lines around those of the base means whose window starts in [from, until): from the first of these up to
  /// the last, and behind it up to the next base mean; so with whole windows the verdicts of those that end
  /// in it, and others' lines. In order of writing. Not only at a start.
  [[nodiscard]] virtual tl::expected<void, StoreError> lines_around(
      Instant from, Instant until, const std::function<void(const std::string&)>& take) = 0;
  /// Blocks from that number on, in order of commit.
  [[nodiscard]] virtual tl::expected<void, StoreError> blocks_from(
      std::int64_t number, const std::function<void(const StoredRow&)>& take) = 0;

  // ---- writing
  // ---------------------------------------------------------------------------------------------
  /// A new epoch, child of the newest, with its first entries in one transaction. Returns the `number` of its
  /// block 0 to come.
  [[nodiscard]] virtual tl::expected<std::int64_t, WriteError> begin_epoch(const std::string& id,
                                                                           const Batch& batch) = 0;
  /// One transaction of the present epoch. Returns only after it survives a power cut.
  [[nodiscard]] virtual tl::expected<void, WriteError> commit(const Batch& batch) = 0;
};

}  // namespace effluent
