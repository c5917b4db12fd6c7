// SPDX-License-Identifier: Apache-2.0
#include "core/site/site.hpp"

#include <algorithm>
#include <set>

namespace effluent {
namespace {

template <class Part>
const Part* with_id(const std::vector<Part>& parts, const std::string& id) {
  const auto found =
      std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.id == id; });
  return found == parts.end() ? nullptr : &*found;
}

}  // namespace

const Permit* Outlet::permit_on(Day day) const {
  const auto found = std::find_if(permits.begin(), permits.end(),
                                  [day](const Permit& permit) { return permit.in_force(day); });
  return found == permits.end() ? nullptr : &*found;
}

const Outlet* Plant::find_outlet(const std::string& outlet) const { return with_id(outlets, outlet); }
const Point* Plant::find_point(const std::string& point) const { return with_id(points, point); }
std::optional<std::size_t> Plant::index_of_point(const std::string& point) const {
  const Point* found = find_point(point);
  if (found == nullptr) return std::nullopt;
  return static_cast<std::size_t>(found - points.data());
}
const Plant* Site::find_plant(const std::string& plant) const { return with_id(plants, plant); }

const Device* Site::find_device(const std::string& device) const { return with_id(devices, device); }

bool Site::feeds(const std::string& device, const Plant& plant) const {
  const Device* found = find_device(device);
  return found != nullptr && !found->channels.empty() && &plants[found->plant] == &plant;
}

std::vector<std::string> Site::not_assessed(const Permit& permit) const {
  std::vector<std::string> list;
  const auto standard = standards.find(permit.standard);
  if (standard == standards.end()) return list;
  std::set<std::string> passed{permit.automatic.begin(), permit.automatic.end()};
  for (const auto& duty : permit.laboratory) passed.insert(duty.parameter);
  for (const auto& row : standard->second.rows) {
    if (passed.insert(row.parameter).second) list.push_back(row.parameter);
  }
  return list;
}

}  // namespace effluent
