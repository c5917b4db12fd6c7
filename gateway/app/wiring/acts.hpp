// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
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

/// Whether a request of the control socket is an act of a person.
[[nodiscard]] bool is_act(std::string_view request);
/// Answers such a request: {"entry":{…}} once it is committed, {"refused":["why",…]}, or {"error":"…"} where
/// the request is no such object or the recorder does not answer within four seconds. `put`: into the
/// recorder's inbox.
[[nodiscard]] std::string answer_act(std::string_view request, const std::string& user,
                                     const std::function<void(Act)>& put);

/// The same with no gateway running: takes the store's lock, begins an epoch, records, ends it. The error is
/// a sentence: another process has the store, the store can't be opened or fails.
[[nodiscard]] tl::expected<std::string, std::string> act_alone(const Configuration& configuration,
                                                               std::string_view request,
                                                               const std::string& user);

/// Asks the running gateway, or does it alone where none answers. The error is a sentence or two.
[[nodiscard]] tl::expected<std::string, std::string> act(const Configuration& configuration,
                                                         const std::string& request);

}  // namespace effluent
