// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "core/explain/detail_phrases.hpp"
#include "core/measure/decimal.hpp"

namespace effluent {

std::string span_words(Language language, const std::string& seconds) {
  const auto number = Decimal::parse(seconds);
  const bool whole = number && number->digits() <= 0 && !(*number < Decimal{60, 0});
  if (!whole) return say(language, Detail::seconds, {seconds});
  auto rest = std::stoll(number->text());
  std::string text;
  const auto add = [&](long long count, Detail unit) {
    if (count == 0) return;
    text += (text.empty() ? "" : " ") + say(language, unit, {std::to_string(count)});
  };
  add(rest / 3600, Detail::hours);
  rest %= 3600;
  add(rest / 60, Detail::minutes);
  add(rest % 60, Detail::seconds);
  return text;
}

std::string missing_cause_words(Language language, const std::string& cause) {
  static const std::map<std::string, Detail> by_cause{{"link_lost", Detail::cause_link_lost},
                                                      {"timeout", Detail::cause_timeout},
                                                      {"bad_reply", Detail::cause_bad_reply},
                                                      {"exception", Detail::cause_exception},
                                                      {"no_value", Detail::cause_no_value},
                                                      {"unrepresentable", Detail::cause_unrepresentable},
                                                      {"device_fault", Detail::cause_device_fault},
                                                      {"maintenance", Detail::cause_maintenance},
                                                      {"warming_up", Detail::cause_warming_up},
                                                      {"calibrating", Detail::cause_calibrating},
                                                      {"stale", Detail::cause_stale},
                                                      {"impossible", Detail::cause_impossible},
                                                      {"below_zero", Detail::cause_below_zero},
                                                      {"not_polled", Detail::cause_not_polled},
                                                      {"explained", Detail::cause_explained},
                                                      {"no_reading", Detail::cause_no_reading}};
  const auto found = by_cause.find(cause);
  return say(language, found == by_cause.end() ? Detail::cause_other : found->second, {cause});
}

}  // namespace effluent
