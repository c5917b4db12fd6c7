// SPDX-License-Identifier: Apache-2.0
#include "core/modbus/poll.hpp"

#include <algorithm>

namespace effluent {

const char* name_of(GapCause cause) {
  switch (cause) {
    case GapCause::downtime:
      return "downtime";
    case GapCause::overflow:
      return "overflow";
    case GapCause::overrun:
      return "overrun";
    case GapCause::back_off:
      return "back_off";
    case GapCause::clock:
      return "clock";
    case GapCause::disk:
      return "disk";
  }
  return "";
}

bool Poll::failed() const {
  return std::none_of(answers.begin(), answers.end(),
                      [](const Answer& answer) { return answer.failure == Failure::none; });
}

}  // namespace effluent
