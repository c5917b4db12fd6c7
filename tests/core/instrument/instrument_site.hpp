// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <utility>

#include "core/site/site.hpp"

namespace effluent::testing_instrument {

/// Plant p1: device `probe` feeds ph and tss, device `analyser` cod; `spare` feeds nothing. Point `hand` has
/// no instrument.
inline Site site() {
  Site made;
  Plant& plant = made.plants.emplace_back();
  plant.id = "p1";
  for (const auto& [id, device] :
       {std::pair{"ph", "probe"}, {"tss", "probe"}, {"cod", "analyser"}, {"hand", ""}}) {
    Point& point = plant.points.emplace_back();
    point.id = id;
    point.unit = point.id == "ph" ? "pH" : "mg/L";
    point.digits = 1;
    point.device = device;
  }
  for (const char* id : {"probe", "analyser", "spare"}) made.devices.emplace_back().id = id;
  made.devices[0].serial = "S-1";
  made.devices[0].channels = {{0, 0, std::nullopt}, {1, 1, std::nullopt}};
  made.devices[1].channels = {{2, 0, std::nullopt}};
  return made;
}

}  // namespace effluent::testing_instrument
