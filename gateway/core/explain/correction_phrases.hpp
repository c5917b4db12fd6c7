// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "core/explain/phrases.hpp"

namespace effluent {

/// Sentences of what was explained, decided and therefore judged anew. As for Say, a phrase that lacks a
/// language does not compile.
enum class Correction : std::uint8_t {
  heading,
  explained,
  asked_exclude,
  asked_none,
  evidence,
  undecided,
  accepted,
  rejected,
  signed_by,
  revised,
  not_revised,
  revised_in,
  category_power_cut,
  category_instrument_fault,
  category_maintenance,
  category_calibration,
  category_sample_line,
  category_process_upset,
  category_other,
  count  ///< how many there are; no phrase
};

[[nodiscard]] std::string_view phrase(Language language, Correction what);
[[nodiscard]] std::string say(Language language, Correction what,
                              std::initializer_list<std::string_view> values = {});
/// A category of an explanation.
[[nodiscard]] std::string category_words(Language language, const std::string& category);

}  // namespace effluent
