// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "core/record/payload_live.hpp"
#include "core/record/payload_state.hpp"
#include "core/record/payload_verdict.hpp"

namespace effluent {
namespace {

Instant at(const char* text) { return *parse_time(text); }

Site live_site() {
  Site site;
  site.gateway = "gw-mau-1";
  Plant& plant = site.plants.emplace_back();
  plant.id = "mau-1";
  const auto add = [&plant](const char* outlet, const char* id, const char* parameter, const char* ucum,
                            int digits) {
    Point& point = plant.points.emplace_back();
    point.outlet = outlet;
    point.id = id;
    point.parameter = parameter;
    point.ucum = ucum;
    point.digits = digits;
  };
  add("", "a-flow", "flow", "m3/h", 1);
  add("o2", "b", "cod", "mg/L", 1);
  add("o1", "z", "ph", "[pH]", 2);
  add("o1", "Z", "temperature", "Cel", 0);
  for (const int poll : {5, 60}) {
    Device& device = site.devices.emplace_back();
    device.poll = std::chrono::seconds{poll};
    device.channels.emplace_back();
  }
  Device& idle = site.devices.emplace_back();
  idle.poll = std::chrono::hours{1};
  Device& others = site.devices.emplace_back();
  others.poll = std::chrono::hours{1};
  others.plant = 1;
  others.channels.emplace_back();
  return site;
}

TEST(LivePayload, IsExactlyTheJsonOfTheContract) {
  const Site site = live_site();
  const auto time = at("2026-11-24T09:14:40.012+07:00");
  const std::vector<LiveValue> values = {
      {},
      {-5, State::measuring, Cause::under_range, at("2026-11-24T09:00:00+07:00")},
      {714, State::measuring, Cause::none, time},
      {std::nullopt, State::fault, Cause::timeout, time}};
  EXPECT_EQ(
      live_payload(site, 0, time, live_valid_until(site, 0, time), values),
      R"({"v":1,"gateway":"gw-mau-1","plant":"mau-1","time":"2026-11-24T09:14:40.012+07:00","valid_until":"2026-11-24T09:17:50.012+07:00","points":[)"
      R"({"outlet":"o1","point":"Z","parameter":"temperature","value":null,"unit":"Cel","state":"fault","cause":"timeout","time":"2026-11-24T09:14:40.012+07:00"},)"
      R"({"outlet":"o1","point":"z","parameter":"ph","value":7.14,"unit":"[pH]","state":"measuring","cause":null,"time":"2026-11-24T09:14:40.012+07:00"},)"
      R"({"outlet":"o2","point":"b","parameter":"cod","value":-0.5,"unit":"mg/L","state":"measuring","cause":"under_range","time":"2026-11-24T09:00:00.000+07:00"},)"
      R"({"outlet":null,"point":"a-flow","parameter":"flow","value":null,"unit":"m3/h","state":"fault","cause":"not_polled","time":null}]})");
}

TEST(LivePayload, HoldsForThreePollsOfThePlantsSlowestDeviceAndTenSeconds) {
  const Site site = live_site();
  const auto time = at("2026-11-24T09:00:00+07:00");
  EXPECT_EQ(live_valid_until(site, 0, time), time + std::chrono::seconds{190});
}

TEST(VerdictPayload, HoldsBothListsOfBodies) {
  const Site site = live_site();
  const std::vector<std::string> finals{R"("kind":"verdict","n":1)", R"("kind":"verdict","n":2)"};
  EXPECT_EQ(
      verdict_payload(site, 0, at("2026-11-24T09:14:40+07:00"), finals, {}),
      R"({"v":1,"gateway":"gw-mau-1","plant":"mau-1","time":"2026-11-24T09:14:40.000+07:00","final":[{"kind":"verdict","n":1},{"kind":"verdict","n":2}],"provisional":[]})");
}

TEST(StatePayload, IsExactlyTheJsonOfTheContract) {
  GatewayState state{"gw-mau-1", at("2026-11-24T09:14:40+07:00"), true,
                     "0.1.0",    "20261124T021440Z-0a1b2c3d",     41};
  EXPECT_EQ(
      state_payload(state),
      R"({"v":1,"gateway":"gw-mau-1","time":"2026-11-24T09:14:40.000+07:00","status":"online","version":"0.1.0","epoch":"20261124T021440Z-0a1b2c3d","last_seq":41,"kept_epoch":null,"kept_seq":null})");
  state.online = false;
  state.epoch.clear();
  state.last_seq.reset();
  EXPECT_EQ(
      state_payload(state),
      R"({"v":1,"gateway":"gw-mau-1","time":"2026-11-24T09:14:40.000+07:00","status":"offline","version":"0.1.0","epoch":null,"last_seq":null,"kept_epoch":null,"kept_seq":null})");
}

}  // namespace
}  // namespace effluent
