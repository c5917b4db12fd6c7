// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/instrument/faults.hpp"
#include "core/measure/state.hpp"
#include "core/measure/time.hpp"
#include "core/site/site.hpp"

namespace effluent {

/// What a person does at an instrument, which shows meanwhile what is not the water's.
enum class Service : std::uint8_t { calibration, maintenance };
[[nodiscard]] std::string_view name_of(Service service);
[[nodiscard]] std::optional<Service> parse_service(std::string_view name);
/// What readings get meanwhile, where nothing graver holds: `calibrating` or `maintenance`.
[[nodiscard]] Cause cause_of(Service service);

/// A person begins a service or ends it. All texts as entered.
struct ServiceAct {
  bool begins = true;
  std::string plant;
  std::string device;    ///< empty: that of the point
  std::string point;     ///< empty: every point of the device
  std::string service;   ///< "calibration", "maintenance"
  std::string expected;  ///< only where it begins: how long it will take, `45min`
  std::string by;
  std::string reason;  ///< may be empty where it ends
};

/// What a service is of.
struct ServicePlace {
  std::string plant;
  std::string device;
  std::string point;  ///< empty: every point of the device
  Service service = Service::maintenance;
  /// `calibration of point ph of mau-1`, for persons.
  [[nodiscard]] std::string words() const;
  /// The same service of the same point, whichever device feeds it now, or of the same device.
  [[nodiscard]] bool is_same(const ServicePlace& other) const;
  /// Of one service: readings that both speak of.
  [[nodiscard]] bool overlaps(const ServicePlace& other) const;
  friend bool operator==(const ServicePlace&, const ServicePlace&) = default;
};

/// One that was begun: from the `time` of its entry up to that of the entry that ends it.
struct ServiceWindow {
  ServicePlace place;
  Instant begun_at{};
  Instant expected_end{};
  std::string by;
  std::string reason;
  friend bool operator==(const ServiceWindow&, const ServiceWindow&) = default;
};

/// A forgotten one closes itself so long after its expected end.
inline constexpr std::chrono::minutes kForgottenAfter{15};

/// The place an act names; none where it is not in the configuration, which is added to `faults`.
[[nodiscard]] std::optional<ServicePlace> place_of(const ServiceAct& act, const Site& site, Faults& faults);
/// How long a service is expected to take: more than nothing, at most 30 days. None, and why, else.
[[nodiscard]] std::optional<milliseconds> expected_of(const ServiceAct& act, Faults& faults);

}  // namespace effluent
