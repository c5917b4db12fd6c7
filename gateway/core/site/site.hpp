// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/judge/discharge.hpp"
#include "core/judge/permit.hpp"
#include "core/judge/standard.hpp"
#include "core/measure/point.hpp"
#include "core/profile/profile.hpp"

namespace effluent {

struct Outlet {
  std::string id;
  std::vector<Permit> permits;  ///< periods don't overlap
  std::string flow = {};        ///< id of the point of it that measures what is discharged; empty: none
  std::string totaliser = {};   ///< id of the point of it that counts what is discharged; empty: none
  /// By which signs it is known to discharge nothing; none: it is taken to discharge always.
  std::optional<DischargeRules> discharge = std::nullopt;
  /// The permit in force on that day; null where there is none.
  [[nodiscard]] const Permit* permit_on(Day day) const;
};

struct Plant {
  std::string id;
  std::string name;
  std::string park;
  std::optional<Decimal> design_capacity_m3_per_day;
  std::vector<Outlet> outlets;
  std::vector<Point> points;  ///< order of the configuration: the outlets' points, then the plant's own
  [[nodiscard]] const Outlet* find_outlet(const std::string& outlet) const;  ///< by id; null where unknown
  [[nodiscard]] const Point* find_point(const std::string& point) const;     ///< by id; null where unknown
  /// Its index in `points`, by id; none where unknown.
  [[nodiscard]] std::optional<std::size_t> index_of_point(const std::string& point) const;
};

enum class BusKind { tcp, rtu, rtu_over_tcp, file_server };

struct Bus {
  std::string id;
  BusKind kind = BusKind::tcp;
  std::string host;
  int port = 502;
  milliseconds timeout{1000};  ///< bounds each connect and each request
};

/// A point's place in its device: what to read and where the result goes.
struct Channel {
  std::size_t point = 0;              ///< index in the plant's points
  std::size_t value = 0;              ///< index in the profile's registers
  std::optional<std::size_t> status;  ///< index in the profile's registers
  /// Index in the profile's registers of the one that alone tells of a new result of a `cycle` point; none:
  /// the words of value and status do.
  std::optional<std::size_t> result = std::nullopt;
};

struct Device {
  std::string id;
  std::size_t bus = 0;    ///< index in Site::buses
  std::size_t plant = 0;  ///< index in Site::plants (meaningless without channels)
  int unit_id = 1;
  std::shared_ptr<const Profile> profile;
  milliseconds poll{0};  ///< 0: back to back
  std::optional<std::string> serial;
  bool read_all = false;
  std::vector<Channel> channels;  ///< in the order of the plant's points; empty: not polled
};

/// Everything that stands at the site, resolved: what the configuration describes once it is found right.
/// Immutable after it was built; shared by all threads.
struct Site {
  std::string gateway;
  std::string province;
  std::vector<Plant> plants;  ///< order of the configuration
  std::vector<Bus> buses;
  std::vector<Device> devices;
  Standards standards;  ///< every standard that a permit or a shadow names
  [[nodiscard]] const Plant* find_plant(const std::string& plant) const;     ///< by id; null where unknown
  [[nodiscard]] const Device* find_device(const std::string& device) const;  ///< by id; null where unknown
  /// The device, by id, is polled for points of the plant, which is one of `plants`.
  [[nodiscard]] bool feeds(const std::string& device, const Plant& plant) const;
  /// Parameters of the permit's standard that it has neither automatic nor by laboratory: each once, in the
  /// table's order.
  [[nodiscard]] std::vector<std::string> not_assessed(const Permit& permit) const;
};

}  // namespace effluent
