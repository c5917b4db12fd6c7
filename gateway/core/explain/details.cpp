// SPDX-License-Identifier: Apache-2.0
#include "core/explain/details.hpp"

#include <algorithm>

#include "core/explain/series.hpp"
#include "core/record/line_members.hpp"

namespace effluent {
namespace {

std::optional<ToldMissing> read_missing(const LineMembers& json) {
  const auto object = json.object("not_measured");
  if (object.failed()) return std::nullopt;
  ToldMissing missing{object.raw("percent"), {}};
  const auto causes = object.object("causes");
  for (const auto& cause : causes.names()) missing.causes.emplace_back(cause, causes.raw(cause));
  std::stable_sort(missing.causes.begin(), missing.causes.end(), [](const auto& left, const auto& right) {
    return less_number(right.second, left.second);
  });
  return missing;
}

std::optional<ToldExcluded> read_excluded(const LineMembers& json) {
  const auto object = json.object("excluded");
  const auto n = object.integer("n");
  if (object.failed() || !n) return std::nullopt;
  return ToldExcluded{*n, object.raw("min"), object.raw("max")};
}

std::optional<ToldCap> read_cap(const LineMembers& json) {
  const auto object = json.object("exclusion_cap");
  if (object.failed()) return std::nullopt;
  return ToldCap{object.raw("day_s"), object.raw("day_cap_s"), object.raw("month_s"),
                 object.raw("month_cap_s")};
}

std::optional<ToldOutside> read_outside(const LineMembers& json) {
  const auto object = json.object("outside");
  if (object.failed()) return std::nullopt;
  const auto worst = object.object("worst_hour");
  return ToldOutside{object.raw("below_s"), object.raw("above_s"),
                     worst.failed() ? std::nullopt : worst.time("start"), worst.raw("value")};
}

}  // namespace

ToldDetails read_details(const LineMembers& json) {
  return {read_missing(json), read_excluded(json),   json.raw("mean_with_excluded"),
          read_cap(json),     json.raw("deviation"), read_outside(json)};
}

}  // namespace effluent
