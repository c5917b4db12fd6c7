// SPDX-License-Identifier: Apache-2.0
#include "core/judge/readings_judge.hpp"

#include <utility>

namespace effluent {

ReadingsJudge::ReadingsJudge(const Site& site, bool all_periods, std::function<void(const JudgedLine&)> write)
    : rows_{site}, book_{site, {}}, write_{std::move(write)} {
  book_.set_all_periods(all_periods);
}

tl::expected<void, std::string> ReadingsJudge::line(std::string_view text) {
  if (!header_read_) {
    header_read_ = true;
    if (text == ReadingsReader::kHeader) return {};
    return tl::unexpected{"not the header; the first line must be " + std::string{ReadingsReader::kHeader}};
  }
  const auto read = rows_.read(text);
  if (!read) return tl::unexpected{read.error()};
  if (!*read) return {};  // a row that repeats one counts once
  const ReadingRow& row = **read;
  last_ = row.time;
  book_.close(row.time, write_);
  if (!book_.has_begun(row.plant)) book_.begin_plant(row.plant, row.time);
  book_.add(row.plant, row.point, row.time, row.value.value_or(0), row.enters());
  return {};
}

tl::expected<void, std::string> ReadingsJudge::end() {
  if (!header_read_) {
    return tl::unexpected{"the file is empty; begin it with " + std::string{ReadingsReader::kHeader}};
  }
  if (last_) book_.close_to_end(*last_, write_);
  return {};
}

}  // namespace effluent
