// SPDX-License-Identifier: Apache-2.0
// Prints samples of everything that is published, `schema<TAB>json` a line, for schema_test.py.
#include <cstdio>
#include <string>

#include "core/judge/compliance.hpp"
#include "core/judge/judge_support.hpp"
#include "core/judge/window_book.hpp"
#include "core/quantity/quantity_book.hpp"
#include "core/record/block.hpp"
#include "core/record/check_entry.hpp"
#include "core/record/correction_entry.hpp"
#include "core/record/entry.hpp"
#include "core/record/instrument_entry.hpp"
#include "core/record/laboratory_entry.hpp"
#include "core/record/operator_entry.hpp"
#include "core/record/payload_live.hpp"
#include "core/record/payload_state.hpp"
#include "core/record/payload_verdict.hpp"

namespace effluent {
namespace {

const Instant kStart = *parse_time("2026-11-24T09:00:00+07:00");
const Day kDay = day_of(kStart);
constexpr const char* kEpoch = "20261124T020000Z-0a1b2c3d";

void print(const char* schema, const std::string& json) { std::printf("%s\t%s\n", schema, json.c_str()); }

void print_entry(const std::string& body) {
  static std::int64_t seq = 0;
  const EntryHead head{"gw-1", kEpoch, seq++, kStart, seq % 2 == 0};
  print("entry", entry_line(head, body));
}

Site sample_site() {
  using testing_judge::point;
  auto permit = testing_judge::permit({"cod", "ph", "tss", "color"});
  permit.laboratory = {{"bod5", std::chrono::hours{24}}};
  permit.shadows = {{"qcvn-40-2025", "B", "F<=2000"}};
  permit.averaging_of = {{"ph", Period::five_minutes}};
  Site site = testing_judge::site(
      {point("cod", "cod", std::chrono::minutes{1}), point("ph", "ph", std::chrono::minutes{1}, 2)},
      {permit});
  site.gateway = "gw-1";
  site.plants[0].park = "k1";
  site.plants[0].points[0].ucum = "mg/L";
  site.plants[0].points[0].surrogate = true;
  site.plants[0].points[0].correlation = {kDay, 12, {}, {}, {}, kDay, {}};
  site.plants[0].points[1].ucum = "[pH]";
  Device& device = site.devices.emplace_back();
  device.id = "analyser";
  device.poll = std::chrono::seconds{60};
  device.channels = {{0, 0, std::nullopt}, {1, 1, std::nullopt}};
  return site;
}

void print_judged(const Site& site) {
  WindowBook book{site, {}};
  ComplianceBoard board{site};
  print("compliance", board.payload(kStart));
  book.begin_plant(0, kStart);
  for (int minute = 0; minute < 5; ++minute) {
    for (std::size_t point = 0; point < 2; ++point) {
      book.add(0, point, kStart + std::chrono::minutes{minute}, testing_judge::reading(400 + 100 * minute));
    }
  }
  std::vector<std::string> provisional;
  for (const auto& line : book.provisional(0, kStart + std::chrono::minutes{3}))
    provisional.push_back(line.text());
  const auto take = [&](const JudgedLine& line) {
    print_entry(line.text());
    board.add(line);
    if (line.kind == JudgedLine::Kind::verdict && line.parameter == "ph") {
      JudgedLine revised = line;
      revised.body += ',' + revision_members({{kEpoch, 1}, {kEpoch, 2}, {kEpoch, 3}});
      print_entry(revised.text());
      board.add(revised);
    }
    board.days().begin(site.plants[line.plant].id, line.start);
    if (line.kind == JudgedLine::Kind::verdict) board.days().add(final_of(site, line));
  };
  book.close(kStart + std::chrono::hours{25}, take);
  print("verdict", verdict_payload(site, 0, kStart, board.final_bodies(0), provisional));
  for (const int day : {0, 1, 2}) print("compliance", board.payload(kStart + std::chrono::hours{24 * day}));
}

void print_laboratory(const Site& site) {
  LaboratoryResult result;
  result.plant = "p1";
  result.outlet = "o1";
  result.taken_at = kStart;
  result.sample = result.taken_by = result.taken_where = result.laboratory = result.method = "x";
  result.unit = result.entered_by = "x";
  result.report_sha256 = std::string(64, 'a');
  result.value = "5.10";
  for (const char* parameter : {"cod", "ph", "color"}) {
    result.parameter = parameter;
    result.below_detection = result.parameter == "cod";
    result.uncertainty = result.parameter == "ph" ? "0.1" : "";
    result.correction = result.uncertainty;
    print_entry(laboratory_body(result, judge(result, site), "user"));
  }
}

void print_instruments() {
  const InstrumentCheck made{"p1",         "cod", "span", "50.0", "mg/L", "x",
                             "2027-03-31", "51",  "50.1", "0.5",  "x",    "x"};
  print_entry(check_body({made, "analyser", "S-1", "1", false, true, SuspectPeriod{kStart, kStart}}, "user"));
  auto comparison = made;
  comparison.what = "laboratory_comparison";
  comparison.expiry = comparison.after = comparison.note = "";
  print_entry(check_body({comparison, "analyser", "", "1", false, false, SuspectPeriod{{}, kStart}}, "user"));
  print_entry(check_body({comparison, "analyser", "", "1", true, false, std::nullopt}, "user"));
  for (const char* const point : {"", "cod"}) {
    for (const auto service : {Service::calibration, Service::maintenance}) {
      const ServiceWindow window{{"p1", "analyser", point, service}, kStart, kStart, "x", "x"};
      print_entry(service_begin_body(window, point, "user"));
      print_entry(service_end_body(window, point, {point, point, point}));
    }
  }
  print_entry(replacement_body({"p1", "analyser", "S-1", "S-2", "x", "x"}, "user"));
}

void print_corrections() {
  Explanation made{"p1",      "o1", "cod", {"cod"}, kStart, kStart, "power_cut", "x", std::string(64, 'a'),
                   "exclude", "x"};
  print_entry(explanation_body(made, "user"));
  made.outlet = made.parameter = made.evidence_sha256 = "";
  made.asks = kAsksNone;
  for (const auto category : kCategories) {
    made.category = category;
    print_entry(explanation_body(made, "user"));
  }
  for (const bool accepted : {true, false}) {
    const CenterDecision decision{"gw-1", {kEpoch, 7}, accepted, "x", "x", kStart};
    print_entry(decision_body({decision, "center+0a1b2c3d", decision_text(decision)}, "p1", "user"));
  }
}

void print_entries(const Site& site) {
  const std::string hash(64, 'a');
  print_entry(start_body({std::nullopt, "0.1.0", hash, hash, "boot"}));
  print_entry(start_body({Parent{kEpoch, 7}, "0.1.0", hash, hash, "boot"}));
  for (const auto& body : config_bodies(std::string(40'000, 'x'), hash)) print_entry(body);
  print_entry(gap_body({"analyser", GapCause::back_off, 3, kStart, kStart}));
  print_entry(event_body("p1", "analyser", "device_lost", "timeout"));
  print_entry(event_body("p1", "analyser", "device_back", ""));
  print_entry(stop_body("signal"));
  print_entry(stop_body("command"));
  print_laboratory(site);
  print_instruments();
  print_corrections();
  print_entry(operator_body({"qcvn-40-2025", "b", "a document", "a person", hash, hash, hash, 2, 3}, "user"));
  const std::vector<RidRange> ranges{{kEpoch, 0, 4}};
  WindowBook book{site, {}};
  book.begin_plant(0, kStart);
  book.add(0, 0, kStart, testing_judge::reading(412));
  book.close(kStart + std::chrono::minutes{5}, [&](const JudgedLine& line) {
    if (line.kind == JudgedLine::Kind::mean && line.shortest) print_entry(base_mean_body(line, ranges));
  });
}

/// A day without a reading, and one with; the register is reset.
void print_quantities() {
  using testing_judge::point;
  constexpr std::chrono::minutes kStep{5};
  Site site = testing_judge::site(
      {point("cod", "cod", kStep), point("flow", "flow", kStep), point("volume", "volume", kStep)},
      {testing_judge::permit({"cod"})});
  site.plants[0].points[1].unit = "m3/h";
  site.plants[0].outlets[0].flow = "flow";
  site.plants[0].outlets[0].totaliser = "volume";
  WindowBook book{site, {}};
  QuantityBook quantities{site};
  book.begin_plant(0, kStart);
  const auto take = [&](const JudgedLine& line) {
    quantities.take(line);
    const bool is_base = line.kind == JudgedLine::Kind::mean && line.shortest;
    if (is_base && line.parameter == "volume" && line.end == kStart + 202 * kStep) {
      print_entry(base_mean_body(line, {}));
    }
  };
  for (int window = 200; window < 800; ++window) {
    for (std::size_t index = 0; index < 3; ++index) {
      book.add(0, index, kStart + window * kStep,
               testing_judge::reading(window == 700 ? 0 : window, window % 10 > 0));
    }
    book.close(kStart + window * kStep, take);
  }
  for (const auto& line : quantities.finished()) print_entry(line.body);
}

void print_blocks(const Site& site) {
  Poll poll;
  poll.due_at = poll.polled_at = kStart;
  const BlockName name{kEpoch, 0, "0123456789abcdef"};
  print("block", block_text(site, name, poll,
                            std::vector<Reading>{
                                {0, std::nullopt, State::fault, Cause::link_lost, std::nullopt, true},
                                {1, std::nullopt, State::fault, Cause::link_lost, std::nullopt, true}}));
  poll.answers = {{{4, 0, 2}, Failure::none, 0, {0x42, 0x48, 0, 0}}};
  print("block", block_text(site, name, poll,
                            std::vector<Reading>{
                                {0, 412, State::measuring, Cause::assumed, kStart, true},
                                {1, 714, State::calibrating, Cause::calibrating, std::nullopt, true}}));
}

void print_all() {
  const Site site = sample_site();
  print("state", state_payload({"gw-1", kStart, true, "0.1.0", kEpoch, 3}));
  print("state", state_payload({"gw-1", kStart, false, "0.1.0", {}, std::nullopt}));
  const std::vector<LiveValue> values{{412, State::measuring, Cause::none, kStart}, {}};
  print("live", live_payload(site, 0, kStart, live_valid_until(site, 0, kStart), values));
  print_judged(site);
  print_entries(site);
  print_quantities();
  print_blocks(site);
}

}  // namespace
}  // namespace effluent

int main() {
  effluent::print_all();
  return 0;
}
