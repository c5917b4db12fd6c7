// SPDX-License-Identifier: Apache-2.0
#include "core/judge/readings_judge.hpp"

#include <utility>

namespace effluent {

ReadingsJudge::ReadingsJudge(const Site& site, bool all_periods, std::function<void(const JudgedLine&)> write,
                             std::function<void(const std::string&)> write_quantity)
    : rows_{site},
      book_{site, {}},
      write_{[write = std::move(write)](const JudgedLine& line) {
        if (line.kind != JudgedLine::Kind::duty) write(line);  // an entry of the journal only
      }},
      write_quantity_{std::move(write_quantity)} {
  book_.set_all_periods(all_periods);
  if (write_quantity_) {
    quantities_.emplace(site);
    write_line_ = std::exchange(write_, [this](const JudgedLine& line) { put(line); });
  }
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

void ReadingsJudge::put(const JudgedLine& line) {
  const std::pair group{line.plant, line.end};
  // Those of the last day end the file.
  if (group != group_ && !ending_) put_quantities();
  group_ = group;
  write_line_(line);
  quantities_->take(line);
}

void ReadingsJudge::put_quantities() {
  if (!quantities_) return;
  for (const auto& line : quantities_->finished()) write_quantity_(line.body);
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
  put_quantities();
  if (!book_.has_begun(row.plant)) book_.begin_plant(row.plant, row.time);
  book_.add(row.plant, row.point, row.time, graded(row));
  return {};
}

tl::expected<void, std::string> ReadingsJudge::end() {
  if (!header_read_) {
    return tl::unexpected{"the file is empty; begin it with " + std::string{ReadingsReader::kHeader}};
  }
  ending_ = true;
  if (last_) book_.close_to_end(*last_, write_);
  if (quantities_) quantities_->end();
  put_quantities();
  return {};
}

}  // namespace effluent
