// SPDX-License-Identifier: Apache-2.0
#include "core/instrument/service.hpp"

namespace effluent {
namespace {

constexpr std::chrono::hours kLongest{30 * 24};  ///< what takes longer is begun again: somebody still knows

}  // namespace

std::string_view name_of(Service service) {
  return service == Service::calibration ? "calibration" : "maintenance";
}

std::optional<Service> parse_service(std::string_view name) {
  for (const auto service : {Service::calibration, Service::maintenance}) {
    if (name_of(service) == name) return service;
  }
  return std::nullopt;
}

Cause cause_of(Service service) {
  return service == Service::calibration ? Cause::calibrating : Cause::maintenance;
}

std::string ServicePlace::words() const {
  return std::string{name_of(service)} + " of " +
         (point.empty() ? "device \"" + device : "point \"" + point) + "\" of plant \"" + plant + '"';
}

bool ServicePlace::is_same(const ServicePlace& other) const {
  const bool target = point.empty() ? device == other.device : plant == other.plant;
  return service == other.service && point == other.point && target;
}

bool ServicePlace::overlaps(const ServicePlace& other) const {
  if (is_same(other)) return true;
  const bool whole = point.empty() || other.point.empty();
  return whole && service == other.service && device == other.device;
}

std::optional<ServicePlace> place_of(const ServiceAct& act, const Site& site, Faults& faults) {
  const auto before = faults.size();
  ServicePlace place{act.plant, act.device, act.point, Service::maintenance};
  const auto service = parse_service(act.service);
  if (!service) {
    faults.push_back("\"" + act.service + "\" is neither calibration nor maintenance");
  } else {
    place.service = *service;
  }
  const Plant* plant = site.find_plant(act.plant);
  if (plant == nullptr) {
    faults.push_back("plant \"" + act.plant + "\" is not in the configuration");
    return std::nullopt;
  }
  if (act.point.empty() == act.device.empty()) {
    faults.emplace_back("name either a point or a device: of one point, or of all that the device feeds");
  } else if (!act.point.empty()) {
    const Point* point = plant->find_point(act.point);
    if (point == nullptr || point->device.empty()) {
      faults.push_back("plant \"" + act.plant + "\" has no point \"" + act.point + "\" with an instrument");
    } else {
      place.device = point->device;
    }
  } else if (!site.feeds(act.device, *plant)) {
    faults.push_back("no device \"" + act.device + "\" feeds points of plant \"" + act.plant + '"');
  }
  if (faults.size() > before) return std::nullopt;
  return place;
}

std::optional<milliseconds> expected_of(const ServiceAct& act, Faults& faults) {
  const auto expected = parse_duration(act.expected);
  if (!expected) {
    faults.push_back("expected \"" + act.expected + "\" is no duration; such as 45min or 2h");
  } else if (*expected <= milliseconds{0}) {
    faults.push_back("expected " + act.expected + ": it must take some time; such as 45min");
  } else if (*expected > kLongest) {
    faults.push_back("expected " + act.expected + " is more than 30 days; when those are over, begin again");
  } else {
    return expected;
  }
  return std::nullopt;
}

}  // namespace effluent
