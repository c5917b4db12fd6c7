// SPDX-License-Identifier: Apache-2.0
#include "work/recorder/outbox.hpp"

#include <iterator>
#include <utility>

namespace effluent {
namespace {

/// More blocks than this share no transaction: one that fails is written again whole.
constexpr std::size_t kMostBlocks = 500;

template <class Row>
void append(std::vector<Row>& to, std::vector<Row>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

void Outbox::end_part() {
  UnsentBatch part = std::exchange(part_, {});
  if (part.batch.empty()) return;
  const bool fits = !drafts_.empty() &&
                    drafts_.back().batch.entries.size() + part.batch.entries.size() <= kMostLines &&
                    drafts_.back().batch.blocks.size() + part.batch.blocks.size() <= kMostBlocks;
  if (!fits) {
    drafts_.push_back(std::move(part));
    return;
  }
  UnsentBatch& last = drafts_.back();
  append(last.batch.blocks, part.batch.blocks);
  append(last.batch.entries, part.batch.entries);
  append(last.batch.memory, part.batch.memory);
  append(last.events, part.events);
  append(last.plants_closed, part.plants_closed);
  append(last.answers, part.answers);
}

const std::string& Outbox::write_at(Instant time, std::string_view body, std::optional<Instant> base_start) {
  EntryRow row;
  row.seq = next_seq_++;
  row.line = entry_line({gateway_, epoch_, row.seq, time, clock_.synchronised()}, body);
  row.base_start = base_start;
  row.leaf = digest_.sha256(std::string(1, '\0') + row.line);
  part_.batch.entries.push_back(std::move(row));
  return part_.batch.entries.back().line;
}

void Outbox::remember_soon(MemoryRow row) {
  if (drafts_.empty()) drafts_.emplace_back();
  drafts_.back().batch.memory.push_back(std::move(row));
}

}  // namespace effluent
