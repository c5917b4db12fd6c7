// SPDX-License-Identifier: Apache-2.0
#include "core/correction/explanation.hpp"

#include <algorithm>

#include "core/record/hex.hpp"

namespace effluent {
namespace {

template <class List>
bool has(const List& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

std::string joined(const auto& list) {
  std::string all;
  for (const auto& one : list) all += (all.empty() ? "" : ", ") + std::string{one};
  return all;
}

void check_subject(Faults& faults, const Explanation& explanation, const Site& site) {
  const Plant* plant = site.find_plant(explanation.plant);
  if (plant == nullptr) {
    faults.push_back("plant \"" + explanation.plant + "\" is not in the configuration");
    return;
  }
  if (!explanation.outlet.empty() && plant->find_outlet(explanation.outlet) == nullptr)
    faults.push_back("plant \"" + plant->id + "\" has no outlet \"" + explanation.outlet + '"');
  for (const auto& point : explanation.points) {
    if (plant->find_point(point) == nullptr)
      faults.push_back("plant \"" + plant->id + "\" has no point \"" + point + '"');
  }
  if (!faults.empty()) return;
  const auto concerned = points_of(explanation, site);
  if (concerned.empty()) faults.emplace_back("no point fits all of outlet, parameter and points");
  if (concerned.size() > kMostExplained)
    faults.push_back("it concerns " + std::to_string(concerned.size()) + " points, at most " +
                     std::to_string(kMostExplained) + "; name an outlet, a parameter or points");
  for (const auto& point : explanation.points) {
    if (!concerned.empty() && !has(concerned, point))
      faults.push_back("point \"" + point +
                       "\" does not stand at that outlet, or measures another parameter");
  }
}

void check_period(Faults& faults, const Explanation& explanation, Instant now) {
  const auto& [from, until] = std::pair{explanation.from, explanation.until};
  if (from >= until)
    faults.push_back("the period ends (" + time_text(until) + ") before it has begun (" + time_text(from) +
                     ')');
  if (until > now)
    faults.push_back("the period ends in the future (" + time_text(until) + "); it is " + time_text(now) +
                     ", and nothing can be explained before it happened");
  if (until - from > kLongestExplained)
    faults.push_back("the period is longer than " + std::to_string(kLongestExplained.count()) +
                     " days; explain it in parts, each with its own evidence");
}

void check_record(Faults& faults, const Explanation& explanation, const Site& site,
                  const BeginOfPoint& begin) {
  for (const auto& point : points_of(explanation, site)) {
    const auto first = begin(explanation.plant, point);
    if (!first) {
      faults.push_back("point \"" + point + "\" has no record yet");
    } else if (explanation.from < window_start(*first, std::chrono::hours{1})) {
      faults.push_back("the record of point \"" + point + "\" begins at " + time_text(*first) +
                       ", after the period's begin; begin there, or leave the point out");
    }
  }
}

void check_words(Faults& faults, const Explanation& explanation) {
  if (!has(kCategories, explanation.category))
    faults.push_back("category \"" + explanation.category + "\" is none of: " + joined(kCategories));
  const bool excludes = explanation.asks == kAsksExclude;
  if (!excludes && explanation.asks != kAsksNone)
    faults.push_back("asks \"" + explanation.asks +
                     "\" is neither exclude (the readings do not speak of the "
                     "discharge) nor none (only explain)");
  check_text(faults, "reason", explanation.reason, true, "the record says what happened");
  check_text(faults, "by", explanation.by, true, "the record says who explains");
  if (explanation.evidence_sha256.empty()) {
    if (excludes)
      faults.emplace_back("evidence is missing: who asks to exclude readings shows why, by a file");
  } else if (!is_sha256(explanation.evidence_sha256)) {
    faults.emplace_back("evidence_sha256 is not 64 hex digits; give the file, its hash is made from it");
  }
}

}  // namespace

std::vector<std::string> points_of(const Explanation& explanation, const Site& site) {
  std::vector<std::string> found;
  const Plant* plant = site.find_plant(explanation.plant);
  if (plant == nullptr) return found;
  for (const auto& point : plant->points) {
    const bool fits = (explanation.outlet.empty() || point.outlet == explanation.outlet) &&
                      (explanation.parameter.empty() || point.parameter == explanation.parameter) &&
                      (explanation.points.empty() || has(explanation.points, point.id));
    if (fits) found.push_back(point.id);
  }
  std::sort(found.begin(), found.end());
  return found;
}

Faults faults_of(const Explanation& explanation, const Site& site, Instant now, const BeginOfPoint& begin) {
  Faults faults;
  check_subject(faults, explanation, site);
  const bool known = faults.empty();
  check_period(faults, explanation, now);
  if (known) check_record(faults, explanation, site, begin);
  check_words(faults, explanation);
  return faults;
}

}  // namespace effluent
