// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace effluent {

/// What an instrument was doing when it was read (record.md; Circular 10/2021 knows the same three).
enum class State : std::uint8_t { measuring, calibrating, fault };
inline constexpr std::size_t kStates = 3;

/// Why a reading is not plain; one a point, the topmost that holds: the order here is record.md's. What each
/// means for the record says `rule_of`.
enum class Cause : std::uint8_t {
  none,
  link_lost,
  timeout,
  bad_reply,
  exception,
  no_value,
  unrepresentable,
  device_fault,
  maintenance,
  warming_up,
  calibrating,
  stale,       ///< `cycle` points: no new result for longer than one may be taken for granted
  impossible,  ///< outside what the point's quantity can be (`possible`)
  below_zero,  ///< further below 0 than `zero_tolerance`
  over_range,
  under_range,
  assumed,
  replaced_unverified,  ///< the instrument was replaced and not checked since
  suspect,              ///< a check of the instrument failed after it
  cross_check,
  flat_line,
  spike,
  zero,
  below_detection,  ///< below the point's `lod`
  clock_unsynchronised,
  explained,   ///< only in revised verdicts: left out because the center has accepted an explanation
  not_polled,  ///< only in `live`: no poll yet
};
inline constexpr std::size_t kCauses = static_cast<std::size_t>(Cause::not_polled) + 1;

/// Who or what finds a cause.
enum class Finder : std::uint8_t {
  wire,        ///< the poll itself
  instrument,  ///< its status register, or a person at the instrument
  value,       ///< the value, held against what the configuration says of the point
  check,       ///< a check of plausibility: may only inform (promise 4)
  center,      ///< the center's decision on an explanation
};

/// How a reading enters means and verdicts.
enum class Effect : std::uint8_t {
  informs,      ///< enters as it is
  bounds,       ///< enters as the end of the range it lies beyond: a lower or an upper bound
  invalidates,  ///< does not enter; counted, and its value is held against the verdict
};

/// One row of the table of causes (docs/formats/block.md).
struct CauseRule {
  Cause cause = Cause::none;
  std::string_view name;  ///< empty for `none`
  State state = State::measuring;
  Effect effect = Effect::informs;
  Finder finder = Finder::value;
  /// What a 5-minute report file says of it: 00 measuring, 01 calibrating, 02 fault (Circular 10/2021, Annex
  /// 15; the mapping of finer states is design: regulation.md, section 6, rule 3).
  std::string_view report_status = "00";
};
[[nodiscard]] const CauseRule& rule_of(Cause cause);
/// Every row, in the order of Cause.
[[nodiscard]] const std::array<CauseRule, kCauses>& cause_rules();

[[nodiscard]] std::string_view name_of(State state);
[[nodiscard]] std::optional<State> parse_state(std::string_view name);
/// Empty for `none`.
[[nodiscard]] std::string_view name_of(Cause cause);
/// None for an unknown name and for the empty one.
[[nodiscard]] std::optional<Cause> parse_cause(std::string_view name);
/// The topmost of two that hold.
[[nodiscard]] Cause topmost(Cause left, Cause right);

}  // namespace effluent
