// SPDX-License-Identifier: Apache-2.0
#include "core/judge/plant_verdicts.hpp"

#include <algorithm>

#include "core/judge/composition.hpp"
#include "core/judge/flow_state.hpp"
#include "core/judge/lines.hpp"
#include "core/judge/outlook.hpp"
#include "core/judge/plant_evidence.hpp"

namespace effluent {
namespace {

/// The rule's own decision, told.
Decision judge_window(JudgedLine& line, const PlantState& state, const VerdictPlan& verdict,
                      const Permit& permit, const VerdictFacts& facts, Instant start,
                      const std::string& head) {
  Decision decision = decide(verdict.basis, day_of(start), facts.evidence, permit);
  fill_verdict(line, state, verdict, permit, facts, decision, start, head);
  return decision;
}

Outlook outlook_of(const PlantState& state, const VerdictPlan& verdict, const Evidence& evidence,
                   milliseconds elapsed) {
  const auto length = length_of(verdict.period);
  Outlook outlook{elapsed, length, 0, 0};
  if (!verdict.point) return outlook;
  const auto step = state.plant.points[*verdict.point].step();
  outlook.covered = evidence.sums.covered / step;
  outlook.rest = (length - evidence.whole - evidence.set_aside) / step;
  return outlook;
}

/// A line for each window of one verdict that has begun and is not closed.
void add_provisional(std::vector<JudgedLine>& lines, const PlantState& state, const Permit& permit,
                     const VerdictPlan& verdict, Instant data_time) {
  const WindowRow& row = row_of(state, verdict);
  if (!row.has_begun()) return;
  const Point* point = verdict.point ? &state.plant.points[*verdict.point] : nullptr;
  const Instant now = point != nullptr ? data_time - point->sample_delay : data_time;
  for (Instant start = row.next(); start <= now; start += row.length()) {
    const bool left_out = start > state.gap.from && start + row.length() <= state.gap.until;
    if (left_out || !permit.in_force(day_of(start))) continue;
    const VerdictFacts facts = open_facts(state, verdict, permit, start, now);
    JudgedLine& line = lines.emplace_back();
    const Decision decision = judge_window(line, state, verdict, permit, facts, start, verdict.head);
    line.more = outlook_members(outlook_of(state, verdict, facts.evidence, now - start), decision,
                                verdict.basis, facts.evidence, facts.outside ? &*facts.outside : nullptr,
                                point != nullptr ? point->digits : 0);
  }
}

}  // namespace

void fill_verdict(JudgedLine& line, const PlantState& state, const VerdictPlan& verdict, const Permit& permit,
                  const VerdictFacts& facts, const Decision& decision, Instant start,
                  const std::string& head) {
  const auto& [evidence, outside] = facts;
  line.kind = JudgedLine::Kind::verdict;
  line.plant = state.index;
  line.point = verdict.point;
  line.outlet = verdict.outlet;
  line.parameter = verdict.parameter;
  line.period = verdict.period;
  line.start = start;
  line.end = start + length_of(verdict.period);
  line.verdict = decision.verdict;
  line.binding = verdict.binding;
  line.standard = verdict.basis.standard;
  line.column = verdict.basis.column;
  line.flow_band = verdict.basis.flow_band;
  line.sums = {};
  int digits = 0;
  auto surrogate = SurrogateStanding::not_a_surrogate;
  const Accuracy* accuracy = nullptr;
  if (verdict.point) {
    const Point& point = state.plant.points[*verdict.point];
    digits = point.digits;
    surrogate = point.surrogate_on(day_of(start));
    if (point.accuracy) accuracy = &*point.accuracy;
    line.sums = window_sums(evidence.sums, length_of(verdict.period), point);
  }
  write_verdict(line.body, head, start,
                {verdict.basis, decision, evidence, permit.exclusion_cap, outside ? &*outside : nullptr,
                 verdict.binding, digits, surrogate, accuracy});
}

WindowSums window_sums(const Sums& sums, milliseconds length, const Point& point) {
  WindowSums with_slots;
  static_cast<Sums&>(with_slots) = sums;
  with_slots.due = length / point.step();
  with_slots.slots = sums.covered / point.step();
  return with_slots;
}

/// All windows that end together began on the same day at +07:00, so one permit an outlet judges them.
std::size_t write_verdicts(const PlantState& state, Instant end, bool all_periods,
                           const std::function<void(const JudgedLine&)>& write) {
  const Day day = day_of(end - milliseconds{1});
  std::size_t written = 0;
  JudgedLine line;
  for (const auto& outlet : state.plan.outlets) {
    const PermitPlan* permit = outlet.in_force(day);
    if (permit == nullptr) continue;
    for (const auto& verdict : permit->verdicts) {
      if (!verdict.judged_period && !all_periods) continue;
      const auto facts = closed_facts(state, verdict, *permit->permit, end);
      if (!facts) continue;
      judge_window(line, state, verdict, *permit->permit, *facts, end - length_of(verdict.period),
                   verdict.head);
      write(line);
      ++written;
    }
  }
  return written;
}

std::size_t write_batches(const PlantState& state, Instant end,
                          const std::function<void(const JudgedLine&)>& write) {
  std::size_t written = 0;
  for (const BatchPlan& plan : state.plan.batches) {
    if (!state.own[plan.own_row].closes) continue;
    const OutletPlan& outlet = state.plan.outlets[plan.outlet];
    const PermitPlan* today = outlet.in_force(day_of(end - milliseconds{1}));
    if (today == nullptr) continue;
    const auto batch =
        FlowWatch{state, plan.discharge, today->permit->minimum_coverage_percent}.batch_before(end);
    const PermitPlan* permit = batch ? outlet.in_force(day_of(batch->first)) : nullptr;
    if (permit == nullptr) continue;
    for (const auto& verdict : permit->verdicts) {
      if (verdict.batch_head.empty()) continue;
      JudgedLine line;
      judge_window(line, state, verdict, *permit->permit,
                   batch_facts(state, verdict, *permit->permit, batch->first, batch->second), batch->first,
                   verdict.batch_head);
      line.kind = JudgedLine::Kind::batch;
      line.end = batch->second;
      JsonWriter{line.more}.text("end", time_text(line.end));
      write(line);
      ++written;
    }
  }
  return written;
}

std::vector<JudgedLine> provisional_verdicts(const PlantState& state, Instant data_time, bool all_periods) {
  std::vector<JudgedLine> lines;
  for (const auto& outlet : state.plan.outlets) {
    for (const auto& permit : outlet.permits) {
      for (const auto& verdict : permit.verdicts) {
        if (!verdict.judged_period && !all_periods) continue;
        add_provisional(lines, state, *permit.permit, verdict, data_time);
      }
    }
  }
  // Made in the order of one window end (permits of an outlet never share a day), so only the ends are left.
  std::stable_sort(lines.begin(), lines.end(), [](const auto& l, const auto& r) { return l.end < r.end; });
  return lines;
}

}  // namespace effluent
