// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "adapters/sqlite/sqlite_ledger.hpp"
#include "adapters/sqlite/sqlite_records.hpp"
#include "adapters/system/sodium_digest.hpp"
#include "adapters/system/sodium_signatures.hpp"
#include "core/record/json_reader.hpp"
#include "support/fake_clock.hpp"
#include "support/registers.hpp"
#include "support/temporary_folder.hpp"
#include "work/recorder/recorder.hpp"

namespace effluent {

/// A real store behind a switch that makes it fail, and a note of how many lines each transaction held.
class SwitchedLedger final : public Ledger {
 public:
  explicit SwitchedLedger(Ledger& real) : real_{real} {}
  std::optional<WriteError> failure;
  std::vector<std::size_t> lines;
  std::optional<std::size_t> commits_left;  ///< after so many it fails for good, as a machine that stops
  std::function<void()> on_read;            ///< while a start reads blocks

  tl::expected<std::optional<EpochEnd>, StoreError> newest_epoch() override { return real_.newest_epoch(); }
  tl::expected<std::vector<MemoryRow>, StoreError> memory() override { return real_.memory(); }
  tl::expected<void, StoreError> base_means(Instant from,
                                            const std::function<void(const std::string&)>& take) override {
    return real_.base_means(from, take);
  }
  tl::expected<void, StoreError> lines_around(Instant from, Instant until,
                                              const std::function<void(const std::string&)>& take) override {
    return real_.lines_around(from, until, take);
  }
  tl::expected<void, StoreError> blocks_from(std::int64_t number,
                                             const std::function<void(const StoredRow&)>& take) override {
    if (on_read) on_read();
    return real_.blocks_from(number, take);
  }
  tl::expected<std::int64_t, WriteError> begin_epoch(const std::string& id, const Batch& batch) override {
    if (failure) return tl::unexpected{*failure};
    return real_.begin_epoch(id, batch);
  }
  tl::expected<void, WriteError> commit(const Batch& batch) override {
    if (failure) return tl::unexpected{*failure};
    if (commits_left && (*commits_left)-- == 0) return tl::unexpected{WriteError{{10, "off"}, false}};
    lines.push_back(batch.entries.size());
    return real_.commit(batch);
  }

 private:
  Ledger& real_;
};

class Told final : public Announcements {
 public:
  std::vector<FromRecorder> messages;
  void post(FromRecorder message) override { messages.push_back(std::move(message)); }
  template <class Message>
  [[nodiscard]] std::vector<Message> all() const {
    std::vector<Message> found;
    for (const auto& message : messages) {
      if (const auto* one = std::get_if<Message>(&message)) found.push_back(*one);
    }
    return found;
  }
};

inline Point make_point(std::string id, std::string parameter, milliseconds interval) {
  Point point;
  point.id = std::move(id);
  point.outlet = "o1";
  point.parameter = std::move(parameter);
  point.unit = point.ucum = "mg/L";
  point.digits = 1;
  point.interval = interval;
  point.device = "d1";
  point.register_name = "r0";
  return point;
}

/// Plant p1 with outlet o1; device d1 feeds `cod` (u16 at 0), d2 feeds the analyser `nh4` with a cycle of 15
/// min and a sample delay of 12 min. The permit judges cod every 5 min, nh4 every hour, and `tss` that no
/// point measures.
inline Site make_site(milliseconds poll) {
  Site site;
  site.gateway = "gw-1";
  site.province = "lao-cai";
  Plant& plant = site.plants.emplace_back();
  plant.id = "p1";
  plant.park = "park-1";
  plant.points.push_back(make_point("cod", "cod", poll));
  plant.points.push_back(make_point("nh4", "nh4_n", poll));
  plant.points[1].cycle = std::chrono::minutes{15};
  plant.points[1].sample_delay = std::chrono::minutes{12};
  plant.points[1].device = "d2";
  Outlet& outlet = plant.outlets.emplace_back();
  outlet.id = "o1";
  Permit& permit = outlet.permits.emplace_back();
  permit.standard = "qcvn-40-2011";
  permit.column = "B";
  permit.kq = Decimal{9, 1};
  permit.kf = Decimal{1, 0};
  permit.averaging = Period::five_minutes;
  permit.averaging_of = {{"nh4_n", Period::hour}, {"tss", Period::hour}};
  permit.automatic = {"cod", "nh4_n", "tss"};
  Standard standard;
  standard.id = "qcvn-40-2011";
  standard.in_force_from = *parse_day("2012-02-15");
  standard.in_force_to = *parse_day("2031-12-31");
  standard.columns = {"A", "B"};
  for (const char* parameter : {"cod", "nh4_n", "tss"}) {
    LimitRow& row = standard.rows.emplace_back();
    row.parameter = parameter;
    row.unit = "mg/L";
    row.columns["B"] = {std::nullopt, Decimal{50, 0}, "b"};
    row.source = "invented";
  }
  site.standards["qcvn-40-2011"] = standard;
  site.buses.emplace_back().id = "lan";
  auto profile = std::make_shared<Profile>();
  profile->name = "meter";
  profile->registers.push_back(make_register(ValueType::u16));
  profile->registers[0].scale = Decimal{1, 1};
  for (std::size_t index = 0; index < 2; ++index) {
    Device& device = site.devices.emplace_back();
    device.id = "d" + std::to_string(index + 1);
    device.profile = profile;
    device.poll = poll;
    device.channels.push_back({index, 0, std::nullopt});
  }
  return site;
}

/// A recorder on a real database in virtual time, that can be stopped, killed and started again.
class Rig {
 public:
  explicit Rig(milliseconds poll = std::chrono::seconds{5},
               std::string_view start = "2026-03-01T00:00:02+07:00")
      : site{make_site(poll)}, clock{*parse_time(start), Monotonic{std::chrono::hours{1}}} {}

  void start() {
    auto opened = open_ledger(folder.path());
    if (!opened) throw std::runtime_error{opened.error().text};
    real = std::move(*opened);
    ledger = std::make_unique<SwitchedLedger>(*real);
    ledger->on_read = on_read;
    told.messages.clear();
    RecorderFacts facts{"0.1.0",       "abc", boot, "0000000" + std::to_string(starts++ % 10),
                        configuration, false};
    facts.publish_readings = publish_readings;
    facts.center_keys = center_keys;
    recorder = std::make_unique<Recorder>(site, *ledger, clock, digest, told, facts, &signatures);
    if (auto done = recorder->start(); !done) throw std::runtime_error{done.error().store.text};
  }
  /// As kill -9 does: nothing is said, nothing written.
  void kill() {
    recorder.reset();
    ledger.reset();
    real.reset();
  }
  void stop() {
    if (auto done = recorder->stop("signal"); !done) throw std::runtime_error{done.error().store.text};
    kill();
  }

  /// A poll of that device now; no raw value: the request timed out.
  [[nodiscard]] Poll poll(std::size_t device, std::optional<std::uint16_t> raw) const {
    Poll made;
    made.device = device;
    made.polled_at = clock.wall();
    const auto period = site.devices[device].poll;
    made.due_at = Instant{made.polled_at.time_since_epoch() / period * period};
    made.monotonic = clock.monotonic();
    Answer& answer = made.answers.emplace_back();
    answer.request = {3, 0, 1};
    if (raw) {
      answer.data = {static_cast<std::uint8_t>(*raw >> 8U), static_cast<std::uint8_t>(*raw & 0xFFU)};
    } else {
      answer.failure = Failure::timeout;
    }
    return made;
  }
  Recorder::Result give(const Poll& made) {
    const ToRecorder message = made;
    return recorder->record({&message, 1});
  }
  void record(std::size_t device, std::optional<std::uint16_t> raw) {
    if (auto done = give(poll(device, raw)); !done) throw std::runtime_error{done.error().store.text};
  }

  [[nodiscard]] std::vector<std::string> lines(bool blocks) const {
    auto records = open_records(folder.path());
    if (!records) throw std::runtime_error{records.error().text};
    std::vector<std::string> all;
    Position at;
    while (true) {
      const auto found = blocks ? (*records)->blocks(at, 1 << 20) : (*records)->entries(at, 1 << 20);
      if (!found) throw std::runtime_error{found.error().text};
      if (found->lines.empty()) return all;
      all.insert(all.end(), found->lines.begin(), found->lines.end());
      at = {found->from.epoch, found->from.next + static_cast<std::int64_t>(found->lines.size())};
    }
  }
  [[nodiscard]] std::vector<std::string> blocks() const { return lines(true); }
  [[nodiscard]] std::vector<std::string> entries(const std::string& kind = {}) const {
    std::vector<std::string> found;
    for (auto& line : lines(false)) {
      if (kind.empty() || line.find("\"kind\":\"" + kind + "\"") != std::string::npos) found.push_back(line);
    }
    return found;
  }

  TemporaryFolder folder{true};
  Site site;
  FakeClock clock;
  SodiumDigest digest;
  SodiumSignatures signatures;
  std::vector<NoteKey> center_keys;
  Told told;
  std::string configuration = R"({"configuration":{},"limits":{},"profiles":{}})";
  std::string boot = "boot-1";
  bool publish_readings = false;
  std::function<void()> on_read;  ///< while a start reads blocks
  int starts = 0;
  std::unique_ptr<Ledger> real;
  std::unique_ptr<SwitchedLedger> ledger;
  std::unique_ptr<Recorder> recorder;
};

/// The text of one member of a line, as it stands; empty where it has none.
inline std::string member(const std::string& line, std::string_view name) {
  JsonReader json{line};
  json.enter('{');
  while (const auto key = json.next_key()) {
    const std::string_view value = json.raw();
    if (*key == name) return std::string{value};
  }
  return {};
}

}  // namespace effluent
