// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/explain/correction_phrases.hpp"
#include "core/explain/detail_phrases.hpp"
#include "core/explain/explanation.hpp"
#include "core/explain/series.hpp"
#include "core/judge/laboratory_board.hpp"

namespace effluent {

/// Writes an explanation line by line. One owner; refers to record and context.
class Teller {
 public:
  Teller(const DayRecord& record, const ExplainContext& context) : record_{record}, context_{context} {}

  void opening();
  void conclusion();
  void outlets();
  void left_out();
  void instruments();
  void corrections();
  void samples();
  void not_covered();
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  using Windows = std::vector<const ToldVerdict*>;

  [[nodiscard]] std::string words(Say what, std::initializer_list<std::string_view> values = {}) const {
    return say(context_.language, what, values);
  }
  [[nodiscard]] std::string words(Detail what, std::initializer_list<std::string_view> values = {}) const {
    return say(context_.language, what, values);
  }
  [[nodiscard]] std::string words(Correction what,
                                  std::initializer_list<std::string_view> values = {}) const {
    return say(context_.language, what, values);
  }
  void heading(const std::string& text);
  void line(int depth, const std::string& text);
  [[nodiscard]] bool shown(const std::string& parameter) const {
    return context_.parameter.empty() || context_.parameter == parameter;
  }

  /// Parameters in a list, and how many.
  struct Subjects {
    std::string text;
    std::size_t count = 0;
    void add(const std::string& subject) {
      text += (text.empty() ? "" : ", ") + subject;
      ++count;
    }
  };
  /// The binding parameters by what can be said of the whole day; those behind `idle` add
  /// to the others.
  struct Sorted {
    Subjects exceeding;
    Subjects within;
    Subjects incomplete;
    Subjects undecided;
    Subjects idle;
    Subjects idle_at_times;
    Subjects within_error;
    Subjects depends;
    Subjects minutes_outside;
    Subjects not_correlated;
    Subjects revised;
  };

  // conclusion.cpp
  [[nodiscard]] Sorted sorted() const;
  [[nodiscard]] Subjects exceeding_samples() const;

  // names.cpp
  [[nodiscard]] const LimitRow* row_of(const std::string& parameter) const;
  [[nodiscard]] std::string name_of_parameter(const std::string& parameter) const;
  [[nodiscard]] std::string unit_of(const std::string& point, const std::string& parameter) const;
  [[nodiscard]] std::string title_of(const std::string& standard) const;
  [[nodiscard]] std::string subject(const VerdictKey& key) const;
  [[nodiscard]] std::string day_words(Day day) const;
  [[nodiscard]] std::string clock_words(Instant instant) const;
  [[nodiscard]] std::string device_words(const std::string& device) const;
  /// The configured outlet's permit of the day; null where there is none.
  [[nodiscard]] const Permit* permit_of(const std::string& outlet) const;
  [[nodiscard]] std::string verdict_words(Verdict verdict) const;
  [[nodiscard]] std::string period_words(Period period) const;
  [[nodiscard]] std::string reason_words(const std::string& reason, const std::string& outlet,
                                         const std::string& standard) const;

  // limits.cpp
  [[nodiscard]] std::string range_words(const std::string& minimum, const std::string& maximum) const;
  [[nodiscard]] std::string certainty_words(const std::string& certainty) const;
  void limit(int depth, const ToldBasis& basis, const std::string& minimum, const std::string& maximum,
             const std::string& unit);
  void limits(int depth, const Series& series, const std::string& unit);

  // windows.cpp
  [[nodiscard]] std::string value_words(const ToldVerdict& told) const;
  [[nodiscard]] std::string window_words(const ToldVerdict& told) const;
  [[nodiscard]] std::string coverage_words(const ToldVerdict& told) const;
  [[nodiscard]] std::string outside_words(const ToldVerdict& told) const;
  void block(int depth, const Series& series, Verdict verdict);
  void each_window(int depth, const Windows& windows);
  void lowest_and_highest(int depth, const Windows& windows);
  void why(int depth, const ToldVerdict& told);
  void look(int depth, const Windows& windows);

  // notes.cpp
  [[nodiscard]] const ToldMean* mean_of(const ToldVerdict& told) const;
  [[nodiscard]] std::string percent_words(const std::string& percent) const;
  [[nodiscard]] std::string causes_words(const ToldMissing& missing) const;
  [[nodiscard]] std::vector<std::string> notes_of_mean(const ToldVerdict& told,
                                                       const std::string& unit) const;
  /// What the mean of one window hides.
  [[nodiscard]] std::vector<std::string> notes(const ToldVerdict& told) const;
  /// Likewise of windows that are told together: the one of which most is to be said.
  void notes_of_many(int depth, const Windows& windows);
  void excluded_of_many(int depth, const Windows& windows);

  // composition_notes.cpp
  [[nodiscard]] std::string span(const std::string& seconds) const;
  [[nodiscard]] std::vector<std::string> notes_of_instruments(const ToldVerdict& told) const;
  [[nodiscard]] std::string inflow_words(const ToldVerdict& told) const;
  [[nodiscard]] std::vector<std::string> notes_of_discharge(const ToldVerdict& told) const;
  [[nodiscard]] std::vector<std::string> notes_of_error(const ToldVerdict& told) const;
  [[nodiscard]] std::vector<std::string> notes_of_weighting(const ToldVerdict& told) const;
  void error_source(int depth, const Series& series);
  void composition_of_many(int depth, const Windows& windows);

  // outside.cpp
  [[nodiscard]] std::string seconds_words(milliseconds below, milliseconds above) const;
  void outside(int depth, const Series& series);
  void worst_hour(int depth, const ToldVerdict& told);
  void minutes(int depth, const Series& series);
  void cap(int depth, const Series& series);

  // outlets.cpp
  void one_outlet(const std::string& id);
  void batches(const std::string& outlet);
  void one_series(const Series& series);
  void surrogate(int depth, const Series& series);

  // instruments.cpp
  [[nodiscard]] bool concerns(const std::string& point) const;
  [[nodiscard]] bool concerns_device(const std::string& device) const;
  void one_service(const ToldService& told);
  void one_check(const ToldCheck& told);
  [[nodiscard]] bool one_replacement(const ToldReplacement& told);
  [[nodiscard]] std::string place_words(const EntryPlace& place) const;

  // corrections.cpp
  [[nodiscard]] bool concerns_any(const Explanation& explanation) const;
  [[nodiscard]] const ToldVerdict* current(const EntryPlace& place) const;
  void one_decision(const ToldExplanation& told);
  void one_revision(const ToldRevision& told);

  // around.cpp
  [[nodiscard]] std::string event_words(const ToldEvent& event) const;
  void duties(const Outlet& outlet, const Permit& permit, const LaboratoryBoard& board, Instant at);
  void not_assessed(const Outlet& outlet, const Permit& permit);
  void one_sample(const ToldSample& sample, bool replaced);
  [[nodiscard]] bool has_series(const std::string& outlet, const std::string& parameter) const;
  [[nodiscard]] bool replaced(std::size_t index) const;

  const DayRecord& record_;
  const ExplainContext& context_;
  std::vector<Series> series_ = series_of(record_);
  std::string text_;
};

}  // namespace effluent
