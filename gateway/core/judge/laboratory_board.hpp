// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "core/judge/laboratory.hpp"

namespace effluent {

/// The latest sample of one outlet and parameter.
struct LatestSample {
  Instant taken_at{};
  Verdict verdict = Verdict::no_limit;  ///< the worst of several samples of that instant
  /// Not older than a duty allows.
  [[nodiscard]] bool is_valid(const LaboratoryDuty& duty, Instant now) const {
    return now - taken_at <= duty.every;
  }
};

/// The results held, the latest sample of each outlet and parameter on top. Pure; one owner.
class LaboratoryBoard {
 public:
  /// Where a result of the same sample, outlet and parameter is held, this one replaces it.
  void add(const LaboratoryResult& result, Verdict verdict);
  /// The held result of that outlet, parameter and sample; null where there is none.
  [[nodiscard]] const LaboratoryResult* find(const LaboratoryResult& same) const;

  [[nodiscard]] std::optional<LatestSample> latest(const std::string& plant, const std::string& outlet,
                                                   const std::string& parameter) const;

  /// How many results held of the plant that exceed are of samples taken in [from, to].
  [[nodiscard]] std::int64_t exceeding(const std::string& plant, Instant from, Instant to) const;

 private:
  using Series = std::tuple<std::string, std::string, std::string>;  ///< plant, outlet, parameter
  struct Held {
    LaboratoryResult result;
    Verdict verdict = Verdict::no_limit;
  };
  std::map<Series, std::map<std::string, Held>> results_;  ///< by sample
};

}  // namespace effluent
