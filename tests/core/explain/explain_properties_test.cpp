// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "core/measure/decimal.hpp"
#include "explain_support.hpp"

namespace effluent {
namespace {

using testing_explain::JournalLines;
using testing_explain::one_plant;
using testing_explain::told;

std::string clock_of(int window) {
  const int minutes = window * 5;
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two(minutes / 60) + ":" + two(minutes % 60) + ":00";
}

/// A day of 5-minute verdicts, whatever their numbers: within the limit, but for none, the first or all of
/// the windows, which may be of any kind or missing.
std::vector<JournalLines::Verdict> any_day() {
  const int others = *rc::gen::element(0, 0, 1, 288);
  std::vector<JournalLines::Verdict> day;
  for (int window = 0; window < 288; ++window) {
    const int kind = window < others ? *rc::gen::inRange(0, 5) : 2;
    if (kind == 4) continue;
    JournalLines::Verdict one;
    one.period = "5min";
    one.start = clock_of(window);
    one.verdict = kind == 0 ? "exceeding" : kind == 1 ? "not_enough_data" : "within_limit";
    if (kind == 1) one.reasons = R"(["coverage"])";
    one.value =
        kind == 1 && *rc::gen::arbitrary<bool>() ? "null" : fixed_text(*rc::gen::inRange(-99999, 9999999), 3);
    one.ratio = one.value == "null" ? "null" : fixed_text(*rc::gen::inRange(0, 99999), 4);
    one.coverage = fixed_text(*rc::gen::inRange(0, 10001), 2);
    day.push_back(one);
  }
  return day;
}

bool holds(const std::string& text, const std::string& number) {
  return text.find(number) != std::string::npos;
}

/// Promise 11: a verdict's numbers are told as the entry has them, and every entry can be looked up.
TEST(ExplainProperty, EveryNumberOfAToldVerdictStandsInTheTextUnchanged) {
  rc::check([] {
    const auto day = any_day();
    JournalLines journal;
    journal.start("c1");
    for (const auto& one : day) journal.verdict(one);
    const auto site = one_plant({"cod"}, Period::five_minutes);
    for (const auto language : {Language::vi, Language::en}) {
      const auto text = told(journal, site, language);
      const auto look =
          text.substr(text.find("(seq)") == std::string::npos ? text.find("seq: ") : text.find("(seq)"));
      for (std::size_t i = 0; i < day.size(); ++i) {
        const std::string seq = std::to_string(i + 1);
        RC_ASSERT(holds(look, " " + seq + ",") || holds(look, " " + seq + "\n"));
        if (day[i].verdict == "within_limit") continue;
        RC_ASSERT(day[i].value == "null" || holds(text, " " + day[i].value + " mg/L"));
        RC_ASSERT(day[i].ratio == "null" || holds(text, day[i].ratio));
        RC_ASSERT(holds(text, " " + day[i].coverage + " %"));
      }
    }
  });
}

/// Fail closed: a day with a window missing, undecided or exceeding is never told as one without exceedance.
TEST(ExplainProperty, OnlyAWholeDayWithinIsSaidToBeWithoutExceedance) {
  rc::check([] {
    const auto day = any_day();
    JournalLines journal;
    journal.start("c1");
    bool whole = day.size() == 288;
    for (const auto& one : day) {
      journal.verdict(one);
      whole = whole && one.verdict == "within_limit";
    }
    const auto text = told(journal, one_plant({"cod"}, Period::five_minutes));
    RC_ASSERT(holds(text, "No exceedance in the 1 monitored") == whole);
  });
}

}  // namespace
}  // namespace effluent
