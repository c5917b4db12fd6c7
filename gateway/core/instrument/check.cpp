// SPDX-License-Identifier: Apache-2.0
#include "core/instrument/check.hpp"

#include <algorithm>

#include "core/instrument/faults.hpp"
#include "core/measure/ten_to.hpp"
#include "core/measure/written_number.hpp"

namespace effluent {
namespace {

constexpr std::string_view kComparison = "laboratory_comparison";
constexpr Day kEarliest{std::chrono::year{2000}, std::chrono::month{1}, std::chrono::day{1}};
/// A standard that is good for longer than this is a slip of the pen.
constexpr std::chrono::years kLongestGood{20};

/// Numbers that `is_written_number` accepts: the difference is exact.
Decimal difference(const Decimal& left, const Decimal& right) {
  const int digits = std::max(left.digits(), right.digits());
  return Decimal{left.units() * ten_to<Int128>(digits - left.digits()) -
                     right.units() * ten_to<Int128>(digits - right.digits()),
                 digits};
}

void check_place(Faults& faults, const InstrumentCheck& check, const Site& site) {
  const Plant* plant = site.find_plant(check.plant);
  const Point* point = plant == nullptr ? nullptr : plant->find_point(check.point);
  if (point == nullptr) {
    faults.push_back("plant \"" + check.plant + "\" with point \"" + check.point +
                     "\" is not in the configuration");
  } else if (point->device.empty()) {
    faults.push_back("point \"" + check.point + "\" has no instrument in the configuration: no source");
  } else if (check.unit != point->unit) {
    faults.push_back("unit \"" + check.unit + "\" is not the point's: \"" + point->unit +
                     "\"; nothing is converted, enter the numbers in that unit");
  }
}

void check_numbers(Faults& faults, const InstrumentCheck& check) {
  const auto number = [&faults](std::string_view name, const std::string& text) {
    if (is_written_number(text)) return;
    faults.push_back(std::string{name} + " \"" + text +
                     "\" is no number; at most 12 digits, with a decimal point");
  };
  number("standard_value", check.standard_value);
  number("before", check.before);
  if (!check.after.empty()) number("after", check.after);
  if (!is_written_number(check.limit)) {
    number("limit", check.limit);
  } else if (Decimal::parse(check.limit)->units() < 0) {
    faults.push_back("limit " + check.limit + " is below 0: how far may the instrument be off, either way?");
  }
}

void check_expiry(Faults& faults, const InstrumentCheck& check, Instant now) {
  if (check.expiry.empty()) {
    if (check.what != kComparison)
      faults.emplace_back("expiry is missing: the last day of the standard, as on its label, 2027-03-31");
    return;
  }
  const auto expiry = parse_day(check.expiry);
  if (!expiry) {
    faults.push_back("expiry \"" + check.expiry + "\" is no day; such as 2027-03-31");
  } else if (*expiry < kEarliest) {
    faults.push_back("expiry " + check.expiry + " is before 2000: is the year right?");
  } else if (start_of(*expiry) > now + kLongestGood) {
    faults.push_back("expiry " + check.expiry + " is more than 20 years ahead: is the year right?");
  }
}

}  // namespace

std::vector<std::string> faults_of(const InstrumentCheck& check, const Site& site, Instant now) {
  Faults faults;
  check_place(faults, check, site);
  if (std::find(kCheckedWhat.begin(), kCheckedWhat.end(), check.what) == kCheckedWhat.end()) {
    faults.push_back("what \"" + check.what +
                     "\" is none of zero, span, control_sample, laboratory_comparison");
  }
  check_numbers(faults, check);
  check_text(faults, "lot", check.lot, true,
             "of the standard as on its label, or the laboratory's number of the sample");
  check_expiry(faults, check, now);
  check_text(faults, "by", check.by, true, "the record says who has checked");
  check_text(faults, "note", check.note, false);
  return faults;
}

CheckOutcome outcome_of(const InstrumentCheck& check, Instant now) {
  CheckOutcome outcome;
  outcome.deviation = difference(*Decimal::parse(check.before), *Decimal::parse(check.standard_value));
  const Decimal& off = outcome.deviation;
  outcome.within_limit =
      Decimal{off.units() < 0 ? -off.units() : off.units(), off.digits()} <= *Decimal::parse(check.limit);
  const auto expiry = parse_day(check.expiry);
  outcome.standard_expired = expiry && *expiry < day_of(now);
  return outcome;
}

}  // namespace effluent
