// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/judge/basis.hpp"
#include "core/judge/verdict.hpp"
#include "core/site/site.hpp"

namespace effluent {

/// What a laboratory found in one sample for one parameter, as a person enters it from the laboratory's
/// report.
struct LaboratoryResult {
  std::string plant;
  std::string outlet;
  std::string parameter;
  std::string sample;  ///< the laboratory's number of the sample
  Instant taken_at{};  ///< when the water was drawn
  std::string taken_by;
  std::string taken_where;
  std::string laboratory;
  std::string method;
  std::string value;  ///< `-?[0-9]+(\.[0-9]+)?`, kept as reported: trailing zeros tell the resolution
  bool below_detection = false;  ///< reported as "< value": `value` is the limit of detection
  std::string unit;
  std::string uncertainty;    ///< expanded, in `unit`; empty: not reported
  std::string report_sha256;  ///< of the report's file, lower-case hex
  std::string entered_by;
  std::string correction;  ///< why this replaces the result held of the same sample; empty: it replaces none
  friend bool operator==(const LaboratoryResult&, const LaboratoryResult&) = default;
};

/// The value as a report has it: "31", or "<5" below a detection limit of 5.
[[nodiscard]] std::string reported(const LaboratoryResult& result);
void set_reported(LaboratoryResult& result, std::string_view text);

/// A result held against the permit of the day on which its water was drawn.
struct LaboratoryJudgement {
  Verdict verdict = Verdict::no_limit;
  std::vector<std::string_view> reasons;
  Basis basis;
  bool dates_lifted = false;
};

/// Everything that speaks against recording the result, in words for the person who entered it; empty:
/// nothing. `now` bounds the time of sampling: not later, not before 2000, on a day with a permit.
[[nodiscard]] std::vector<std::string> faults_of(const LaboratoryResult& result, const Site& site,
                                                 Instant now);

/// A result without faults. The order is that of judge.md: `no_limit` with its reasons first; a result below
/// a detection limit that lies above the limit proves nothing: `not_enough_data`, reason
/// `detection_above_limit`; exactly at the limit is within it. The uncertainty changes no verdict.
[[nodiscard]] LaboratoryJudgement judge(const LaboratoryResult& result, const Site& site);

}  // namespace effluent
