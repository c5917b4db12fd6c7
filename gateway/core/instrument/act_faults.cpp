// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/instrument/book.hpp"

namespace effluent {
namespace {

void check_begin(Faults& faults, const ServicePlace& place, const InstrumentBook& book) {
  for (const auto& open : book.open()) {
    if (!open.place.overlaps(place)) continue;
    faults.push_back(open.place.words() + " is open already since " + time_text(open.begun_at) +
                     ", begun by " + open.by + "; end it before another begins");
  }
}

void check_end(Faults& faults, const ServicePlace& place, const InstrumentBook& book) {
  if (book.open_at(place)) return;
  std::string fault = "no " + place.words() + " is open";
  for (const auto& open : book.open()) {
    if (open.place.overlaps(place)) fault += "; open is the " + open.place.words();
  }
  faults.push_back(std::move(fault));
}

}  // namespace

Faults faults_of(const ServiceAct& act, const Site& site, const InstrumentBook& book) {
  Faults faults;
  const auto place = place_of(act, site, faults);
  if (place && act.begins) check_begin(faults, *place, book);
  if (place && !act.begins) check_end(faults, *place, book);
  if (act.begins) (void)expected_of(act, faults);
  check_text(faults, "by", act.by, true, "the record says who works at the instrument");
  check_text(faults, "reason", act.reason, act.begins, "the record says why");
  return faults;
}

Faults faults_of(const Replacement& replacement, const Site& site, const InstrumentBook& book) {
  Faults faults;
  const Plant* plant = site.find_plant(replacement.plant);
  if (plant == nullptr) {
    faults.push_back("plant \"" + replacement.plant + "\" is not in the configuration");
  } else if (!site.feeds(replacement.device, *plant)) {
    faults.push_back("no device \"" + replacement.device + "\" feeds points of plant \"" + replacement.plant +
                     '"');
  }
  check_text(faults, "old_serial", replacement.old_serial, true, "it stands on the instrument's plate");
  check_text(faults, "new_serial", replacement.new_serial, true, "it stands on the instrument's plate");
  check_text(faults, "by", replacement.by, true, "the record says who has replaced it");
  check_text(faults, "reason", replacement.reason, true, "the record says why");
  if (!replacement.new_serial.empty() && replacement.new_serial == replacement.old_serial)
    faults.push_back("both serials are \"" + replacement.new_serial + "\": nothing was replaced");
  const std::string known = book.serial(replacement.device);
  // Whoever has written the new one into the configuration already is right, too.
  const bool configured_anew =
      book.replaced(replacement.device) == nullptr && known == replacement.new_serial;
  if (!known.empty() && known != replacement.old_serial && !configured_anew) {
    faults.push_back("the serial of device \"" + replacement.device + "\" is \"" + known +
                     "\" up to now, not \"" + replacement.old_serial + '"');
  }
  return faults;
}

}  // namespace effluent
