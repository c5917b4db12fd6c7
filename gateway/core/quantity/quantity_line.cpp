// SPDX-License-Identifier: Apache-2.0
#include "core/quantity/quantity_line.hpp"

#include <algorithm>

#include "core/judge/line_details.hpp"
#include "core/measure/ten_to.hpp"

namespace effluent {
namespace {

constexpr int kGramDigits = 3;     // mg/L × m3 = g
constexpr int kMilliDigits = 3;    // of seconds
constexpr int kPercentDigits = 2;  // as of coverage

Wide volume_denominator(const Point& flow) {
  return ten_to<Wide>(flow.digits + kMeanPlaces) * flow.unit_of_time().count();
}

void write_times(JsonWriter& out, std::string_view name, const ByCause<milliseconds>& times) {
  out.key(name).open_object();
  for (const auto& [cause, time] : times)
    out.raw(missing_name(cause), Decimal{time.count(), kMilliDigits}.text());
  out.close_object();
}

void write_highest(JsonWriter& out, const std::optional<HighestDay>& highest, const Point& point) {
  if (!highest) {
    out.null("rolling_24h_max");
    return;
  }
  constexpr milliseconds kDay{std::chrono::hours{24}};
  out.key("rolling_24h_max").open_object();
  out.raw("value", mean_text(highest->mean, point.digits + kMeanPlaces));
  out.text("start", time_text(highest->start)).text("end", time_text(highest->start + kDay));
  out.raw("coverage_percent", percent_text(highest->covered.count(), kDay.count()));
  out.raw_or_null("minimum_coverage_percent", text_of(highest->minimum_percent)).close_object();
}

void write_volume(JsonWriter& out, const Point* flow, const QuantityFacts& facts) {
  if (flow == nullptr) {
    out.null("volume");
    return;
  }
  const VolumeSums& sums = facts.held.volume;
  const bool known = sums.known > milliseconds{0};
  const int places = flow->digits + kMeanPlaces;
  const Wide whole = volume_denominator(*flow);
  const Wide part = whole * VolumeSums::kWhole;
  out.key("volume").open_object().text("flow", flow->id);
  out.raw_or_null("m3", known ? std::optional{quotient_text(sums.volume, whole, places)} : std::nullopt);
  out.raw_or_null("measured_m3",
                  known ? std::optional{quotient_text(sums.measured, part, places)} : std::nullopt);
  out.key("not_measured_m3").open_object();
  for (const auto& [cause, volume] : sums.lost) {
    out.raw(missing_name(cause), quotient_text(volume, part, places));
  }
  out.close_object();
  auto missing = sums.missing;
  milliseconds without = facts.end - facts.from - sums.known;
  for (const auto& [cause, time] : missing) without -= time;
  if (without > milliseconds{0}) missing[kNoReading] += without;
  write_times(out, "flow_missing_s", missing);
  out.close_object();
}

void write_load(JsonWriter& out, const QuantitySubject& subject, const QuantityFacts& facts) {
  const auto& load = facts.held.volume.load;
  if (subject.flow == nullptr || subject.point.unit != "mg/L" || !load) {
    out.null("load_kg");
    return;
  }
  const int places = subject.point.digits + kMeanPlaces;
  const Wide kilogram = volume_denominator(*subject.flow) * ten_to<Wide>(places + kGramDigits);
  out.raw("load_kg", quotient_text(*load, kilogram, places));
}

/// (volume by flow − by the totaliser) / by the totaliser; none where either has a gap.
std::optional<std::string> difference(const QuantitySubject& subject, const QuantityFacts& facts,
                                      const CounterRun& counter) {
  if (!subject.is_totaliser || subject.flow == nullptr) return std::nullopt;
  const VolumeSums& sums = facts.held.volume;
  if (sums.known != facts.end - facts.from || counter.resets > 0 || counter.rise <= 0) return std::nullopt;
  const bool from_the_start =
      counter.first_at >= facts.from - facts.window && counter.first_at < facts.from + facts.window;
  if (!from_the_start || counter.last_at < facts.end - facts.window) return std::nullopt;
  const Wide counted = Wide{counter.rise} * volume_denominator(*subject.flow);
  const Wide by_flow = sums.volume * ten_to<Wide>(counter.digits);
  return truncated_text((by_flow - counted) * 100, counted, kPercentDigits);
}

void write_totaliser(JsonWriter& out, const QuantitySubject& subject, const QuantityFacts& facts) {
  const auto& counter = facts.held.sums.counter;
  if (!counter) {
    out.null("totaliser");
    return;
  }
  const bool told = counter->last_at != counter->first_at;
  out.key("totaliser").open_object();
  out.raw_or_null("m3", told ? std::optional{fixed_text(counter->rise, counter->digits)} : std::nullopt);
  out.text("from", time_text(counter->first_at)).text("to", time_text(counter->last_at));
  out.integer("wraps", counter->wraps).integer("resets", counter->resets);
  out.raw_or_null("flow_difference_percent", difference(subject, facts, *counter)).close_object();
}

}  // namespace

std::string_view name_of(Span span) {
  switch (span) {
    case Span::day:
      return "24h";
    case Span::thirty_days:
      return "30d";
    case Span::month:
      return "month";
  }
  return {};
}

void Quantities::append(const Quantities& later, const std::optional<CounterRule>& rule) {
  sums.append(later.sums, rule);
  volume.add(later.volume);
  if (later.highest && (!highest || std::is_gt(compare(later.highest->mean, highest->mean))))
    highest = later.highest;
}

std::string quantity_body(const QuantitySubject& subject, const QuantityFacts& facts) {
  const Point& point = subject.point;
  std::string body;
  JsonWriter out{body};
  out.text("kind", "quantity").text("plant", subject.plant.id).text_or_null("outlet", point.outlet);
  out.text("point", point.id).text("parameter", point.parameter).text("period", name_of(facts.span));
  out.text("start", time_text(facts.start)).text("end", time_text(facts.end));
  out.text("from", time_text(facts.from));
  const milliseconds length = facts.end - facts.from;
  write_sums(out, facts.held.sums, length / point.step(), length, point.digits);
  // The members of a mean line that say how its readings spread and what they were not.
  std::string more;
  JsonWriter details{more};
  write_mean_more(details, facts.held.sums, length, point);
  body += "," + more;
  write_highest(out, facts.held.highest, point);
  write_volume(out, subject.flow, facts);
  write_load(out, subject, facts);
  write_totaliser(out, subject, facts);
  return body;
}

}  // namespace effluent
