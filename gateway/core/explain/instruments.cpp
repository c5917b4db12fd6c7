// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "core/explain/teller.hpp"

namespace effluent {
namespace {

Say words_of_check(const std::string& what) {
  static const std::map<std::string, Say> by_what{{"zero", Say::check_zero},
                                                  {"span", Say::check_span},
                                                  {"control_sample", Say::check_control_sample},
                                                  {"laboratory_comparison", Say::check_comparison}};
  const auto found = by_what.find(what);
  return found == by_what.end() ? Say::cause_other : found->second;
}

}  // namespace

/// Of the parameter that is asked for, or of one that nobody knows any more.
bool Teller::concerns(const std::string& point) const {
  const Point* configured = context_.plant.find_point(point);
  return configured == nullptr || shown(configured->parameter);
}

bool Teller::concerns_device(const std::string& device) const {
  const auto& points = context_.plant.points;
  return std::none_of(points.begin(), points.end(),
                      [&](const Point& point) { return point.device == device; }) ||
         std::any_of(points.begin(), points.end(),
                     [&](const Point& point) { return point.device == device && shown(point.parameter); });
}

std::string Teller::place_words(const EntryPlace& place) const {
  return words(Say::entry, {place.epoch, std::to_string(place.seq)});
}

void Teller::one_service(const ToldService& told) {
  const ServicePlace& place = told.window.place;
  const bool calibrates = place.service == Service::calibration;
  std::string ended = words(Say::not_ended_yet);
  if (told.ended) {
    ended = told.ended->by.empty() ? words(Say::ended_by_itself) : words(Say::ended_by, {told.ended->by});
  }
  line(0, words(Say::service,
                {clock_words(told.window.begun_at), told.ended ? clock_words(told.ended->time) : "…",
                 words(calibrates ? Say::service_calibration : Say::service_maintenance),
                 place.point.empty() ? words(Say::of_device, {device_words(place.device)})
                                     : words(Say::of_point, {place.point}),
                 told.window.by, told.window.reason, ended, place_words(told.place)}));
  line(1, words(Say::service_effect));
}

void Teller::one_check(const ToldCheck& told) {
  const RecordedCheck& recorded = told.stored.recorded;
  const InstrumentCheck& check = recorded.check;
  line(0, words(Say::check,
                {clock_words(told.stored.time), words(words_of_check(check.what), {check.what}), check.point,
                 check.standard_value, check.unit, check.before, recorded.deviation, check.limit,
                 words(recorded.passed ? Say::check_passed : Say::check_failed), place_words(told.place)}));
  line(1, words(Say::check_standard, {check.by, check.lot}));
  if (!check.after.empty()) line(1, words(Say::check_adjusted, {check.after, check.unit}));
  if (recorded.standard_expired) line(1, words(Say::check_expired, {check.expiry}));
  if (!recorded.suspect) return;
  const std::string to = clock_words(recorded.suspect->to);
  line(1, recorded.suspect->from
              ? words(Say::suspect, {check.point, clock_words(*recorded.suspect->from), to})
              : words(Say::suspect_unknown, {check.point, to}));
}

/// One of an earlier day matters as long as a point is not verified. False: it does not.
bool Teller::one_replacement(const ToldReplacement& told) {
  const auto& made = told.replaced.replacement;
  std::string unverified;
  for (const Point& point : context_.plant.points) {
    if (point.device != made.device || told.replaced.verified.count(point.id) > 0) continue;
    unverified += (unverified.empty() ? "" : ", ") + point.id;
  }
  if (unverified.empty() && day_of(told.replaced.time) != context_.day) return false;
  line(0,
       words(Say::replaced_by, {clock_words(told.replaced.time), device_words(made.device), made.old_serial,
                                made.new_serial, made.by, made.reason, place_words(told.place)}));
  line(1, unverified.empty() ? words(Say::verified) : words(Say::not_verified, {unverified}));
  return true;
}

void Teller::instruments() {
  heading(words(Say::instruments));
  bool any = false;
  for (const auto& told : record_.services) {
    const ServicePlace& place = told.window.place;
    if (place.point.empty() ? !concerns_device(place.device) : !concerns(place.point)) continue;
    one_service(told);
    any = true;
  }
  for (const auto& told : record_.checks) {
    if (!concerns(told.stored.recorded.check.point)) continue;
    one_check(told);
    any = true;
  }
  for (const auto& told : record_.replacements) {
    if (concerns_device(told.replaced.replacement.device)) any = one_replacement(told) || any;
  }
  if (!any) line(0, words(Say::no_instruments));
}

}  // namespace effluent
