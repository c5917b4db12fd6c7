// SPDX-License-Identifier: Apache-2.0
#include "core/judge/laboratory_board.hpp"

namespace effluent {

void LaboratoryBoard::add(const LaboratoryResult& result, Verdict verdict) {
  results_[{result.plant, result.outlet, result.parameter}].insert_or_assign(result.sample,
                                                                             Held{result, verdict});
}

const LaboratoryResult* LaboratoryBoard::find(const LaboratoryResult& same) const {
  const auto series = results_.find({same.plant, same.outlet, same.parameter});
  if (series == results_.end()) return nullptr;
  const auto held = series->second.find(same.sample);
  return held == series->second.end() ? nullptr : &held->second.result;
}

std::optional<LatestSample> LaboratoryBoard::latest(const std::string& plant, const std::string& outlet,
                                                    const std::string& parameter) const {
  const auto series = results_.find({plant, outlet, parameter});
  if (series == results_.end()) return std::nullopt;
  std::optional<LatestSample> latest;
  for (const auto& [sample, held] : series->second) {
    const Instant taken = held.result.taken_at;
    const bool is_worse = latest && taken == latest->taken_at && held.verdict == Verdict::exceeding;
    if (!latest || taken > latest->taken_at || is_worse) latest = LatestSample{taken, held.verdict};
  }
  return latest;
}

std::int64_t LaboratoryBoard::exceeding(const std::string& plant, Instant from, Instant to) const {
  std::int64_t count = 0;
  for (auto at = results_.lower_bound({plant, {}, {}});
       at != results_.end() && std::get<0>(at->first) == plant; ++at) {
    for (const auto& [sample, held] : at->second) {
      const Instant taken = held.result.taken_at;
      if (held.verdict == Verdict::exceeding && taken >= from && taken <= to) ++count;
    }
  }
  return count;
}

}  // namespace effluent
