// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "core/explain/day_record.hpp"
#include "core/explain/phrases.hpp"
#include "core/site/site.hpp"

namespace effluent {

/// What an explanation needs beside the record: names, units, permits and duties as configured today.
struct ExplainContext {
  const Site& site;
  const Plant& plant;
  Day day{};
  Instant now{};              ///< tells whether the day has ended
  std::string configuration;  ///< SHA-256 of today's resolved configuration, hex
  std::string parameter;      ///< only this one; empty: all
  Language language = Language::vi;
};

/// Whether the record holds anything of the plant's day: a mean, a verdict, a gap, an event, a sample.
[[nodiscard]] bool has_record(const DayRecord& record, const ExplainContext& context);

/// The whole reasoning of the day's verdicts as a person would write it, one sentence a line. Every number is
/// printed as the record has it. Nothing is judged again: what has no entry has no verdict, and says so.
[[nodiscard]] std::string explain(const DayRecord& record, const ExplainContext& context);

}  // namespace effluent
