// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <utility>

#include "core/explain/teller.hpp"
#include "core/judge/laboratory_board.hpp"

namespace effluent {
namespace {

/// The gaps of one device and cause, told as one.
struct GapSum {
  std::int64_t count = 0;
  std::size_t entries = 0;
  Instant first = Instant::max();
  Instant last = Instant::min();
};

Say words_of_gap(const std::string& cause) {
  static const std::map<std::string, Say> by_cause{
      {"downtime", Say::gap_downtime}, {"overflow", Say::gap_overflow}, {"overrun", Say::gap_overrun},
      {"back_off", Say::gap_back_off}, {"clock", Say::gap_clock},       {"disk", Say::gap_disk}};
  const auto found = by_cause.find(cause);
  return found == by_cause.end() ? Say::cause_other : found->second;
}

Say words_of_cause(const std::string& cause) {
  static const std::map<std::string, Say> by_cause{{"link_lost", Say::cause_link_lost},
                                                   {"timeout", Say::cause_timeout},
                                                   {"bad_reply", Say::cause_bad_reply}};
  const auto found = by_cause.find(cause);
  return found == by_cause.end() ? Say::cause_other : found->second;
}

/// A device of this plant, or one that no plant has any more: rather told too often than not at all.
bool may_be_ours(const ExplainContext& context, const std::string& device) {
  for (const auto& one : context.site.devices) {
    if (one.id != device) continue;
    return !one.channels.empty() && &context.site.plants.at(one.plant) == &context.plant;
  }
  return true;
}

}  // namespace

bool has_record(const DayRecord& record, const ExplainContext& context) {
  const bool gap = std::any_of(record.gaps.begin(), record.gaps.end(),
                               [&](const ToldGap& one) { return may_be_ours(context, one.device); });
  const bool sample = std::any_of(record.samples.begin(), record.samples.end(), [&](const ToldSample& one) {
    return day_of(one.result.taken_at) == context.day;
  });
  return gap || sample || !record.verdicts.empty() || !record.means.empty() || !record.events.empty() ||
         !record.checks.empty() || !record.explanations.empty() || !record.services.empty();
}

std::string Teller::event_words(const ToldEvent& event) const {
  const std::string time = clock_words(event.time);
  const std::string device = device_words(event.device);
  const std::string since = clock_words(event.since.value_or(event.time));
  const std::string parameter = name_of_parameter(event.parameter);
  if (event.what == "device_lost")
    return words(Say::device_lost, {time, device, words(words_of_cause(event.cause), {event.cause})});
  if (event.what == "device_back") return words(Say::device_back, {time, device});
  if (event.what == "standby_on_duty") {
    return words(Detail::standby_on_duty,
                 {since, event.point, parameter, missing_cause_words(context_.language, event.cause)});
  }
  if (event.what == "primary_on_duty") return words(Detail::primary_on_duty, {since, event.point, parameter});
  return words(Say::event_other, {time, device, event.what, event.cause});
}

void Teller::left_out() {
  heading(words(Say::left_out));
  std::map<std::pair<std::string, std::string>, GapSum> sums;
  for (const auto& gap : record_.gaps) {
    if (!may_be_ours(context_, gap.device)) continue;
    auto& sum = sums[{gap.device, gap.cause}];
    sum.count += gap.count;
    ++sum.entries;
    sum.first = std::min(sum.first, gap.first);
    sum.last = std::max(sum.last, gap.last);
  }
  for (const auto& [what, sum] : sums) {
    const auto& [device, cause] = what;
    line(0, words(Say::gap,
                  {device_words(device), std::to_string(sum.count), words(words_of_gap(cause), {cause}),
                   clock_words(sum.first), clock_words(sum.last), std::to_string(sum.entries)}));
    const bool beyond = day_of(sum.first) != context_.day || day_of(sum.last) != context_.day;
    if (beyond) line(1, words(Say::gap_beyond));
  }
  for (const auto& event : record_.events) {
    if (event.parameter.empty() || shown(event.parameter)) line(0, event_words(event));
  }
  if (sums.empty() && record_.events.empty()) line(0, words(Say::nothing_left_out));
}

bool Teller::replaced(std::size_t index) const {
  const auto& held = record_.samples.at(index).result;
  for (std::size_t i = index + 1; i < record_.samples.size(); ++i) {
    const auto& later = record_.samples[i].result;
    if (later.sample == held.sample && later.outlet == held.outlet && later.parameter == held.parameter)
      return true;
  }
  return false;
}

void Teller::one_sample(const ToldSample& sample, bool is_replaced) {
  const auto& result = sample.result;
  std::string value = result.below_detection ? words(Say::below_detection, {result.value}) : result.value;
  if (!result.uncertainty.empty()) value = words(Say::uncertainty, {value, result.uncertainty});
  std::string verdict = verdict_words(sample.verdict);
  if (sample.verdict == Verdict::within_limit) verdict = words(Say::laboratory_within);
  if (sample.verdict == Verdict::exceeding) verdict = words(Say::laboratory_exceeding);
  line(0, words(Say::sample, {name_of_parameter(result.parameter), result.outlet, result.sample, value,
                              result.unit, verdict}));
  for (const auto& reason : sample.reasons) {
    line(1, words(Say::why, {reason_words(reason, result.outlet, sample.basis.standard)}));
  }
  limit(1, sample.basis, sample.limit_min, sample.limit_max, result.unit);
  line(1, words(Say::sample_entered,
                {clock_words(result.taken_at), result.taken_by, result.taken_where, result.laboratory,
                 result.method, result.entered_by, result.report_sha256,
                 words(Say::entry, {sample.place.epoch, std::to_string(sample.place.seq)})}));
  if (!result.correction.empty()) line(1, words(Say::sample_correction, {result.correction}));
  if (is_replaced) line(1, words(Say::sample_replaced));
}

void Teller::samples() {
  heading(words(Say::laboratory));
  bool any = false;
  for (std::size_t i = 0; i < record_.samples.size(); ++i) {
    const auto& sample = record_.samples[i];
    if (day_of(sample.result.taken_at) != context_.day || !shown(sample.result.parameter)) continue;
    one_sample(sample, replaced(i));
    any = true;
  }
  if (!any) line(0, words(Say::no_laboratory));
}

void Teller::duties(const Outlet& outlet, const Permit& permit, const LaboratoryBoard& board, Instant at) {
  if (permit.laboratory.empty()) line(0, words(Say::no_duties, {outlet.id}));
  for (const auto& duty : permit.laboratory) {
    const std::string name = name_of_parameter(duty.parameter);
    const std::string every = duration_text(duty.every);
    const auto latest = board.latest(context_.plant.id, outlet.id, duty.parameter);
    if (!latest) {
      line(0, words(Say::duty_none, {outlet.id, name, every}));
      continue;
    }
    line(0, words(latest->is_valid(duty, at) ? Say::duty_valid : Say::duty_overdue,
                  {outlet.id, name, every, clock_words(latest->taken_at),
                   clock_words(latest->taken_at + duty.every)}));
  }
}

void Teller::not_assessed(const Outlet& outlet, const Permit& permit) {
  if (context_.site.standards.count(permit.standard) == 0) return;
  std::string list;
  for (const auto& parameter : context_.site.not_assessed(permit)) {
    list += (list.empty() ? "" : ", ") + name_of_parameter(parameter);
  }
  const std::string title = title_of(permit.standard);
  line(0, list.empty() ? words(Say::all_assessed, {outlet.id, title})
                       : words(Say::not_assessed, {outlet.id, title, list}));
}

void Teller::not_covered() {
  heading(words(Say::not_covered));
  const Instant at = std::min(context_.now, start_of(context_.day) + std::chrono::hours{24});
  LaboratoryBoard board;
  for (const auto& sample : record_.samples) {
    if (sample.result.taken_at <= at) board.add(sample.result, sample.verdict);
  }
  for (const auto& outlet : context_.plant.outlets) {
    const Permit* permit = permit_of(outlet.id);
    if (permit == nullptr) continue;
    duties(outlet, *permit, board, at);
    not_assessed(outlet, *permit);
  }
  line(0, words(Say::wire_note));
}

std::string explain(const DayRecord& record, const ExplainContext& context) {
  Teller teller{record, context};
  teller.opening();
  teller.conclusion();
  teller.outlets();
  teller.left_out();
  teller.instruments();
  teller.corrections();
  teller.samples();
  teller.not_covered();
  return teller.take();
}

}  // namespace effluent
