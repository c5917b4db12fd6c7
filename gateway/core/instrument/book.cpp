// SPDX-License-Identifier: Apache-2.0
#include "core/instrument/book.hpp"

#include <algorithm>

namespace effluent {
namespace {

/// An ended service is remembered so long: longer than any poll waits for the disk.
constexpr std::chrono::hours kRemembered{1};

}  // namespace

void InstrumentBook::begin(const ServiceWindow& window, Monotonic from, Monotonic closes) {
  services_.erase(
      std::remove_if(services_.begin(), services_.end(),
                     [from](const Held& held) { return held.ended && *held.ended + kRemembered < from; }),
      services_.end());
  services_.push_back({window, from, closes, std::nullopt});
}

void InstrumentBook::end(const ServicePlace& place, Monotonic at) {
  const auto* held = find(place);
  if (held != nullptr) services_[static_cast<std::size_t>(held - services_.data())].ended = at;
}

void InstrumentBook::replace(const ReplacedInstrument& replaced, Monotonic from) {
  replaced_.insert_or_assign(replaced.replacement.device, HeldReplacement{replaced, from});
}

bool InstrumentBook::pass(const std::string& device, const InstrumentCheck& check, Instant time) {
  restore_passed(check, time);
  const auto found = replaced_.find(device);
  return found != replaced_.end() && found->second.replaced.verified.insert(check.point).second;
}

void InstrumentBook::restore_passed(const InstrumentCheck& check, Instant time) {
  passed_.insert_or_assign({check.plant, check.point, check.what}, time);
}

std::vector<ServiceWindow> InstrumentBook::open() const {
  std::vector<ServiceWindow> open;
  for (const Held& held : services_) {
    if (!held.ended) open.push_back(held.window);
  }
  return open;
}

const InstrumentBook::Held* InstrumentBook::find(const ServicePlace& place) const {
  const auto found = std::find_if(services_.begin(), services_.end(), [&place](const Held& held) {
    return !held.ended && held.window.place.is_same(place);
  });
  return found == services_.end() ? nullptr : &*found;
}

std::optional<ServiceWindow> InstrumentBook::open_at(const ServicePlace& place) const {
  const Held* held = find(place);
  return held == nullptr ? std::nullopt : std::optional{held->window};
}

std::vector<ServiceWindow> InstrumentBook::forgotten(Monotonic now) const {
  std::vector<ServiceWindow> forgotten;
  for (const Held& held : services_) {
    if (!held.ended && now >= held.closes) forgotten.push_back(held.window);
  }
  return forgotten;
}

const ReplacedInstrument* InstrumentBook::replaced(const std::string& device) const {
  const auto found = replaced_.find(device);
  return found == replaced_.end() ? nullptr : &found->second.replaced;
}

std::string InstrumentBook::serial(const std::string& device) const {
  if (const auto* recorded = replaced(device)) return recorded->replacement.new_serial;
  const Device* configured = site_.find_device(device);
  return configured == nullptr ? std::string{} : configured->serial.value_or("");
}

std::optional<Instant> InstrumentBook::trusted_since(const std::string& device,
                                                     const InstrumentCheck& check) const {
  std::optional<Instant> since;
  const auto passed = passed_.find({check.plant, check.point, check.what});
  if (passed != passed_.end()) since = passed->second;
  const auto* recorded = replaced(device);
  if (recorded != nullptr && (!since || recorded->time > *since)) since = recorded->time;
  return since;
}

Cause InstrumentBook::told(const Device& device, const Point& point, Monotonic polled) const {
  Cause cause = Cause::none;
  const auto found = replaced_.find(device.id);
  if (found != replaced_.end() && polled >= found->second.from &&
      found->second.replaced.verified.count(point.id) == 0) {
    cause = Cause::replaced_unverified;
  }
  for (const Held& held : services_) {
    const ServicePlace& place = held.window.place;
    const bool here = place.point.empty()
                          ? place.device == device.id
                          : place.point == point.id && place.plant == site_.plants[device.plant].id;
    const Monotonic until = std::min(held.closes, held.ended.value_or(held.closes));
    if (here && polled >= held.from && polled < until) cause = topmost(cause, cause_of(place.service));
  }
  return cause;
}

void InstrumentBook::mark(std::size_t index, Monotonic polled, std::vector<Reading>& readings) const {
  if (services_.empty() && replaced_.empty()) return;
  const Device& device = site_.devices[index];
  for (Reading& reading : readings) {
    reading.cause =
        topmost(reading.cause, told(device, site_.plants[device.plant].points[reading.point], polled));
    reading.state = rule_of(reading.cause).state;
  }
}

}  // namespace effluent
