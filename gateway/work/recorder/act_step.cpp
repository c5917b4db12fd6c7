// SPDX-License-Identifier: Apache-2.0
#include <variant>

#include "core/record/laboratory_entry.hpp"
#include "work/recorder/implementation.hpp"

namespace effluent {
namespace {

constexpr const char* kLaboratory = "laboratory";

/// One held result a name: a later one of the same sample takes its place.
std::string name_of(const LaboratoryResult& result) {
  return result.plant + "/" + result.outlet + "/" + result.parameter + "/" + result.sample;
}

bool is_same(LaboratoryResult left, const LaboratoryResult& right) {
  left.correction = right.correction;
  left.entered_by = right.entered_by;
  return left == right;
}

}  // namespace

void Recorder::Implementation::read_acts(Memory& memory) {
  for (const auto& [name, body] : memory[kLaboratory]) {
    if (const auto stored = read_laboratory("{" + body + "}")) board.add(stored->result, stored->verdict);
  }
}

void Recorder::Implementation::step(const Act& act) {
  std::visit([&](const auto& what) { step(what, act); }, act.what);
}

void Recorder::Implementation::step(const LaboratoryResult& result, const Act& act) {
  auto faults = faults_of(result, site, clock.wall());
  const LaboratoryResult* held = board.laboratory().find(result);
  if (held != nullptr && is_same(*held, result)) {
    faults.push_back("this result of sample \"" + result.sample + "\" is recorded already");
  } else if (held != nullptr && result.correction.empty()) {
    faults.push_back("sample \"" + result.sample + "\" has another result already (" + held->value + " " +
                     held->unit + "); to replace it, say why as the correction: both stay in the record");
  } else if (held == nullptr && !result.correction.empty()) {
    faults.push_back("sample \"" + result.sample + "\" has no result to correct");
  }
  if (!faults.empty()) {
    act.answer(tl::unexpected{std::move(faults)});
    return;
  }
  const auto judged = judge(result, site);
  const std::string body = laboratory_body(result, judged, act.user);
  outbox.begin_part();
  outbox.remember(kLaboratory, name_of(result), body);
  write_act(body, act);
  outbox.end_part();
  board.add(result, judged.verdict);
}

/// The running recorder goes on judging by the table it was started with.
void Recorder::Implementation::step(const StandardsImport& import, const Act& act) {
  auto faults = faults_of(import);
  if (!faults.empty()) {
    act.answer(tl::unexpected{std::move(faults)});
    return;
  }
  outbox.begin_part();
  write_act(operator_body(import, act.user), act);
  outbox.end_part();
}

void Recorder::Implementation::write_act(const std::string& body, const Act& act) {
  write_act_at(clock.wall(), body, act);
}

/// The answer goes out with the commit, not before.
const std::string& Recorder::Implementation::write_act_at(Instant time, const std::string& body,
                                                          const Act& act) {
  const std::int64_t seq = outbox.next_seq();
  const std::string& line = outbox.write_at(time, body);
  outbox.part().answers.push_back(
      [answer = act.answer, entered = Entered{outbox.epoch(), seq, line}] { answer(entered); });
  return line;
}

}  // namespace effluent
