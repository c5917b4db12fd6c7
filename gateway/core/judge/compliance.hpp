// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/judge/day_counts.hpp"
#include "core/judge/day_verdicts.hpp"
#include "core/judge/final_verdict.hpp"
#include "core/judge/laboratory_board.hpp"
#include "core/judge/month_criterion.hpp"
#include "core/site/site.hpp"

namespace effluent {

class JsonWriter;

/// How one plant stands at a moment (record.md, `compliance`).
struct PlantStanding {
  Verdict verdict = Verdict::no_limit;  ///< the worst: exceeding > no_limit > not_enough_data > within_limit
  std::int64_t required = 0;            ///< parameters of `automatic`, over the plant's outlets
  std::int64_t judged = 0;              ///< of these: latest final verdict within_limit or exceeding
  std::int64_t laboratory = 0;          ///< parameters of `laboratory`
  std::int64_t laboratory_valid = 0;    ///< of these: the latest sample is not older than the duty allows
  std::vector<std::string> not_assessed;  ///< of the standard, in neither, in the table's order
  VerdictSet found{};                     ///< verdicts among the parameters
  bool instruments_exceed = false;        ///< some parameter's latest final verdict
  bool laboratory_exceeds = false;        ///< some sample outranks the instruments
  std::optional<Instant> start;           ///< of the earliest window counted
  std::optional<Instant> end;             ///< of the latest window counted
};

struct ParksStanding {
  std::int64_t meeting = 0;
  std::int64_t total = 0;
};

/// A park served by this gateway.
struct ParkStanding {
  std::string park;
  /// Every plant of it that discharges is within_limit; none: no plant discharges, the park stands neither
  /// for nor against the rate.
  std::optional<bool> meets = std::nullopt;
  VerdictSet found{};  ///< verdicts among the parameters of its plants
};

/// How many of the parks meet.
[[nodiscard]] ParksStanding parks_of(const std::vector<ParkStanding>& list);

/// The latest final verdicts of all plants and what follows from them. Pure; one owner; `site` outlives it.
class ComplianceBoard {
 public:
  /// Both criteria are printed beside their figures. `criterion`: "last_final" is the only one.
  explicit ComplianceBoard(const Site& site, std::string criterion = "last_final",
                           MonthCriterion month = MonthCriterion::all_days_within);

  /// A final verdict, binding or shadow; one of an earlier window than the one held is left out, likewise one
  /// that the configuration no longer forms, and one of the same window that was revised since. True where
  /// the board holds it now.
  bool add(const FinalVerdict& verdict);
  /// Means are left out.
  bool add(const JudgedLine& line);

  /// A laboratory's result. The latest of a duty that exceeds outranks the instruments until a later sample
  /// does not; one of a parameter that is measured automatically does so until a later window is judged.
  void add(const LaboratoryResult& result, Verdict verdict) { laboratory_.add(result, verdict); }
  [[nodiscard]] const LaboratoryBoard& laboratory() const { return laboratory_; }

  /// What the days were; the board counts them, its owner feeds and keeps them.
  DayVerdicts& days() { return days_; }
  [[nodiscard]] const DayVerdicts& days() const { return days_; }
  /// The plant's days by verdict in each period.
  [[nodiscard]] PlantDays plant_days(std::size_t plant, Instant now) const {
    return count_days(site_, plant, days_, now);
  }
  [[nodiscard]] MonthCriterion month_criterion() const { return month_; }
  /// Whether the plant's month so far meets the criterion; none: no day speaks for or against it. A sample of
  /// a laboratory taken in the month that exceeds speaks against it.
  [[nodiscard]] std::optional<bool> month_meets(std::size_t plant, const PlantDays& days, Instant now) const;
  /// Such samples taken in the month so far.
  [[nodiscard]] std::int64_t laboratory_exceeding(std::size_t plant, Instant now) const;

  /// Bodies of the plant's latest final verdicts in judge.md's order, for `verdict/<plant>`.
  [[nodiscard]] std::vector<std::string> final_bodies(std::size_t plant) const;
  /// The same with all their fields.
  [[nodiscard]] std::vector<FinalVerdict> finals(std::size_t plant) const;

  [[nodiscard]] PlantStanding standing(std::size_t plant, Instant now) const;
  [[nodiscard]] Verdict plant_verdict(std::size_t plant, Instant now) const {
    return standing(plant, now).verdict;
  }
  /// A park meets if all its plants that discharge are within_limit.
  [[nodiscard]] ParksStanding parks(Instant now) const { return parks_of(park_list(now)); }
  /// The parks by id.
  [[nodiscard]] std::vector<ParkStanding> park_list(Instant now) const { return parks_among(standings(now)); }

  /// The text of `compliance`. `only`: of the lists by plant only this one; all figures stay those of all.
  [[nodiscard]] std::string payload(Instant now, std::optional<std::size_t> only = std::nullopt) const;
  /// All members of it after `time`: equal texts say that nothing has changed.
  [[nodiscard]] std::string content(Instant now, std::optional<std::size_t> only = std::nullopt) const;

 private:
  /// Of every plant, in the order of the configuration.
  [[nodiscard]] std::vector<PlantStanding> standings(Instant now) const;
  [[nodiscard]] std::vector<ParkStanding> parks_among(const std::vector<PlantStanding>& standings) const;
  void add_outlet(const Plant& plant, const Outlet& outlet, Instant now, PlantStanding& standing) const;
  void add_automatic(const Plant& plant, const Outlet& outlet, const std::string& parameter,
                     PlantStanding& standing) const;
  void add_laboratory(const Plant& plant, const Outlet& outlet, const LaboratoryDuty& duty, Instant now,
                      PlantStanding& standing) const;
  void write_days(JsonWriter& json, Instant now, std::optional<std::size_t> only) const;
  /// The latest binding verdict of one point (empty id: none measures the parameter).
  [[nodiscard]] const FinalVerdict* latest_binding(const VerdictKey& wanted) const;

  const Site& site_;
  std::string criterion_;
  MonthCriterion month_;
  std::map<VerdictKey, FinalVerdict> finals_;
  LaboratoryBoard laboratory_;
  DayVerdicts days_;
};

/// Reasons why a plant or park does not meet, in the order of record.md: the words of the gateway. The
/// register of parks, which knows the others, is the center's.
[[nodiscard]] std::vector<std::string_view> reasons_of(const VerdictSet& found);

}  // namespace effluent
