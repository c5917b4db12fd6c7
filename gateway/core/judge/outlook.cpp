// SPDX-License-Identifier: Apache-2.0
#include "core/judge/outlook.hpp"

#include <algorithm>

#include "core/judge/lines.hpp"
#include "core/record/json_writer.hpp"

namespace effluent {
namespace {

/// Before this part of a window is over its mean says too little to be shown as a color (design).
constexpr int kLeastPercent = 25;

}  // namespace

std::string_view name_of(Colour colour) {
  switch (colour) {
    case Colour::green:
      return "green";
    case Colour::yellow:
      return "yellow";
    case Colour::red:
      return "red";
    case Colour::grey:
      return "grey";
  }
  return {};
}

Colour colour_of(const Decision& decision, const OutsideRange* outside) {
  if (decision.verdict == Verdict::exceeding) return Colour::red;
  if (decision.verdict != Verdict::within_limit) return Colour::grey;
  const bool was_outside = outside != nullptr && outside->below() + outside->above() > milliseconds{0};
  return was_outside || !decision.reasons.empty() ? Colour::yellow : Colour::green;
}

std::string outlook_members(const Outlook& outlook, const Decision& decision, const Basis& basis,
                            const Evidence& evidence, const OutsideRange* outside, int digits) {
  std::string text;
  JsonWriter out{text};
  const auto elapsed = std::clamp(outlook.elapsed, milliseconds{0}, outlook.length);
  out.raw("elapsed_percent", percent_text(elapsed.count(), outlook.length.count()));
  const bool early = elapsed * 100 < outlook.length * kLeastPercent;
  out.text_or_null("colour", early ? std::string_view{} : name_of(colour_of(decision, outside)));
  const bool known = decision.verdict != Verdict::no_limit && evidence.has_point && evidence.has_value() &&
                     !evidence.weighting && outlook.covered > 0 && outlook.rest > 0;
  const int places = digits + kMeanPlaces;
  std::optional<std::string> most;
  std::optional<std::string> least;
  if (known && basis.limit_max) {
    most = rest_at_most(evidence.mean(), outlook.covered, outlook.rest, *basis.limit_max, places);
  }
  if (known && basis.limit_min) {
    least = rest_at_least(evidence.mean(), outlook.covered, outlook.rest, *basis.limit_min, places);
  }
  out.raw_or_null("rest_at_most", most).raw_or_null("rest_at_least", least);
  return text;
}

}  // namespace effluent
