// SPDX-License-Identifier: Apache-2.0
#include "core/measure/state.hpp"

namespace effluent {

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

std::string_view name_of(Cause cause) {
  switch (cause) {
    case Cause::none:
      return {};
    case Cause::link_lost:
      return "link_lost";
    case Cause::timeout:
      return "timeout";
    case Cause::bad_reply:
      return "bad_reply";
    case Cause::exception:
      return "exception";
    case Cause::no_value:
      return "no_value";
    case Cause::unrepresentable:
      return "unrepresentable";
    case Cause::device_fault:
      return "device_fault";
    case Cause::maintenance:
      return "maintenance";
    case Cause::calibrating:
      return "calibrating";
    case Cause::over_range:
      return "over_range";
    case Cause::under_range:
      return "under_range";
    case Cause::assumed:
      return "assumed";
    case Cause::not_polled:
      return "not_polled";
  }
  return {};
}

}  // namespace effluent
