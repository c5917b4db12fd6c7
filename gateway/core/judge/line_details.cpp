// SPDX-License-Identifier: Apache-2.0
#include "core/judge/line_details.hpp"

#include <algorithm>

#include "core/judge/permitted_error.hpp"

namespace effluent {
namespace {

constexpr int kBelowShare = 10;  // percent of the entering readings from which both means are given
constexpr int kMilliDigits = 3;
constexpr int kVolumePlaces = 3;  // of m3

std::string seconds_text(milliseconds time) { return Decimal{time.count(), kMilliDigits}.text(); }

void write_tally(JsonWriter& out, std::string_view name, const Tally& tally, const Sums& sums, int digits) {
  if (tally.n == 0) {
    out.null(name);
    return;
  }
  out.key(name).open_object().integer("n", tally.n).raw("sum", fixed_text(tally.sum, sums.digits));
  out.raw("min", extreme_text(tally.min, sums, digits)).raw("max", extreme_text(tally.max, sums, digits));
  out.close_object();
}

/// The mean with what lies below detection taken as 0, and as the limit of detection.
void write_bounds(JsonWriter& out, const Sums& sums, const Point& point) {
  const Tally& below = sums.below_detection;
  if (!point.lod || below.n * 100 <= sums.n * kBelowShare) {
    out.null("mean_lower").null("mean_upper");
    return;
  }
  const int places = point.digits + kMeanPlaces;
  Sums rest = sums;
  rest.sum -= below.sum;
  out.raw("mean_lower", mean_text({rest.sum, rest.digits, rest.n}, places));
  rest.scale_to(point.lod->digits());
  Int128 units = point.lod->units();
  for (int digits = point.lod->digits(); digits < rest.digits; ++digits) units *= 10;
  out.raw("mean_upper", mean_text({rest.sum + units * below.n, rest.digits, rest.n}, places));
}

void write_not_measured(JsonWriter& out, const Evidence& evidence) {
  const Sums& sums = evidence.sums;
  const auto whole = std::max(evidence.whole, milliseconds{1});
  out.key("not_measured").open_object();
  out.raw("percent", percent_text((evidence.whole - sums.covered).count(), whole.count()));
  out.key("causes").open_object();
  sums.each_missing(evidence.whole, [&](std::size_t cause, milliseconds time) {
    out.raw(missing_name(cause), percent_text(time.count(), whole.count()));
  });
  out.close_object().close_object();
}

void write_exclusion(JsonWriter& out, const VerdictTexts& texts) {
  const Evidence& evidence = texts.evidence;
  const Sums& sums = evidence.sums;
  if (!evidence.has_point) {
    out.null("not_measured").null("excluded").null("mean_with_excluded").null("exclusion_cap");
    return;
  }
  write_not_measured(out, evidence);
  write_tally(out, "excluded", sums.excluded, sums, texts.digits);
  const auto with = evidence.mean_with_excluded();
  out.raw_or_null("mean_with_excluded",
                  with ? std::optional{mean_text(*with, texts.digits + kMeanPlaces)} : std::nullopt);
  if (evidence.excluded.window == milliseconds{0}) {
    out.null("exclusion_cap");
    return;
  }
  out.key("exclusion_cap").open_object();
  out.raw("window_s", seconds_text(evidence.excluded.window));
  out.raw("day_s", seconds_text(evidence.excluded.day)).raw("day_cap_s", seconds_text(texts.cap.day));
  out.raw("month_s", seconds_text(evidence.excluded.month)).raw("month_cap_s", seconds_text(texts.cap.month));
  out.close_object();
}

/// How far the mean lies outside the nearer limit, and for how long, instead of a ratio.
void write_outside(JsonWriter& out, const VerdictTexts& texts) {
  const auto& [basis, decision, evidence, cap, outside, binding, digits, surrogate, accuracy] = texts;
  const bool given = outside != nullptr && decision.verdict != Verdict::no_limit;
  if (!given) {
    out.null("deviation").null("outside");
    return;
  }
  const int places = digits + kMeanPlaces;
  std::optional<std::string> deviation;
  if (evidence.has_value()) {
    deviation = distance_text(evidence.mean(), basis.limit_min, basis.limit_max, places);
  }
  out.raw_or_null("deviation", deviation).key("outside").open_object();
  out.raw("below_s", seconds_text(outside->below())).raw("above_s", seconds_text(outside->above()));
  const auto worst = outside->worst_hour();
  if (evidence.whole > std::chrono::hours{1} && worst) {
    out.key("worst_hour").open_object().text("start", time_text(worst->start));
    out.raw("value", mean_text(worst->mean, places)).close_object();
  } else {
    out.null("worst_hour");
  }
  out.close_object();
}

}  // namespace

std::string extreme_text(Int128 value, const Sums& sums, int digits) {
  if (sums.digits == digits) return fixed_text(value, digits);
  return mean_text(Mean{value, sums.digits, 1}, digits);
}

void write_sums(JsonWriter& out, const Sums& sums, std::int64_t due, milliseconds length, int digits) {
  out.integer("n", sums.n).integer("due", due);
  out.raw("coverage_percent", percent_text(sums.covered.count(), length.count()));
  if (sums.n > 0) {
    out.raw("mean", mean_text(sums.mean(), digits + kMeanPlaces));
    out.raw("min", extreme_text(sums.min, sums, digits));
    out.raw("max", extreme_text(sums.max, sums, digits));
  } else {
    out.null("mean").null("min").null("max");
  }
}

void write_mean_more(JsonWriter& out, const Sums& sums, milliseconds length, const Point& point) {
  out.raw_or_null("std_dev", sums.deviation_text(point.digits + kMeanPlaces));
  out.key("states").open_object();
  for (const auto state : {State::measuring, State::calibrating, State::fault}) {
    out.integer(name_of(state), sums.states.at(static_cast<std::size_t>(state)));
  }
  out.close_object().key("causes").open_object();
  for (const CauseRule& rule : cause_rules()) {
    if (rule.cause != Cause::none && sums.count(rule.cause) > 0) {
      out.integer(rule.name, sums.count(rule.cause));
    }
  }
  out.close_object().key("not_measured_s").open_object();
  sums.each_missing(length, [&](std::size_t cause, milliseconds time) {
    out.raw(missing_name(cause), seconds_text(time));
  });
  out.close_object();
  write_tally(out, "excluded", sums.excluded, sums, point.digits);
  write_tally(out, "below_detection", sums.below_detection, sums, point.digits);
  write_bounds(out, sums, point);
}

void write_verdict_more(JsonWriter& out, const VerdictTexts& texts) {
  write_exclusion(out, texts);
  write_outside(out, texts);
}

void write_weighting(JsonWriter& out, const Evidence& evidence) {
  if (!evidence.weighting) {
    out.null("weighting");
    return;
  }
  const FlowWeighting& weighting = *evidence.weighting;
  out.key("weighting").open_object().text("by", "flow").text("point", weighting.point);
  out.raw("volume_m3", mean_text(weighting.volume_m3, kVolumePlaces));
  out.raw("without_flow_s", seconds_text(weighting.without_flow)).close_object();
}

void write_permitted_error(JsonWriter& out, const VerdictTexts& texts) {
  if (texts.decision.verdict != Verdict::exceeding || texts.accuracy == nullptr) {
    out.null("permitted_error");
    return;
  }
  const auto error =
      permitted_error(*texts.accuracy, texts.basis, texts.evidence.mean(), texts.digits + kMeanPlaces);
  out.key("permitted_error").open_object().raw("plus_minus", error.plus_minus);
  out.boolean("covers_exceedance", error.covers_exceedance);
  out.text("certainty", texts.accuracy->certainty).text("document", texts.accuracy->document).close_object();
}

void write_composition(JsonWriter& out, const Evidence& evidence) {
  if (evidence.instruments.empty()) {
    out.null("instruments");
  } else {
    out.key("instruments").open_array();
    for (const InstrumentShare& share : evidence.instruments) {
      out.open_object().text("point", share.point).raw("measured_s", seconds_text(share.time));
      out.integer("n", share.n).close_object();
    }
    out.close_array();
  }
  if (!evidence.discharge) {
    out.null("discharge");
    return;
  }
  const DischargeTimes& times = *evidence.discharge;
  out.key("discharge").open_object();
  out.raw("idle_s", seconds_text(times.idle)).raw("flush_s", seconds_text(times.flush));
  out.raw("contradictory_s", seconds_text(times.contradictory));
  out.raw_or_null("inflow_m3",
                  times.inflow_m3 ? std::optional{mean_text(*times.inflow_m3, kVolumePlaces)} : std::nullopt);
  out.raw("tank_volume_m3", times.tank_volume_m3.text());
  out.boolean("explained", times.explained).close_object();
}

}  // namespace effluent
