// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "core/instrument/check.hpp"
#include "core/instrument/replacement.hpp"
#include "core/instrument/service.hpp"
#include "core/measure/reading.hpp"
#include "core/site/site.hpp"

namespace effluent {

/// What persons have said of the instruments: which are in service, which were replaced and not verified
/// since, and since when each is trusted. Marks readings by it. Pure; one owner.
class InstrumentBook {
 public:
  /// `site` outlives the book.
  explicit InstrumentBook(const Site& site) : site_{site} {}

  // ---- what happens; of the monotonic times those of polls count, so a clock that steps moves nothing
  /// Polls from `from` on are in service; from `closes` on no more, whether anybody has ended it or not.
  void begin(const ServiceWindow& window, Monotonic from, Monotonic closes);
  /// Of one that is open.
  void end(const ServicePlace& place, Monotonic at);
  void replace(const ReplacedInstrument& replaced, Monotonic from);
  /// A check of the point, fed by that device, has passed. True: the record's replacement of the device has
  /// changed by it.
  bool pass(const std::string& device, const InstrumentCheck& check, Instant time);
  /// The same after a restart: what it has verified is told with the replacement.
  void restore_passed(const InstrumentCheck& check, Instant time);

  // ---- what holds
  [[nodiscard]] std::vector<ServiceWindow> open() const;
  /// The open one of that place; none where none is.
  [[nodiscard]] std::optional<ServiceWindow> open_at(const ServicePlace& place) const;
  /// Open, and past the time at which a forgotten one closes itself.
  [[nodiscard]] std::vector<ServiceWindow> forgotten(Monotonic now) const;
  /// The latest replacement of the device; null where none is recorded.
  [[nodiscard]] const ReplacedInstrument* replaced(const std::string& device) const;
  /// The serial that the record names, where it names one, else the configuration's; empty: neither does.
  [[nodiscard]] std::string serial(const std::string& device) const;
  /// The later of the last passed check like this one and the instrument's replacement; none: neither was.
  [[nodiscard]] std::optional<Instant> trusted_since(const std::string& device,
                                                     const InstrumentCheck& check) const;

  /// Gives each reading of a poll of that device the cause that persons told, where nothing graver holds; its
  /// value stays.
  void mark(std::size_t device, Monotonic polled, std::vector<Reading>& readings) const;

 private:
  struct Held {
    ServiceWindow window;
    Monotonic from{};
    Monotonic closes{};
    std::optional<Monotonic> ended;  ///< kept a while: polls of before may still come
  };
  struct HeldReplacement {
    ReplacedInstrument replaced;
    Monotonic from{};
  };
  [[nodiscard]] const Held* find(const ServicePlace& place) const;
  [[nodiscard]] Cause told(const Device& device, const Point& point, Monotonic polled) const;

  const Site& site_;
  std::vector<Held> services_;
  std::map<std::string, HeldReplacement> replaced_;                              ///< by device
  std::map<std::tuple<std::string, std::string, std::string>, Instant> passed_;  ///< plant, point, what
};

/// Everything that speaks against the act, in words for the person; empty: nothing.
[[nodiscard]] Faults faults_of(const ServiceAct& act, const Site& site, const InstrumentBook& book);
[[nodiscard]] Faults faults_of(const Replacement& replacement, const Site& site, const InstrumentBook& book);

}  // namespace effluent
