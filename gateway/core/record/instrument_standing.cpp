// SPDX-License-Identifier: Apache-2.0
#include "core/record/instrument_standing.hpp"

#include <algorithm>

namespace effluent {

void InstrumentStanding::add(const std::string& line) {
  if (const auto check = read_check(line)) {
    const auto& made = check->recorded;
    checks[{made.check.plant, made.check.point, made.check.what}] = {*check, line};
    const auto found = replaced.find(made.device);
    if (made.passed && found != replaced.end()) found->second.what.verified.insert(made.check.point);
  } else if (const auto begun = read_service_begin(line)) {
    open.push_back({*begun, line});
  } else if (const auto ended = read_service_end(line)) {
    const auto is_it = [&ended](const auto& told) { return told.what.place.is_same(ended->window.place); };
    open.erase(std::remove_if(open.begin(), open.end(), is_it), open.end());
  } else if (const auto another = read_replacement(line)) {
    replaced[another->replacement.device] = {*another, line};
  }
}

std::vector<std::string> unverified_points(const ReplacedInstrument& replaced, const Site& site) {
  std::vector<std::string> points;
  const Plant* plant = site.find_plant(replaced.replacement.plant);
  if (plant == nullptr) return points;
  for (const Point& point : plant->points) {
    if (point.device == replaced.replacement.device && replaced.verified.count(point.id) == 0)
      points.push_back(point.id);
  }
  return points;
}

}  // namespace effluent
