// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "core/explain/phrases.hpp"

namespace effluent {

/// Sentences of what stands behind a verdict: what was not measured or left out, what the mean hides. As for
/// Say, a phrase that lacks a language does not compile.
enum class Detail : std::uint8_t {
  missing,
  missing_most,
  percent,
  percent_tiny,
  part,
  cause_link_lost,
  cause_timeout,
  cause_bad_reply,
  cause_exception,
  cause_no_value,
  cause_unrepresentable,
  cause_device_fault,
  cause_maintenance,
  cause_warming_up,
  cause_calibrating,
  cause_stale,
  cause_impossible,
  cause_below_zero,
  cause_not_polled,
  cause_explained,
  cause_no_reading,
  cause_other,
  excluded_one,
  excluded,
  excluded_in,
  with_excluded,
  with_excluded_outside,
  depends_in,
  cap,
  cap_kept,
  cap_passed,
  value_at_most,
  over_range,
  under_range,
  beyond_range_in,
  spread,
  below_detection,
  below_detection_in,
  inside_by,
  outside,
  outside_none,
  outside_below,
  outside_above,
  outside_most,
  worst_hour,
  nearest_hour,
  idle_in,
  idle_at_times_in,
  within_error_in,
  reason_flow_contradiction,
  reason_flow_missing,
  instruments,
  instruments_in,
  share_of_primary,
  share_of_standby,
  discharge,
  discharge_idle,
  discharge_flush,
  discharge_contradictory,
  inflow_explains,
  inflow_does_not,
  inflow_unknown,
  error_covers,
  error_does_not,
  error_source,
  weighting,
  weighting_without,
  standby_on_duty,
  primary_on_duty,
  batch,
  hours,
  minutes,
  seconds,
  count  ///< how many there are; no phrase
};

[[nodiscard]] std::string_view phrase(Language language, Detail detail);
[[nodiscard]] std::string say(Language language, Detail what,
                              std::initializer_list<std::string_view> values = {});

/// A stretch of seconds as an entry prints it, in hours, minutes and seconds.
[[nodiscard]] std::string span_words(Language language, const std::string& seconds);
/// Why a slot has no entering reading: a cause of docs/formats/block.md, or `no_reading`.
[[nodiscard]] std::string missing_cause_words(Language language, const std::string& cause);

}  // namespace effluent
