// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/record/check_entry.hpp"
#include "core/record/instrument_entry.hpp"
#include "core/record/json_writer.hpp"
#include "core/record/line_members.hpp"
#include "work/recorder/implementation.hpp"

namespace effluent {
namespace {

// Kinds of the store's memory: the lines of what is open, of the last check passed, of the last replacement.
constexpr const char* kService = "service";
constexpr const char* kPassed = "check_passed";
constexpr const char* kReplaced = "replaced";
constexpr const char* kVerified = "verified";

std::string name_of(const ServicePlace& place) {
  const std::string target = place.point.empty() ? "device " + place.device : place.plant + "/" + place.point;
  return std::string{effluent::name_of(place.service)} + " " + target;
}

std::string name_of(const InstrumentCheck& check) {
  return check.plant + "/" + check.point + "/" + check.what;
}

/// When a service that a stored line tells of closes by itself: between two starts only the wall clock goes
/// on.
Monotonic closing_of(const ServiceWindow& window, const Moment& now) {
  const milliseconds longest = window.expected_end - window.begun_at + kForgottenAfter;
  const milliseconds left = window.expected_end + kForgottenAfter - now.wall;
  return now.monotonic + std::clamp(left, milliseconds{0}, std::max(longest, milliseconds{0}));
}

}  // namespace

void Recorder::Implementation::read_instruments(Memory& memory) {
  const Moment now = moment();
  for (const auto& [name, line] : memory[kService]) {
    if (const auto window = read_service_begin(line))
      instruments.begin(*window, Monotonic::min(), closing_of(*window, now));
  }
  for (const auto& [device, line] : memory[kReplaced]) {
    auto replaced = read_replacement(line);
    if (!replaced) continue;
    for (auto& point : LineMembers{memory[kVerified][device]}.texts("points"))
      replaced->verified.insert(std::move(point));
    instruments.replace(*replaced, Monotonic::min());
  }
  for (const auto& [name, line] : memory[kPassed]) {
    // What it verified of a replaced instrument is told above: it may have been replaced after the check.
    if (const auto stored = read_check(line))
      instruments.restore_passed(stored->recorded.check, stored->time);
  }
  note_serials();
}

void Recorder::Implementation::step(const InstrumentCheck& check, const Act& act) {
  const Instant now = clock.wall();
  if (auto faults = faults_of(check, site, now); !faults.empty()) {
    act.answer(tl::unexpected{std::move(faults)});
    return;
  }
  const std::string device = site.find_plant(check.plant)->find_point(check.point)->device;
  const CheckOutcome outcome = outcome_of(check, now);
  RecordedCheck recorded{check,
                         device,
                         instruments.serial(device),
                         outcome.deviation.text(),
                         outcome.passed(),
                         outcome.standard_expired,
                         std::nullopt};
  if (!outcome.within_limit) recorded.suspect = suspect_period(recorded, now);
  outbox.begin_part();
  const std::string& line = write_act_at(now, check_body(recorded, act.user), act);
  if (outcome.passed()) {
    outbox.remember(kPassed, name_of(check), line);
    if (instruments.pass(device, check, now)) remember_verified(device);
  }
  outbox.end_part();
}

/// Back to where the instrument was last known to be right, else to the point's first block.
SuspectPeriod Recorder::Implementation::suspect_period(const RecordedCheck& recorded, Instant now) {
  const InstrumentCheck& check = recorded.check;
  auto from = instruments.trusted_since(recorded.device, check);
  const std::size_t plant = plant_index.at(check.plant);
  const PointTrack& track = plants[plant].point(*site.plants[plant].index_of_point(check.point));
  if (!from && track.has_begun()) from = track.begin_time();
  if (from) from = std::min(*from, now);  // the clock may have been set back
  return {from, now};
}

void Recorder::Implementation::step(const ServiceAct& service, const Act& act) {
  if (auto faults = faults_of(service, site, instruments); !faults.empty()) {
    act.answer(tl::unexpected{std::move(faults)});
    return;
  }
  Faults none;
  const ServicePlace place = *place_of(service, site, none);
  outbox.begin_part();
  if (service.begins) {
    begin_service(service, place, act);
  } else {
    end_service(*instruments.open_at(place), {service.by, act.user, service.reason}, &act);
  }
  outbox.end_part();
}

void Recorder::Implementation::begin_service(const ServiceAct& service, const ServicePlace& place,
                                             const Act& act) {
  const Moment now = moment();
  const milliseconds expected = *parse_duration(service.expected);
  const ServiceWindow window{place, now.wall, now.wall + expected, service.by, service.reason};
  const std::string body = service_begin_body(window, instruments.serial(place.device), act.user);
  outbox.remember(kService, name_of(place), write_act_at(now.wall, body, act));
  instruments.begin(window, now.monotonic, now.monotonic + expected + kForgottenAfter);
}

void Recorder::Implementation::end_service(const ServiceWindow& window, const ServiceEnding& ending,
                                           const Act* act) {
  const Moment now = moment();
  const std::string body = service_end_body(window, instruments.serial(window.place.device), ending);
  if (act != nullptr) {
    write_act_at(now.wall, body, *act);
  } else {
    outbox.write_at(now.wall, body);
  }
  outbox.remember(kService, name_of(window.place), "");
  instruments.end(window.place, now.monotonic);
}

/// Nobody has ended them: also those that ran out while no gateway ran.
void Recorder::Implementation::end_forgotten_services() {
  for (const auto& window : instruments.forgotten(clock.monotonic()))
    end_service(window, {"", "", "expected end passed"}, nullptr);
}

void Recorder::Implementation::step(const Replacement& replacement, const Act& act) {
  if (auto faults = faults_of(replacement, site, instruments); !faults.empty()) {
    act.answer(tl::unexpected{std::move(faults)});
    return;
  }
  const Moment now = moment();
  outbox.begin_part();
  outbox.remember(kReplaced, replacement.device,
                  write_act_at(now.wall, replacement_body(replacement, act.user), act));
  instruments.replace({replacement, now.wall, {}}, now.monotonic);
  remember_verified(replacement.device);
  outbox.end_part();
  note_serials();
}

void Recorder::Implementation::remember_verified(const std::string& device) {
  std::string text;
  JsonWriter json{text};
  json.open_object().key("points").open_array();
  for (const auto& point : instruments.replaced(device)->verified) json.text(point);
  json.close_array().close_object();
  outbox.remember(kVerified, device, text);
}

void Recorder::Implementation::note_serials() {
  for (std::size_t index = 0; index < site.devices.size(); ++index) {
    const Device& device = site.devices[index];
    const auto* replaced = instruments.replaced(device.id);
    auto& other = status.devices[index].other_serial;
    other.reset();
    if (replaced != nullptr && replaced->replacement.new_serial != device.serial)
      other = replaced->replacement.new_serial;
  }
}

}  // namespace effluent
