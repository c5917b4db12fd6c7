// SPDX-License-Identifier: Apache-2.0
// Explanations, the center's decisions on them, and the verdicts that follow.
#include <gmock/gmock.h>

#include <random>

#include "core/judge/revision.hpp"
#include "core/record/entry.hpp"
#include "support/signing.hpp"
#include "work/recorder/person.hpp"

namespace effluent {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const Signer& center() {
  static const Signer kCenter{"center.example.vn"};
  return kCenter;
}

Instant at(const char* clock, const char* day = "2026-03-01") {
  return *parse_time(std::string{day} + 'T' + clock + "+07:00");
}

Explanation explanation(const char* from, const char* until, const char* point = "cod") {
  Explanation made;
  made.plant = "p1";
  made.points = {point};
  made.from = at(from);
  made.until = at(until);
  made.category = "instrument_fault";
  made.reason = "the probe hung in the air";
  made.evidence_sha256 = std::string(64, 'a');
  made.asks = "exclude";
  made.by = "Lê Văn An";
  return made;
}

CenterDecision decision_on(const EntryPlace& place, bool accepted = true,
                           Instant when = at("00:30:00", "2026-03-02")) {
  return {"gw-1", place, accepted, "12/QD-TTQT", "Trần Thị Bình", when};
}

std::string unquoted(const std::string& text) { return text.substr(1, text.size() - 2); }

/// A day of cod, judged by `period`: 30.0 but for 10:00 to 12:00, where it is 90.0. The limit is 45.
class Corrected {
 public:
  explicit Corrected(Period period, milliseconds until = hours{24})
      : rig{minutes{1}, "2026-03-01T00:00:30+07:00"} {
    auto& permit = rig.site.plants[0].outlets[0].permits[0];
    permit.automatic = {"cod"};
    permit.averaging = period;
    rig.center_keys = {center().key()};
    rig.start();
    poll_for(until);
  }

  void poll_for(milliseconds time) {
    for (const Instant end = rig.clock.wall() + time; rig.clock.wall() < end; rig.clock.advance(minutes{1})) {
      const auto since = rig.clock.wall() - window_start(rig.clock.wall(), hours{24});
      const bool bad = since >= hours{10} && since < hours{12};
      rig.record(0, bad ? 900 : 300);
    }
  }

  /// As the center would see a person enter it; the place of the entry.
  EntryPlace explain(const Explanation& made) {
    EXPECT_TRUE(person.enter(rig, made));
    EXPECT_TRUE(person.answers.at(0)) << person.answers.at(0).error().at(0);
    return {person.answers[0]->epoch, person.answers[0]->seq};
  }
  Recorder::Result hand_in(const std::string& note) { return person.enter(rig, DecisionNote{note}); }
  /// Accepted or rejected; the place of the entry.
  EntryPlace decide(const EntryPlace& place, bool accepted = true) {
    EXPECT_TRUE(hand_in(center().sign(decision_text(decision_on(place, accepted, rig.clock.wall())))));
    EXPECT_TRUE(person.answers.at(0)) << person.answers.at(0).error().at(0);
    return {person.answers[0]->epoch, person.answers[0]->seq};
  }
  Faults refused(const std::string& note) {
    const auto before = rig.entries();
    EXPECT_TRUE(hand_in(note));
    EXPECT_EQ(rig.entries(), before);
    if (person.answers.at(0)) return {};
    return person.answers[0].error();
  }

  [[nodiscard]] std::vector<std::string> revised() const {
    std::vector<std::string> found;
    for (auto& line : rig.entries("verdict")) {
      if (!member(line, "revises").empty()) found.push_back(line);
    }
    return found;
  }
  [[nodiscard]] std::string day_counts() const {
    const auto told = rig.told.all<CompliancePayload>();
    if (told.empty()) return {};
    return told.back().json.substr(told.back().json.find("\"days\":"));
  }
  [[nodiscard]] std::string finals() const {
    const auto told = rig.told.all<VerdictPayload>();
    if (told.empty()) return {};
    const auto& json = told.back().json;
    return json.substr(json.find("\"final\""), json.find("\"provisional\"") - json.find("\"final\""));
  }
  /// Bodies of the revised verdicts, without what differs from one epoch to the next.
  [[nodiscard]] std::vector<std::string> bodies() const {
    std::vector<std::string> found;
    for (const auto& line : revised()) found.push_back(line.substr(line.find("\"kind\"")));
    return found;
  }

  Rig rig;
  Person person;
};

std::string place_text(const EntryPlace& place) {
  return R"({"epoch":")" + place.epoch + R"(","seq":)" + std::to_string(place.seq) + "}";
}

EntryPlace place_of(const std::string& line) {
  return {unquoted(member(line, "epoch")), std::stoll(member(line, "seq"))};
}

TEST(Corrections, AnExplanationIsAnEntryAndChangesNoFigure) {
  Corrected day{Period::day, hours{25}};
  const auto before = day.finals();
  day.explain(explanation("10:00:00", "12:00:00"));
  const auto lines = day.rig.entries("explanation");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0].substr(lines[0].find("\"kind\"")),
            R"("kind":"explanation","plant":"p1","outlet":null,"parameter":null,"points":["cod"],)"
            R"("from":"2026-03-01T10:00:00.000+07:00","until":"2026-03-01T12:00:00.000+07:00",)"
            R"("category":"instrument_fault","reason":"the probe hung in the air","evidence_sha256":")" +
                std::string(64, 'a') + R"(","asks":"exclude","by":"Lê Văn An","user":"operator"})");
  EXPECT_EQ(day.finals(), before);
  EXPECT_THAT(day.revised(), IsEmpty());
}

TEST(Corrections, AnExplanationWithoutPointsConcernsThoseOfItsOutletAndParameter) {
  Corrected day{Period::day, hours{1}};
  day.rig.record(1, 10);
  auto all = explanation("00:10:00", "00:20:00");
  all.points.clear();
  all.outlet = "o1";
  day.explain(all);
  all.parameter = "nh4_n";
  day.explain(all);
  const auto lines = day.rig.entries("explanation");
  EXPECT_EQ(member(lines.at(0), "points"), R"(["cod","nh4"])");
  EXPECT_EQ(member(lines.at(1), "points"), R"(["nh4"])");
}

TEST(Corrections, AFaultyExplanationIsRefusedAndLeavesNothing) {
  Corrected day{Period::day, hours{13}};
  const auto before = day.rig.entries();
  const auto faults = [&day](const Explanation& made) {
    EXPECT_TRUE(day.person.enter(day.rig, made));
    return day.person.answers.at(0) ? Faults{} : day.person.answers[0].error();
  };
  const auto good = explanation("10:00:00", "12:00:00");
  auto made = good;
  made.until = at("13:30:00");
  EXPECT_THAT(faults(made), ElementsAre(HasSubstr("in the future")));
  made = good;
  made.until = made.from;
  EXPECT_THAT(faults(made), ElementsAre(HasSubstr("before it has begun")));
  made = good;
  made.from = at("10:00:00", "2026-02-28");
  EXPECT_THAT(faults(made), ElementsAre(HasSubstr("the record of point \"cod\" begins")));
  made.from = at("10:00:00", "2026-01-28");
  EXPECT_THAT(faults(made), ElementsAre(HasSubstr("longer than 31 days"), HasSubstr("begins")));
  made = good;
  made.points = {"gold"};
  EXPECT_THAT(faults(made), ElementsAre(HasSubstr("no point \"gold\"")));
  made = good;
  made.plant = "p2";
  EXPECT_THAT(faults(made), ElementsAre(HasSubstr("not in the configuration")));
  made = good;
  made.parameter = "nh4_n";
  EXPECT_THAT(faults(made), ElementsAre(HasSubstr("no point fits")));
  made = good;
  made.evidence_sha256.clear();
  EXPECT_THAT(faults(made), ElementsAre(HasSubstr("evidence is missing")));
  EXPECT_THAT(faults(Explanation{}), SizeIs(6));
  EXPECT_EQ(day.rig.entries(), before);
  day.explain(good);
  EXPECT_THAT(faults(good), ElementsAre(HasSubstr("recorded already")));
  day.rig.kill();
  day.rig.start();
  EXPECT_THAT(faults(good), ElementsAre(HasSubstr("recorded already")));
  EXPECT_THAT(day.rig.entries("explanation"), SizeIs(1));
}

TEST(Corrections, WhatHasNoRecordCanNotBeExplained) {
  Corrected day{Period::day, minutes{0}};
  ASSERT_TRUE(day.person.enter(day.rig, explanation("00:00:00", "00:00:20")));
  ASSERT_FALSE(day.person.answers.at(0));
  EXPECT_THAT(day.person.answers[0].error(), ElementsAre(HasSubstr("has no record yet")));
}

TEST(Corrections, ADecisionThatIsNotTheCentersIsRefusedAndChangesNothing) {
  Corrected day{Period::day, hours{25}};
  const auto place = day.explain(explanation("10:00:00", "12:00:00"));
  const auto text = decision_text(decision_on(place));
  auto decision = decision_on(place);
  EXPECT_THAT(day.refused(Signer{"stranger"}.sign(text)),
              ElementsAre(HasSubstr("no key of the configuration")));
  EXPECT_THAT(day.refused(Signer{"center.example.vn", 2}.sign(text)),
              ElementsAre(HasSubstr("no key of the configuration")));
  auto forged = center().sign(text);
  forged.replace(forged.find("12/QD"), 5, "13/QD");
  EXPECT_THAT(day.refused(forged), ElementsAre(HasSubstr("is wrong")));
  decision.gateway = "gw-2";
  EXPECT_THAT(day.refused(center().sign(decision_text(decision))),
              ElementsAre(HasSubstr("is for gateway \"gw-2\"")));
  EXPECT_THAT(day.refused(center().sign(decision_text(decision_on({place.epoch, place.seq + 1})))),
              ElementsAre(HasSubstr("no explanation is recorded")));
  EXPECT_THAT(
      day.refused(center().sign(decision_text(decision_on({"20200101T000000Z-00000000", place.seq})))),
      ElementsAre(HasSubstr("no explanation is recorded")));
  decision = decision_on(place);
  decision.decided_at = at("10:00:00", "2026-03-03");
  EXPECT_THAT(day.refused(center().sign(decision_text(decision))), ElementsAre(HasSubstr("in the future")));
  decision.decided_at = at("10:00:00", "2026-02-03");
  EXPECT_THAT(day.refused(center().sign(decision_text(decision))),
              ElementsAre(HasSubstr("before the explanation was entered")));
  decision = decision_on(place);
  decision.document.clear();
  EXPECT_THAT(day.refused(center().sign(decision_text(decision))),
              ElementsAre(HasSubstr("document is missing")));
  EXPECT_THAT(day.refused(center().sign("effluent/gw-1/epoch\n5\nabc\n")),
              ElementsAre(HasSubstr("is no decision")));
  EXPECT_THAT(day.refused(center().sign(text + "more: x\n")), ElementsAre(HasSubstr("more lines")));
  EXPECT_THAT(day.refused(text), ElementsAre(HasSubstr("no empty line")));
  EXPECT_THAT(day.revised(), IsEmpty());
}

TEST(Corrections, WithoutAKeyOfTheCenterNobodyDecides) {
  Corrected day{Period::day, hours{25}};
  const auto place = day.explain(explanation("10:00:00", "12:00:00"));
  day.rig.stop();
  day.rig.center_keys.clear();
  day.rig.start();
  EXPECT_THAT(day.refused(center().sign(decision_text(decision_on(place)))),
              ElementsAre(HasSubstr("no key of the center is configured")));
}

TEST(Corrections, AnExplanationIsDecidedOnceAlsoAfterARestart) {
  Corrected day{Period::day, hours{25}};
  const auto place = day.explain(explanation("10:00:00", "12:00:00"));
  day.decide(place);
  const auto note = center().sign(decision_text(decision_on(place, false)));
  EXPECT_THAT(day.refused(note), ElementsAre(HasSubstr("decided already: accepted by document 12/QD-TTQT")));
  day.rig.kill();
  day.rig.start();
  EXPECT_THAT(day.refused(note), ElementsAre(HasSubstr("decided already")));
  EXPECT_THAT(day.rig.entries("decision"), SizeIs(1));
  EXPECT_THAT(day.revised(), SizeIs(1));
}

TEST(Corrections, ARejectedDecisionAndOneOnAMereExplanationChangeNoVerdict) {
  Corrected day{Period::day, hours{25}};
  const auto before = day.finals();
  day.decide(day.explain(explanation("10:00:00", "12:00:00")), false);
  auto only_told = explanation("10:00:00", "11:00:00");
  only_told.asks = "none";
  day.decide(day.explain(only_told));
  EXPECT_THAT(day.rig.entries("decision"), SizeIs(2));
  EXPECT_THAT(day.revised(), IsEmpty());
  EXPECT_EQ(day.finals(), before);
}

// Promise 4: where only the exclusion makes the difference the verdict says so.
TEST(Corrections, AnAcceptedExclusionRevisesTheVerdictAndNamesAllItRestsOn) {
  Corrected hour{Period::hour, hours{25}};
  ASSERT_THAT(hour.rig.entries("verdict"), SizeIs(24));
  const auto old = hour.rig.entries("verdict").at(11);
  ASSERT_EQ(member(old, "verdict"), "\"exceeding\"");
  const auto place = hour.explain(explanation("11:10:00", "11:20:00"));
  const auto decided = hour.decide(place);
  auto revised = hour.revised();
  ASSERT_THAT(revised, SizeIs(1));
  EXPECT_EQ(member(revised[0], "verdict"), "\"exceeding\"");  // what is left says so by itself
  EXPECT_EQ(member(revised[0], "coverage_percent"), "83.33");
  EXPECT_THAT(member(revised[0], "not_measured"), HasSubstr(R"("causes":{"explained":16.66})"));
  EXPECT_EQ(member(revised[0], "excluded"), R"({"n":10,"sum":900.0,"min":90.0,"max":90.0})");
  EXPECT_THAT(revised[0], HasSubstr(R"(,"level":"validated","revises":)" + place_text(place_of(old)) +
                                    R"(,"explanation":)" + place_text(place) + R"(,"decision":)" +
                                    place_text(decided) + "}"));
  hour.decide(hour.explain(explanation("11:00:00", "12:00:00")));
  revised = hour.revised();
  ASSERT_THAT(revised, SizeIs(2));
  EXPECT_EQ(member(revised[1], "revises"), place_text(place_of(revised[0])));
  EXPECT_EQ(member(revised[1], "verdict"), "\"not_enough_data\"");
  EXPECT_EQ(member(revised[1], "value"), "null");
  EXPECT_EQ(member(revised[1], "reasons"), R"(["coverage"])");
}

TEST(Corrections, WithinTheLimitOnlyBecauseOfTheExclusionIsSaid) {
  Corrected day{Period::day, hours{24}};
  auto& permit = day.rig.site.plants[0].outlets[0].permits[0];
  permit.limits["cod"] = {std::nullopt, Decimal{32, 0}, "the permit"};  // the day's mean is 35
  day.rig.kill();
  day.rig.start();
  day.poll_for(hours{1});
  ASSERT_EQ(member(day.rig.entries("verdict").at(0), "verdict"), "\"exceeding\"");
  EXPECT_THAT(day.day_counts(), HasSubstr(R"("yesterday":{"exceeding":1})"));
  day.decide(day.explain(explanation("10:00:00", "12:00:00")));
  const auto revised = day.revised();
  ASSERT_THAT(revised, SizeIs(1));
  EXPECT_EQ(member(revised[0], "verdict"), "\"within_limit\"");
  EXPECT_EQ(member(revised[0], "reasons"), R"(["depends_on_exclusion"])");
  EXPECT_EQ(member(revised[0], "mean_with_excluded"), "35.000");
  EXPECT_THAT(day.day_counts(), HasSubstr(R"("yesterday":{"within_limit":1})"));
  EXPECT_THAT(day.finals(), HasSubstr("\"level\":\"validated\""));
}

TEST(Corrections, SoItIsWhereTheMeanWithTheExcludedReadingsProvesNothing) {
  Corrected day{Period::day, minutes{0}};
  auto& permit = day.rig.site.plants[0].outlets[0].permits[0];
  permit.limits["cod"] = {std::nullopt, Decimal{40, 0}, "the permit"};
  day.rig.site.plants[0].points[0].range = Range{Decimal{0, 0}, Decimal{80, 0}};
  day.rig.kill();
  day.rig.start();
  day.poll_for(hours{25});
  ASSERT_EQ(member(day.rig.entries("verdict").at(0), "reasons"), R"(["over_range"])");
  day.decide(day.explain(explanation("10:00:00", "12:00:00")));
  ASSERT_THAT(day.revised(), SizeIs(1));
  EXPECT_EQ(member(day.revised()[0], "verdict"), "\"within_limit\"");
  EXPECT_EQ(member(day.revised()[0], "mean_with_excluded"), "34.167");
  EXPECT_EQ(member(day.revised()[0], "reasons"), R"(["depends_on_exclusion"])");
}

TEST(Corrections, AWindowOfAnotherPointOrTimeIsLeftAlone) {
  Corrected hour{Period::hour, hours{25}};
  hour.decide(hour.explain(explanation("10:59:59", "11:00:00")));
  ASSERT_THAT(hour.revised(), SizeIs(1));
  EXPECT_EQ(member(hour.revised()[0], "start"), "\"2026-03-01T10:00:00.000+07:00\"");
  EXPECT_EQ(member(hour.revised()[0], "coverage_percent"), "91.66");  // the whole 5 minutes
}

TEST(Corrections, OnlyOneOfTheWindowsOfADayThatExceedsIsNotEnoughToMakeTheDayGood) {
  Corrected hour{Period::hour, minutes{24 * 60 + 30}};
  const std::string exceeding = R"("yesterday":{"exceeding":1})";
  EXPECT_THAT(hour.day_counts(), HasSubstr(exceeding));
  hour.decide(hour.explain(explanation("10:00:00", "11:00:00")));
  EXPECT_THAT(hour.day_counts(), HasSubstr(exceeding));
  hour.decide(hour.explain(explanation("11:00:00", "12:00:00")));
  EXPECT_THAT(hour.day_counts(), HasSubstr(R"("yesterday":{"not_enough_data":1})"));
  const auto before = std::pair{hour.day_counts(), hour.finals()};
  hour.rig.kill();
  hour.rig.start();
  EXPECT_EQ(std::pair(hour.day_counts(), hour.finals()), before);
}

TEST(Corrections, AVerdictOfLaterIsRevisedWhenItsWindowCloses) {
  Corrected day{Period::day, hours{20}};
  day.decide(day.explain(explanation("10:00:00", "12:00:00")));
  EXPECT_THAT(day.revised(), IsEmpty());
  day.rig.kill();
  day.rig.start();
  day.poll_for(hours{5});
  ASSERT_THAT(day.rig.entries("verdict"), SizeIs(2));
  EXPECT_EQ(member(day.revised().at(0), "value"), "30.000");
  EXPECT_EQ(member(day.revised().at(0), "revises"), place_text(place_of(day.rig.entries("verdict").at(0))));
  EXPECT_THAT(day.finals(), HasSubstr("\"level\":\"validated\""));
}

/// Where a day has more windows than a transaction may hold lines: wherever it is cut off, the same entries.
TEST(Corrections, ACutBetweenTransactionsEndsInTheSameEntries) {
  const auto prepared = [](Corrected& day) {
    auto& permit = day.rig.site.plants[0].outlets[0].permits[0];
    for (const char* column : {"A", "A1", "A2"}) permit.shadows.push_back({"qcvn-40-2011", column, ""});
    day.rig.kill();
    day.rig.start();
    day.poll_for(hours{25});
    return day.explain(explanation("00:10:00", "23:50:00"));
  };
  Corrected whole{Period::five_minutes, minutes{0}};
  const auto explained = prepared(whole);
  whole.rig.ledger->lines.clear();
  whole.decide(explained);
  const auto& lines = whole.rig.ledger->lines;
  const auto bodies = whole.bodies();
  ASSERT_EQ(bodies.size(), 4 * (24 * 12 - 4));
  ASSERT_GT(lines.size(), 2);
  for (const auto count : lines) EXPECT_LE(count, 500);
  for (std::size_t commits = 1; commits < lines.size(); ++commits) {
    Corrected cut{Period::five_minutes, minutes{0}};
    const auto place = prepared(cut);
    ASSERT_EQ(place.seq, explained.seq);
    cut.rig.ledger->commits_left = commits;
    EXPECT_FALSE(cut.hand_in(center().sign(decision_text(decision_on(place)))));
    EXPECT_LT(cut.bodies().size(), bodies.size());
    cut.rig.kill();
    cut.rig.start();
    auto found = cut.bodies();
    EXPECT_EQ(found.size(), bodies.size());
    EXPECT_EQ(found, bodies) << commits;
    EXPECT_EQ(cut.day_counts(), whole.day_counts());
    cut.rig.kill();
    cut.rig.start();
    EXPECT_EQ(cut.bodies(), found);
  }
}

/// What a revision reckons by is what the verdict was reckoned by: with nothing left out it is the same line.
TEST(Corrections, ARevisionThatLeavesNothingOutIsTheVerdictItself) {
  Rig rig{minutes{1}, "2026-03-01T00:00:30+07:00"};
  auto& permit = rig.site.plants[0].outlets[0].permits[0];
  permit.averaging_of = {{"nh4_n", Period::day}, {"tss", Period::hour}};
  permit.averaging = Period::hour;
  permit.shadows.push_back({"qcvn-40-2011", "A", ""});
  rig.site.plants[0].points[0].range = Range{Decimal{0, 0}, Decimal{80, 0}};
  permit.limits["cod"] = {Decimal{10, 0}, Decimal{60, 0}, "the permit"};  // two-sided: by minutes outside
  rig.start();
  std::mt19937 random{7};
  for (int poll = 0; poll < 3 * 24 * 60; ++poll, rig.clock.advance(minutes{1})) {
    const auto drawn = random();
    for (std::size_t device = 0; device < 2; ++device) {
      const auto value = static_cast<std::uint16_t>(drawn % 900);
      rig.record(device, drawn % 11 == 0 ? std::nullopt : std::optional{value});
    }
  }
  std::vector<StoredMean> base_means;
  for (const auto& line : rig.entries("mean")) {
    if (const auto mean = read_base_mean(line)) base_means.push_back(*mean);
  }
  std::size_t compared = 0;
  for (const auto& line : rig.entries("verdict")) {
    const auto stored = read_final(line);
    ASSERT_TRUE(stored) << line;
    if (stored->key.point.empty()) continue;
    RecordedMeans means;
    for (const auto& mean : base_means) {
      if (mean.start >= stored->start - hours{25} && mean.start < stored->start + hours{24}) means.add(mean);
    }
    const auto again = Reviser{rig.site.plants[0], 0, rig.site.standards, means, {}}.revise(*stored);
    ASSERT_TRUE(again) << line;
    EXPECT_EQ("{" + again->body + "}", "{" + line.substr(line.find("\"kind\"")));
    ++compared;
  }
  EXPECT_GT(compared, 140);
}

}  // namespace
}  // namespace effluent
