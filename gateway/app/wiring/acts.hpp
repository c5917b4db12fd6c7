// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "app/config/configuration.hpp"
#include "core/judge/laboratory.hpp"
#include "work/messages.hpp"

namespace effluent {

/// What a person does goes to the gateway as one JSON object: {"command":"laboratory add","result":{…}}, the
/// members named as in the entry; `value` a string, "<5" for a result below the limit of detection.
[[nodiscard]] std::string request_of(const LaboratoryResult& result);
/// {"command":"standards import","import":{…}}, likewise.
[[nodiscard]] std::string request_of(const StandardsImport& import);
/// {"command":"instrument check","check":{…}}, all members strings, as in the next three.
[[nodiscard]] std::string request_of(const InstrumentCheck& check);
/// {"command":"instrument begin","service":{…}}, "instrument end" likewise.
[[nodiscard]] std::string request_of(const ServiceAct& act);
/// {"command":"instrument replace","replacement":{…}}
[[nodiscard]] std::string request_of(const Replacement& replacement);

/// {"command":"explanation add","explanation":{…}}, all members strings, but for `points`, a list of them.
[[nodiscard]] std::string request_of(const Explanation& explanation);
/// {"command":"decision add","decision":{"note":"…"}}
[[nodiscard]] std::string request_of(const DecisionNote& decision);

/// Whether a request is an act of a person: UTF-8, JSON, one of the commands above.
[[nodiscard]] bool is_act(std::string_view request);
/// Answers such a request, no other: {"entry":{…}} once it is committed, {"refused":["why",…]}, or
/// {"error":"…"} where it has no such object or the recorder does not answer within four seconds. `put`: into
/// the recorder's inbox.
[[nodiscard]] std::optional<std::string> answer_act(std::string_view request, const std::string& user,
                                                    const std::function<void(Act)>& put);

/// Asks the running gateway; where none answers, takes the store's lock, begins an epoch, records, ends it.
/// `request` is an act. The error is a sentence or two: another process has the store, it can't be opened or
/// fails.
[[nodiscard]] tl::expected<std::string, std::string> act(const Configuration& configuration,
                                                         const std::string& request);

}  // namespace effluent
