// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "app/wiring/status_text.hpp"

namespace effluent {
namespace {

using testing::HasSubstr;

TEST(StatusTable, ShowsWhatTheStoreRefusesAndWhichDeviceIsLost) {
  const auto table = status_table(
      R"({"gateway":"gw-1","version":"0.1.0","epoch":"e","started":"s","last_commit":null,"entries":7,"blocks":9,)"
      R"("waiting":2,"late_readings":0,"store_failing":true,"store_error":"disk is full","broker":{"connected":false,)"
      R"("entries_acknowledged":5,"last_error":"refused"},"devices":[{"device":"cod","last_polled":"t","polls":9,)"
      R"("failed":3,"missed":1,"lost":true}],"points":[{"plant":"p","outlet":"o","point":"ph","value":7.10,)"
      R"("unit":"[pH]","state":"measuring","cause":null}]})");
  ASSERT_TRUE(table);
  EXPECT_THAT(*table, HasSubstr("7 entries, 9 blocks; waiting for the disk: 2"));
  EXPECT_THAT(*table, HasSubstr("STORE FAILING: disk is full"));
  EXPECT_THAT(*table, HasSubstr("broker: NOT CONNECTED (refused); entries sent: 5"));
  EXPECT_THAT(*table, testing::ContainsRegex("cod .* LOST"));
  EXPECT_THAT(*table, testing::ContainsRegex("ph .* measuring"));
}

TEST(StatusTable, ShowsADashForWhatAnotherVersionDoesNotWrite) {
  const auto table =
      status_table(R"({"gateway":"gw-1","store_failing":"?","broker":[],"devices":[{},7],"points":{}})");
  ASSERT_TRUE(table);
  EXPECT_THAT(*table, HasSubstr("gateway gw-1  version -  epoch -"));
  EXPECT_THAT(*table, HasSubstr("broker: NOT CONNECTED (-); entries sent: -"));
  EXPECT_TRUE(status_table("{}"));
}

TEST(StatusTable, RefusesWhatIsNoJsonObject) {
  for (const char* const text : {"", "[]", "3", "\"x\"", "{\"gateway\"", "\xFF"}) {
    const auto table = status_table(text);
    ASSERT_FALSE(table) << text;
    EXPECT_EQ(table.error(), std::string{"the gateway's answer is no status: "} + text);
  }
}

TEST(StatusTable, PassesOnWhatTheGatewayRefuses) {
  EXPECT_EQ(status_table(R"({"error":"unknown command"})").error(), "unknown command");
  EXPECT_EQ(status_table(R"({"error":5})").error(), "5");
}

}  // namespace
}  // namespace effluent
