// SPDX-License-Identifier: Apache-2.0
#include "core/judge/laboratory.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/judge/verdict_rule.hpp"
#include "core/measure/written_number.hpp"
#include "core/record/hex.hpp"

namespace effluent {
namespace {

constexpr std::size_t kLongestText = 200;  ///< bytes; an entry's line must hold them all, escaped
constexpr Day kEarliest{std::chrono::year{2000}, std::chrono::month{1}, std::chrono::day{1}};

/// Null where plant or outlet are unknown.
const Outlet* outlet_of(const LaboratoryResult& result, const Site& site) {
  const Plant* plant = site.find_plant(result.plant);
  return plant == nullptr ? nullptr : plant->find_outlet(result.outlet);
}

const LimitRow* row_of(const Permit& permit, const std::string& parameter, const Site& site) {
  const auto standard = site.standards.find(permit.standard);
  return standard == site.standards.end() ? nullptr : standard->second.find(parameter, permit.flow_band);
}

void check_texts(const LaboratoryResult& result, std::vector<std::string>& faults) {
  const auto check = [&faults](std::string_view name, const std::string& text, bool required) {
    if (required && text.empty())
      faults.push_back(std::string{name} + " is missing; it stands on the report");
    if (text.size() > kLongestText)
      faults.push_back(std::string{name} + " has " + std::to_string(text.size()) + " bytes, at most " +
                       std::to_string(kLongestText) + " fit");
  };
  check("sample", result.sample, true);
  check("taken_by", result.taken_by, true);
  check("taken_where", result.taken_where, true);
  check("laboratory", result.laboratory, true);
  check("method", result.method, true);
  check("entered_by", result.entered_by, true);
  check("correction", result.correction, false);
  if (!is_sha256(result.report_sha256))
    faults.emplace_back(
        "report_sha256 is not 64 hex digits; give the report's file, its hash is made from it");
}

void check_numbers(const LaboratoryResult& result, std::vector<std::string>& faults) {
  if (!is_written_number(result.value)) {
    faults.push_back("value \"" + result.value +
                     "\" is no number; digits with a decimal point, or \"<\" and the limit of detection");
  } else if (result.below_detection && Decimal::parse(result.value)->units() <= 0) {
    faults.push_back("the limit of detection \"" + result.value + "\" is not above 0");
  }
  if (result.uncertainty.empty()) return;
  if (!is_written_number(result.uncertainty) || Decimal::parse(result.uncertainty)->units() < 0)
    faults.push_back("uncertainty \"" + result.uncertainty +
                     "\" is no number of 0 or more, in the value's unit");
}

void check_time(const LaboratoryResult& result, Instant now, std::vector<std::string>& faults) {
  if (result.taken_at > now) {
    faults.push_back("taken_at " + time_text(result.taken_at) + " lies in the future; it is " +
                     time_text(now));
  } else if (result.taken_at < start_of(kEarliest)) {
    faults.push_back("taken_at " + time_text(result.taken_at) + " is before 2000: is the year right?");
  }
}

void check_place(const LaboratoryResult& result, const Site& site, std::vector<std::string>& faults) {
  const Outlet* outlet = outlet_of(result, site);
  if (outlet == nullptr) {
    faults.push_back("plant \"" + result.plant + "\" with outlet \"" + result.outlet +
                     "\" is not in the configuration");
    return;
  }
  const Permit* permit = outlet->permit_on(day_of(result.taken_at));
  if (permit == nullptr) {
    faults.push_back("no permit of outlet \"" + result.outlet + "\" was in force on " +
                     day_text(day_of(result.taken_at)) + ": nothing to hold the result against");
    return;
  }
  const LimitRow* row = row_of(*permit, result.parameter, site);
  if (row == nullptr) {
    faults.push_back("parameter \"" + result.parameter + "\" is not in " + permit->standard +
                     "; effluent standards show " + permit->standard + " lists its parameters");
  } else if (result.unit != row->unit) {
    faults.push_back("unit \"" + result.unit + "\" is not the limit's: \"" + row->unit +
                     "\"; nothing is converted, enter the value in that unit");
  }
}

}  // namespace

std::string reported(const LaboratoryResult& result) {
  return (result.below_detection ? "<" : "") + result.value;
}

void set_reported(LaboratoryResult& result, std::string_view text) {
  result.below_detection = text.starts_with('<');
  result.value = text.substr(result.below_detection ? 1 : 0);
}

std::vector<std::string> faults_of(const LaboratoryResult& result, const Site& site, Instant now) {
  std::vector<std::string> faults;
  check_place(result, site, faults);
  check_time(result, now, faults);
  check_numbers(result, faults);
  check_texts(result, faults);
  return faults;
}

LaboratoryJudgement judge(const LaboratoryResult& result, const Site& site) {
  LaboratoryJudgement judged;
  const Outlet* outlet = outlet_of(result, site);
  const Permit* permit = outlet == nullptr ? nullptr : outlet->permit_on(day_of(result.taken_at));
  if (permit == nullptr) return judged;
  judged.basis = basis_of(*permit, nullptr, result.parameter, site.standards);
  const Basis& basis = judged.basis;
  auto [reasons, dates_lifted] = limit_state(basis, day_of(result.taken_at));
  judged.reasons = std::move(reasons);
  judged.dates_lifted = dates_lifted;
  if (!judged.reasons.empty()) return judged;
  const Decimal value = *Decimal::parse(result.value);
  const bool above = basis.limit_max && value > *basis.limit_max;
  if (result.below_detection) {
    const bool proves = !basis.limit_min && !above;
    judged.verdict = proves ? Verdict::within_limit : Verdict::not_enough_data;
    if (!proves) judged.reasons.emplace_back("detection_above_limit");
    return judged;
  }
  const bool below = basis.limit_min && value < *basis.limit_min;
  judged.verdict = above || below ? Verdict::exceeding : Verdict::within_limit;
  return judged;
}

}  // namespace effluent
