// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <utility>
#include <vector>

#include "work/recorder/recorder_rig.hpp"

namespace effluent {

/// Hands an act over and keeps what was answered.
class Person {
 public:
  template <class What>
  Recorder::Result enter(Rig& rig, What what) {
    answers.clear();
    const ToRecorder message =
        Act{"operator", std::move(what), [this](const ActAnswer& answer) { answers.push_back(answer); }};
    return rig.recorder->record({&message, 1});
  }
  std::vector<ActAnswer> answers;
};

}  // namespace effluent
