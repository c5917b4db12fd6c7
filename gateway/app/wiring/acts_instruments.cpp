// SPDX-License-Identifier: Apache-2.0
#include "app/wiring/act_parsers.hpp"
#include "app/wiring/acts.hpp"

namespace effluent {
namespace {

constexpr TextMembers<InstrumentCheck, 12> kCheck{{{"plant", &InstrumentCheck::plant},
                                                   {"point", &InstrumentCheck::point},
                                                   {"what", &InstrumentCheck::what},
                                                   {"standard_value", &InstrumentCheck::standard_value},
                                                   {"unit", &InstrumentCheck::unit},
                                                   {"lot", &InstrumentCheck::lot},
                                                   {"expiry", &InstrumentCheck::expiry},
                                                   {"before", &InstrumentCheck::before},
                                                   {"after", &InstrumentCheck::after},
                                                   {"limit", &InstrumentCheck::limit},
                                                   {"by", &InstrumentCheck::by},
                                                   {"note", &InstrumentCheck::note}}};
constexpr TextMembers<ServiceAct, 7> kService{{{"plant", &ServiceAct::plant},
                                               {"device", &ServiceAct::device},
                                               {"point", &ServiceAct::point},
                                               {"service", &ServiceAct::service},
                                               {"expected", &ServiceAct::expected},
                                               {"by", &ServiceAct::by},
                                               {"reason", &ServiceAct::reason}}};
constexpr TextMembers<Replacement, 6> kReplacement{{{"plant", &Replacement::plant},
                                                    {"device", &Replacement::device},
                                                    {"old_serial", &Replacement::old_serial},
                                                    {"new_serial", &Replacement::new_serial},
                                                    {"by", &Replacement::by},
                                                    {"reason", &Replacement::reason}}};

ParsedDeed parse_check(const nlohmann::json& given) {
  return parse_texts(given, InstrumentCheck{}, kCheck, "a check");
}
ParsedDeed parse_begin(const nlohmann::json& given) {
  return parse_texts(given, ServiceAct{}, kService, "a service");
}
ParsedDeed parse_end(const nlohmann::json& given) {
  ServiceAct end;
  end.begins = false;
  return parse_texts(given, end, kService, "a service");
}
ParsedDeed parse_replacement(const nlohmann::json& given) {
  return parse_texts(given, Replacement{}, kReplacement, "a replacement");
}

constexpr std::array<ActCommand, 4> kCommands{{{"instrument check", "check", parse_check},
                                               {"instrument begin", "service", parse_begin},
                                               {"instrument end", "service", parse_end},
                                               {"instrument replace", "replacement", parse_replacement}}};

}  // namespace

std::span<const ActCommand> instrument_commands() { return kCommands; }

std::string request_of(const InstrumentCheck& check) { return request_of_texts(kCommands[0], check, kCheck); }

std::string request_of(const ServiceAct& act) {
  return request_of_texts(kCommands[act.begins ? 1 : 2], act, kService);
}

std::string request_of(const Replacement& replacement) {
  return request_of_texts(kCommands[3], replacement, kReplacement);
}

}  // namespace effluent
