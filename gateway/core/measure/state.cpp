// SPDX-License-Identifier: Apache-2.0
#include "core/measure/state.hpp"

#include <algorithm>

namespace effluent {
namespace {

constexpr std::array<CauseRule, kCauses> kRules{{
    {Cause::none, "", State::measuring, Effect::informs, Finder::value, "00"},
    {Cause::link_lost, "link_lost", State::fault, Effect::invalidates, Finder::wire, "02"},
    {Cause::timeout, "timeout", State::fault, Effect::invalidates, Finder::wire, "02"},
    {Cause::bad_reply, "bad_reply", State::fault, Effect::invalidates, Finder::wire, "02"},
    {Cause::exception, "exception", State::fault, Effect::invalidates, Finder::wire, "02"},
    {Cause::no_value, "no_value", State::fault, Effect::invalidates, Finder::instrument, "02"},
    {Cause::unrepresentable, "unrepresentable", State::fault, Effect::invalidates, Finder::value, "02"},
    {Cause::device_fault, "device_fault", State::fault, Effect::invalidates, Finder::instrument, "02"},
    {Cause::maintenance, "maintenance", State::fault, Effect::invalidates, Finder::instrument, "02"},
    {Cause::warming_up, "warming_up", State::fault, Effect::invalidates, Finder::instrument, "02"},
    {Cause::calibrating, "calibrating", State::calibrating, Effect::invalidates, Finder::instrument, "01"},
    {Cause::stale, "stale", State::fault, Effect::invalidates, Finder::instrument, "02"},
    {Cause::impossible, "impossible", State::fault, Effect::invalidates, Finder::value, "02"},
    {Cause::below_zero, "below_zero", State::fault, Effect::invalidates, Finder::value, "02"},
    {Cause::over_range, "over_range", State::measuring, Effect::bounds, Finder::value, "02"},
    {Cause::under_range, "under_range", State::measuring, Effect::bounds, Finder::value, "02"},
    {Cause::assumed, "assumed", State::measuring, Effect::informs, Finder::instrument, "00"},
    {Cause::replaced_unverified, "replaced_unverified", State::measuring, Effect::informs, Finder::instrument,
     "00"},
    {Cause::suspect, "suspect", State::measuring, Effect::informs, Finder::check, "00"},
    {Cause::cross_check, "cross_check", State::measuring, Effect::informs, Finder::check, "00"},
    {Cause::flat_line, "flat_line", State::measuring, Effect::informs, Finder::check, "00"},
    {Cause::spike, "spike", State::measuring, Effect::informs, Finder::check, "00"},
    {Cause::zero, "zero", State::measuring, Effect::informs, Finder::check, "00"},
    {Cause::below_detection, "below_detection", State::measuring, Effect::informs, Finder::value, "00"},
    {Cause::clock_unsynchronised, "clock_unsynchronised", State::measuring, Effect::informs, Finder::wire,
     "00"},
    {Cause::explained, "explained", State::fault, Effect::invalidates, Finder::center, "02"},
    {Cause::not_polled, "not_polled", State::fault, Effect::invalidates, Finder::wire, "02"},
}};

}  // namespace

const std::array<CauseRule, kCauses>& cause_rules() { return kRules; }
const CauseRule& rule_of(Cause cause) { return kRules.at(static_cast<std::size_t>(cause)); }

std::string_view name_of(State state) {
  switch (state) {
    case State::measuring:
      return "measuring";
    case State::calibrating:
      return "calibrating";
    case State::fault:
      return "fault";
  }
  return {};
}

std::optional<State> parse_state(std::string_view name) {
  for (const auto state : {State::measuring, State::calibrating, State::fault}) {
    if (name_of(state) == name) return state;
  }
  return std::nullopt;
}

std::string_view name_of(Cause cause) { return rule_of(cause).name; }

std::optional<Cause> parse_cause(std::string_view name) {
  const auto found = std::find_if(kRules.begin() + 1, kRules.end(),
                                  [name](const CauseRule& rule) { return rule.name == name; });
  return found == kRules.end() ? std::nullopt : std::optional{found->cause};
}

Cause topmost(Cause left, Cause right) {
  if (left == Cause::none) return right;
  if (right == Cause::none) return left;
  return std::min(left, right);
}

}  // namespace effluent
