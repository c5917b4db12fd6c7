// SPDX-License-Identifier: Apache-2.0
#include "core/judge/readings_judge.hpp"

#include <utility>

namespace effluent {

ReadingsJudge::ReadingsJudge(const Site& site, bool all_periods, std::function<void(const JudgedLine&)> write)
    : rows_{site}, book_{site, {}}, write_{[write = std::move(write)](const JudgedLine& line) {
        if (line.kind != JudgedLine::Kind::duty) write(line);  // an entry of the journal only
      }} {
  book_.set_all_periods(all_periods);
  for (const auto& plant : site.plants) graders_.emplace_back(plant.points.begin(), plant.points.end());
}

/// A row says what the instrument was doing; what the value is worth beside that, the configuration says.
WindowReading ReadingsJudge::graded(const ReadingRow& row) const {
  switch (row.state) {
    case State::calibrating:
      return {row.value, State::calibrating, Cause::calibrating};
    case State::fault:
      return {row.value, State::fault, Cause::device_fault};
    case State::measuring:
      break;
  }
  const Cause cause = row.value ? graders_[row.plant][row.point].grade(*row.value) : Cause::no_value;
  return {row.value, rule_of(cause).state, cause};
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
  book_.add(row.plant, row.point, row.time, graded(row));
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
