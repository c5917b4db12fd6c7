// SPDX-License-Identifier: Apache-2.0
// Each mistake a person can make is named at its line, with a remedy.
#include <gmock/gmock.h>

#include <algorithm>

#include "config/workspace.hpp"

namespace effluent::test {
namespace {

struct Mistake {
  std::string name;
  std::string from;  ///< stands once in the good configuration
  std::string to;
  std::string mark;  ///< the line expected is the last one that holds this
  std::string fragment;
  bool warning = false;
  std::size_t errors = 1;  ///< more where the rest of the file can't be understood without what is wrong
};
void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.name; }

class BadConfiguration : public testing::TestWithParam<Mistake> {};

TEST_P(BadConfiguration, IsNamedAtItsLine) {
  const auto& mistake = GetParam();
  const Workspace workspace;
  GoodSite site;
  site.configuration = replaced(kGood, mistake.from, mistake.to);
  const auto loaded = site.load(workspace);
  EXPECT_EQ(loaded.configuration.has_value(), mistake.warning) << all_of(loaded);
  EXPECT_TRUE(has_finding(loaded, "effluent.toml", line_with(site.configuration, mistake.mark),
                          mistake.fragment, mistake.warning))
      << "expected at line " << line_with(site.configuration, mistake.mark) << ": " << mistake.fragment
      << "\n"
      << all_of(loaded);
  // And no other error: what only follows from the mistake would send a person to the wrong line.
  const auto errors = std::count_if(loaded.findings.begin(), loaded.findings.end(),
                                    [](const Finding& finding) { return !finding.warning; });
  EXPECT_EQ(static_cast<std::size_t>(errors), mistake.warning ? 0U : mistake.errors) << all_of(loaded);
}

const std::string kPermit2 = R"(    [[plant.outlet.permit]] # second
    valid_from = 2030-12-31
    standard = "qcvn-40-2025"
    column = "C"
    flow_band = "F>20000"

    [[plant.outlet.point]]
    id = "ph-out")";
const std::string kPh = "    [[plant.outlet.point]]\n    id = \"ph-out\"";

INSTANTIATE_TEST_SUITE_P(
    General, BadConfiguration,
    testing::Values(
        Mistake{"unknown_key", "data_directory =", "data_dir = \"x\"\ndata_directory =", "data_dir =",
                "unknown key `data_dir`"},
        Mistake{"misspelt_key", "province =", "provnce =", "provnce", "is `province` meant?", false, 2},
        Mistake{"missing_key", "province = \"lao-cai\"\n", "", "[gateway]", "`province` is missing"},
        Mistake{"missing_point_key", "    digits = 2\n", "", "[[plant.outlet.point]]\n    id = \"ph-out\"",
                "`digits` is missing"},
        Mistake{"unknown_table", "[[bus]]", "[wires]\na = 1\n[[bus]]", "[wires]", "unknown key `wires`"},
        Mistake{"wrong_type", "kq = 0.9", "kq = \"0.9\"", "kq =", "`kq` is a text"},
        Mistake{"long_text", "number = \"1/GPMT\"", "number = \"" + std::string(1001, 'x') + "\"",
                "number =", "`number` has 1001 bytes, at most 1000"},
        Mistake{"one_table_for_a_list", "[[bus]]", "[bus]", "[bus]", "wanted is a list of tables", false, 3},
        Mistake{"bad_id", "id = \"gw-test\"", "id = \"GW Test\"", "GW Test", "can't be an id"},
        Mistake{"bad_duration", "interval = \"10s\"", "interval = \"10 s\"", "10 s", "no duration"},
        Mistake{"too_many_digits", "kf = 1.1", "kf = 1.1000000000001", "kf =", "12 significant digits"},
        Mistake{"digits_of_ten", "digits = 2", "digits = 10", "digits = 10", "out of range"},
        Mistake{"keep_days_below_60", "[[bus]]", "[journal]\nkeep_days = 59\n[[bus]]", "keep_days", "60"},
        Mistake{"bad_quota", "[[bus]]", "[journal]\ndisk_quota = \"much\"\n[[bus]]", "disk_quota", "no size"},
        Mistake{"bad_record", "[[bus]]", "[journal]\nrecord = \"all\"\n[[bus]]", "record",
                "\"means\", \"readings\""},
        Mistake{"bad_criterion", "[[bus]]", "[compliance]\ncriterion = \"best\"\n[[bus]]", "criterion",
                "last_final"},
        Mistake{"bad_month_criterion", "[[bus]]", "[compliance]\nmonth_criterion = \"most_days\"\n[[bus]]",
                "month_criterion", "\"all_days_within\", \"no_day_exceeding\""},
        Mistake{"key_of_the_center_cut", "[[bus]]", "[center]\nkeys = [\"center+5377db1d\"]\n[[bus]]",
                "keys =", "is no key; one is NAME+ID+BASE64"},
        Mistake{
            "key_of_the_center_mistyped", "[[bus]]",
            "[center]\nkeys = [\"center.example.vn+5377db1d+BQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\"]\n"
            "[[bus]]",
            "keys =", "is not of the kind 1"},
        Mistake{
            "key_of_the_center_of_another_name", "[[bus]]",
            "[center]\nkeys = [\"center+5377db1d+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\"]\n[[bus]]",
            "keys =", "an id that is not its own"},
        Mistake{
            "key_of_the_center_twice", "[[bus]]",
            "[center]\nkeys = [\"center.example.vn+5377db1d+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\", "
            "\"center.example.vn+5377db1d+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\"]\n[[bus]]",
            "keys =", "twice"},
        Mistake{"missing_folder_of_standards", "[[bus]]", "[paths]\nstandards = \"nowhere\"\n[[bus]]",
                "standards =", "does not exist"},
        Mistake{"missing_folder", "[[bus]]", "[paths]\nprofiles = \"nowhere\"\n[[bus]]", "profiles",
                "does not exist"},
        Mistake{"syntax", "kf = 1.1", "kf = = 1.1", "kf =", "the rest of this file is not read"}),
    [](const auto& instance) { return instance.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Quantities, BadConfiguration,
    testing::Values(Mistake{"totaliser_of_another_parameter", "  id = \"out\"",
                            "  id = \"out\"\n  totaliser = \"cod-out\"",
                            "totaliser =", "with parameter \"volume\""},
                    Mistake{"counter_of_no_totaliser", "    cycle = \"15min\"",
                            "    cycle = \"15min\"\n    counter = { wraps_at = 1000, most_per_hour = 5 }",
                            "counter =", "means nothing for \"cod\""},
                    Mistake{"counter_without_the_most", "    cycle = \"15min\"",
                            "    cycle = \"15min\"\n    counter = { wraps_at = 1000 }",
                            "counter =", "`most_per_hour` is missing", false, 2},
                    Mistake{"counter_finer_than_its_point", "    cycle = \"15min\"",
                            "    cycle = \"15min\"\n    counter = { wraps_at = 99.95, most_per_hour = 0 }",
                            "counter =", "does not fit the point's `digits` = 1", false, 3}),
    [](const auto& instance) { return instance.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Mqtt, BadConfiguration,
    testing::Values(Mistake{"plaintext_off_loopback", "[[bus]]", "[mqtt]\nurl = \"mqtt://10.0.0.1\"\n[[bus]]",
                            "url =", "plain text"},
                    Mistake{"loopback_look_alike", "[[bus]]",
                            "[mqtt]\nurl = \"mqtt://127.evil.example\"\n[[bus]]", "url =", "plain text"},
                    Mistake{"bad_scheme", "[[bus]]", "[mqtt]\nurl = \"http://10.0.0.1\"\n[[bus]]",
                            "url =", "no address of a broker"},
                    Mistake{"password_in_url", "[[bus]]", "[mqtt]\nurl = \"mqtts://u:p@b.example\"\n[[bus]]",
                            "url =", "no address of a broker"},
                    Mistake{"bad_port", "[[bus]]", "[mqtt]\nurl = \"mqtts://b.example:70000\"\n[[bus]]",
                            "url =", "no address of a broker"},
                    Mistake{"wildcard_prefix", "[[bus]]",
                            "[mqtt]\nurl = \"mqtts://b\"\nprefix = \"a/#\"\n[[bus]]", "prefix",
                            "can't begin a topic"},
                    Mistake{"protocol_3", "[[bus]]", "[mqtt]\nurl = \"mqtts://b\"\nprotocol = 3\n[[bus]]",
                            "protocol", "4 to 5"},
                    Mistake{"missing_secret", "[[bus]]",
                            "[mqtt]\nurl = \"mqtts://b\"\nuser = \"u\"\npassword_file = \"none\"\n[[bus]]",
                            "password_file", "missing", true}),
    [](const auto& instance) { return instance.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Permits, BadConfiguration,
    testing::Values(
        Mistake{"unknown_standard", "standard = \"qcvn-40-2011\"", "standard = \"qcvn-14\"", "qcvn-14",
                "unknown standard"},
        Mistake{"draft_of_2021", "standard = \"qcvn-40-2011\"", "standard = \"QCVN 40:2021/BTNMT\"",
                "40:2021", "there is no QCVN 40:2021"},
        Mistake{"draft_of_2021_as_id", "standard = \"qcvn-40-2011\"", "standard = \"qcvn-40-2021\"",
                "40-2021", "there is no QCVN 40:2021"},
        Mistake{"draft_as_shadow", "standard = \"qcvn-40-2025\"", "standard = \"QCVN 40-MT:2021\"", "40-MT",
                "there is no QCVN 40:2021"},
        Mistake{"missing_column", "    column = \"B\"\n", "", "[[plant.outlet.permit]]",
                "`column` is missing"},
        Mistake{"carried_over_column", "    column = \"B\"\n", "    column = \"C\"\n", "column = \"C\"",
                "carried over"},
        Mistake{"no_such_column", "    column = \"B\"\n", "    column = \"b\"\n", "column = \"b\"",
                "write the permit's: \"A\", \"B\""},
        Mistake{"kq_of_zero", "kq = 0.9", "kq = 0", "kq = 0", "not above 0"},
        Mistake{"kf_negative", "kf = 1.1", "kf = -1.1", "kf =", "not above 0"},
        Mistake{"kq_missing", "    kq = 0.9\n", "", "[[plant.outlet.permit]]",
                "`kq` is missing, qcvn-40-2011 needs it"},
        Mistake{"no_flow_band", ", flow_band = \"F<=2000\"", "", "shadow =", "`flow_band` is missing"},
        Mistake{"no_such_flow_band", "F<=2000", "F<2000", "shadow =", "has no flow band"},
        Mistake{"permit_without_flow_band", "standard = \"qcvn-40-2011\"", "standard = \"qcvn-40-2025\"",
                "[[plant.outlet.permit]]", "`flow_band` is missing"},
        Mistake{"flow_band_without_use", "    column = \"B\"\n",
                "    column = \"B\"\n    flow_band = \"F<=2000\"\n", "    flow_band", "no flow bands", true},
        Mistake{"two_shadows_alike", "shadow = [",
                "shadow = [{ standard = \"qcvn-40-2025\", column = \"B\", flow_band = \"F<=2000\" }, ",
                "shadow =", "the same as that of line"},
        Mistake{"after_the_standard", "valid_from = 2025-01-01\n    valid_to = 2030-12-31",
                "valid_from = 2032-01-01", "valid_from", "wholly outside"},
        Mistake{"before_the_standard", "valid_from = 2025-01-01\n    valid_to = 2030-12-31",
                "valid_to = 2012-02-14", "valid_to", "wholly outside"},
        Mistake{"dates_turned_round", "valid_to = 2030-12-31", "valid_to = 2024-12-31", "valid_to",
                "before `valid_from` of line"},
        Mistake{"date_as_text", "valid_to = 2030-12-31", "valid_to = \"2030-12-31\"", "valid_to",
                "without quotes"},
        Mistake{"empty_reason", "kq = 0.9", "ignore_standard_dates = \" \"\n    kq = 0.9",
                "ignore_standard_dates", "is empty"},
        Mistake{"overlap_by_one_day", kPh, kPermit2, "# second",
                "this permit and that of line 13 hold on the same days"},
        Mistake{"parameter_twice", "\"ph\", \"cod\"", "\"ph\", \"cod\", \"ph\"", "automatic",
                "names \"ph\" twice, first in line 21"},
        Mistake{"laboratory_twice", "kf = 1.1",
                "kf = 1.1\n    laboratory = [{ parameter = \"bod5\", every = \"90d\" },\n"
                "      { parameter = \"bod5\", every = \"30d\" }]",
                "30d", "names \"bod5\" twice, first in line 21"},
        Mistake{"unknown_parameter", "\"ph\", \"cod\"", "\"ph\", \"cod\", \"nh4n\"", "automatic",
                "is \"nh4_n\" meant?"},
        Mistake{"own_limit_without_side", "      max = 60.5\n", "", "limits.cod", "neither `min` nor `max`"},
        Mistake{"own_limit_turned_round", "max = 60.5", "min = 61\n      max = 60.5", "max = 60.5",
                "is below `min`"},
        Mistake{"own_limit_without_source", "      source = \"annex 1\"\n", "", "limits.cod",
                "`source` is missing"},
        Mistake{"own_limit_unknown", "limits.cod]", "limits.cood]", "limits.cood", "unknown parameter"},
        Mistake{"period_not_formed", "kf = 1.1", "kf = 1.1\n    averaging = \"5min\"", "averaging",
                "does not form"},
        Mistake{"period_of_one_not_formed", "kf = 1.1", "kf = 1.1\n    averaging_of = { cod = \"5min\" }",
                "averaging_of", "does not form"},
        Mistake{"laboratory_every_0", "kf = 1.1",
                "kf = 1.1\n    laboratory = [{ parameter = \"bod5\", every = \"0d\" }]", "laboratory",
                "`every` is 0"},
        Mistake{"coverage_below_0", "kf = 1.1", "kf = 1.1\n    minimum_coverage_percent = -0.1",
                "minimum_coverage", "0 to 100"},
        Mistake{"coverage_above_100", "kf = 1.1", "kf = 1.1\n    minimum_coverage_percent = 101",
                "minimum_coverage", "0 to 100"},
        Mistake{"laboratory_unknown", "kf = 1.1",
                "kf = 1.1\n    laboratory = [{ parameter = \"xyz\", every = \"90d\" }]", "laboratory",
                "unknown parameter"},
        Mistake{"no_point", "\"ph\", \"cod\"", "\"ph\", \"cod\", \"tss\"", "automatic", "no point of outlet",
                true},
        Mistake{"no_row", "\"ph\", \"cod\"", "\"ph\", \"cod\", \"toc\"", "automatic", "no row for \"toc\"",
                true}),
    [](const auto& instance) { return instance.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Points, BadConfiguration,
    testing::Values(
        Mistake{"unknown_point_parameter", "parameter = \"cod\"", "parameter = \"codd\"", "codd",
                "unknown parameter"},
        Mistake{"unknown_unit", "unit = \"mg/L\"", "unit = \"mg/l\"", "mg/l", "is unknown"},
        Mistake{"unit_that_does_not_fit", "unit = \"mg/L\"", "unit = \"m3/h\"", "m3/h", "does not fit"},
        Mistake{"species_without_meaning", "unit = \"mg/L\"", "unit = \"mg/L\"\n    species = \"as_N\"",
                "species", "means nothing"},
        Mistake{"step_that_does_not_divide", "cycle = \"15min\"", "cycle = \"7min\"", "cycle",
                "does not divide 1h"},
        Mistake{"step_of_ph_that_does_not_divide", "interval = \"5s\"", "interval = \"7min\"", "7min",
                "does not divide 1h"},
        Mistake{"step_longer_than_a_day", "cycle = \"15min\"", "cycle = \"2d\"", "cycle", "longer than 24 h"},
        Mistake{"interval_of_zero", "interval = \"10s\"", "interval = \"0s\"", "0s", "is 0"},
        Mistake{"interval_no_multiple", "interval = \"10s\"", "interval = \"12s\"", "12s",
                "no multiple of \"5s\", the poll of device \"analyser\""},
        Mistake{"range_turned_round", "min = 0, max = 500", "min = 500, max = 0", "range", "not below"},
        Mistake{"duplicate_point", "id = \"cod-out\"", "id = \"ph-out\"", "id = \"ph-out\"",
                "stands at line 29 already"},
        Mistake{"no_source", "    source = \"probe.ph\"\n", "", "[[plant.outlet.point]]\n    id = \"ph-out\"",
                "`source` is missing"},
        Mistake{"source_without_register", "\"probe.ph\"", "\"probe\"", "source = \"probe\"",
                "names no register"},
        Mistake{"unknown_device", "\"probe.ph\"", "\"prob.ph\"", "prob.ph", "no device \"prob\""},
        Mistake{"unknown_register", "\"probe.ph\"", "\"probe.pH\"", "probe.pH", "has no register \"pH\""},
        Mistake{"register_of_another_unit", "\"analyser.cod\"", "\"probe.ph\" # cod", "unit = \"mg/L\"",
                "not that of its register"},
        Mistake{"text_register", "\"analyser.cod\"", "\"analyser.label\"", "analyser.label",
                "is of type string"}),
    [](const auto& instance) { return instance.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Wiring, BadConfiguration,
    testing::Values(Mistake{"no_host", "host = \"127.0.0.1\"\n", "", "[[bus]]", "`host` is missing"},
                    Mistake{"unknown_bus", "bus = \"lan\"\nprofile = \"probe\"",
                            "bus = \"wan\"\nprofile = \"probe\"", "wan", "no bus \"wan\""},
                    Mistake{"unknown_kind", "kind = \"tcp\"", "kind = \"udp\"", "udp", "rtu-over-tcp"},
                    Mistake{"unknown_profile", "profile = \"probe\"", "profile = \"prob\"",
                            "profile = \"prob\"", "prob.toml is not in"},
                    Mistake{"profile_outside", "profile = \"probe\"", "profile = \"../probe\"", "../probe",
                            "no name of a profile"},
                    Mistake{"duplicate_device", "id = \"analyser\"", "id = \"probe\"", "id = \"probe\"",
                            "already", false, 3},
                    Mistake{"poll_of_zero", "poll = \"5s\"", "poll = \"0ms\"", "poll", "without a pause",
                            true},
                    Mistake{"device_without_points", "[[bus]]",
                            "[[device]]\nid = \"spare\"\nbus = \"lan\"\nprofile = \"probe\"\n\n[[bus]]",
                            "[[device]]\nid = \"spare\"", "has no points", true}),
    [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace effluent::test
