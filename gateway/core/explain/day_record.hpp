// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/explain/details.hpp"
#include "core/judge/laboratory.hpp"
#include "core/record/check_entry.hpp"
#include "core/record/correction_entry.hpp"
#include "core/record/entry_place.hpp"
#include "core/record/instrument_entry.hpp"

namespace effluent {

class LineMembers;

/// Numbers below are texts as the entry prints them, empty where it says null: they are told, never reckoned.
struct ToldBasis {
  bool from_permit = false;
  std::string standard;
  std::string column;
  std::string c;
  std::string kq;
  std::string kf;
  std::string flow_band;
  std::string document;
  std::string certainty;
  std::string dates_ignored;
  friend bool operator==(const ToldBasis&, const ToldBasis&) = default;
};

struct ToldVerdict {
  EntryPlace place;
  std::string outlet;
  std::string point;  ///< empty: a parameter without a point
  std::string parameter;
  Period period = Period::day;
  Instant start{};
  Verdict verdict = Verdict::no_limit;
  std::vector<std::string> reasons;
  bool at_least = false;
  std::string value;
  std::string limit_min;
  std::string limit_max;
  std::string ratio;
  std::string coverage_percent;
  bool binding = true;
  ToldBasis basis;
  std::string surrogate;  ///< "correlated", "not_correlated"; empty: none, or an entry of before the field
  ToldDetails details;
  std::optional<Instant> batch_end = std::nullopt;  ///< of a batch: up to when; its `period` means nothing
};

struct ToldMean {
  std::string point;
  Period period = Period::day;
  Instant start{};
  std::int64_t n = 0;
  std::int64_t due = 0;
  std::string coverage_percent;
  std::string mean;
  std::optional<std::int64_t> slots;  ///< only in the point's shortest period
  std::string min;                    ///< of the entering readings
  std::string max;
  std::string std_dev;
  std::int64_t over_range = 0;  ///< readings that entered as an end of the range
  std::int64_t under_range = 0;
  std::int64_t below_detection = 0;
  std::string mean_lower;  ///< with those below detection as 0; only where they are many
  std::string mean_upper;
};

struct ToldGap {
  EntryPlace place;
  std::string device;
  std::string cause;
  std::int64_t count = 0;  ///< polls not made
  Instant first{};         ///< due times
  Instant last{};
};

struct ToldEvent {
  EntryPlace place;
  Instant time{};
  std::string device;
  std::string what;
  std::string cause;
  std::string parameter;  ///< these three only where a standby takes over or its primary is back
  std::string point;
  std::optional<Instant> since;
};

struct ToldSample {
  EntryPlace place;
  LaboratoryResult result;
  Verdict verdict = Verdict::no_limit;
  std::vector<std::string> reasons;
  std::string limit_min;
  std::string limit_max;
  ToldBasis basis;
};

struct ToldCheck {
  EntryPlace place;
  StoredCheck stored;
};

/// A service and, where the journal has it, its end.
struct ToldService {
  EntryPlace place;
  ServiceWindow window;
  std::optional<EndedService> ended;
};

struct ToldReplacement {
  EntryPlace place;
  ReplacedInstrument replaced;  ///< `verified`: up to the end of the day
};

/// An explanation and, where the journal has it, the decision on it.
struct ToldExplanation {
  RecordedExplanation explained;
  std::optional<StoredDecision> decision;
};

/// A verdict that another one has revised.
struct ToldRevision {
  ToldVerdict old;
  EntryPlace by;        ///< the verdict that stands in its place
  EntryPlace decision;  ///< why
};

/// What the journal says of one plant's day, in the journal's order.
struct DayRecord {
  std::vector<ToldVerdict> verdicts;          ///< those that stand
  std::vector<ToldVerdict> batches;           ///< of discharges that began on the day
  std::vector<ToldRevision> revisions;        ///< of those that stood before
  std::vector<ToldExplanation> explanations;  ///< of a period that touches the day
  std::vector<ToldMean> means;
  std::vector<ToldGap> gaps;                          ///< of all devices, those that touch the day
  std::vector<ToldEvent> events;                      ///< of the plant
  std::vector<ToldCheck> checks;                      ///< of the day, and failed ones that reach back into it
  std::vector<ToldService> services;                  ///< that touch the day
  std::vector<ToldReplacement> replacements;          ///< up to the end of the day, the last of each device
  std::vector<ToldSample> samples;                    ///< of all days: duties reach back
  std::map<std::string, std::string> configurations;  ///< by epoch: the hash its `start` names
  std::vector<std::string> unreadable;  ///< lines that bear a kind told here and could not be read
};

/// Gathers a plant's day from lines of the journal. Pure; one owner.
class DayReader {
 public:
  DayReader(std::string plant, Day day);
  /// Every line that matters holds one of these texts: so a store can be asked for no others.
  [[nodiscard]] std::vector<std::string> marks() const;
  /// Takes what belongs to the plant and day out of a whole entry line; passes over any other line.
  void add(std::string_view line);
  [[nodiscard]] const DayRecord& record() const { return record_; }

 private:
  void add_check(const LineMembers& json, std::string_view line);
  void add_verdict(const LineMembers& json, ToldVerdict verdict);
  void add_correction(const LineMembers& json, std::string_view line);
  void add_operator(const LineMembers& json, std::string_view line);
  [[nodiscard]] bool in_day(Instant instant) const { return start_ <= instant && instant < end_; }
  std::string plant_;
  Day day_;
  Instant start_;
  Instant end_;
  DayRecord record_;
};

}  // namespace effluent
