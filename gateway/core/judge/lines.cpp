// SPDX-License-Identifier: Apache-2.0
#include "core/judge/lines.hpp"

#include "core/judge/line_details.hpp"

namespace effluent {
namespace {

constexpr int kRatioPlaces = 4;

std::optional<std::string> ratio_of(const Basis& basis, const Evidence& evidence) {
  const bool one_sided = basis.limit_max && !basis.limit_min && !basis.limit_max->is_zero();
  if (!one_sided || !evidence.has_point || !evidence.has_value()) return std::nullopt;
  return ratio_text(evidence.mean(), *basis.limit_max, kRatioPlaces);
}

void begin_body(std::string& body, const std::string& head, Instant start) {
  body = head;
  body += time_text(start);
  body += "\",";
}

}  // namespace

std::string line_head(const LineSubject& subject) {
  std::string head;
  JsonWriter out{head};
  out.text("kind", subject.kind).text("plant", subject.plant).text_or_null("outlet", subject.outlet);
  out.text_or_null("point", subject.point).text("parameter", subject.parameter);
  out.text("period", subject.instead.empty() ? name_of(subject.period) : subject.instead).key("start");
  head += '"';
  return head;
}

void write_mean(JudgedLine& line, const std::string& head, const Point& point) {
  const WindowSums& sums = line.sums;
  begin_body(line.body, head, line.start);
  JsonWriter out{line.body};
  write_sums(out, sums, sums.due, length_of(line.period), point.digits);
  line.more.clear();
  JsonWriter more{line.more};
  write_mean_more(more, sums, length_of(line.period), point);
}

void write_verdict(std::string& body, const std::string& head, Instant start, const VerdictTexts& texts) {
  const auto& [basis, decision, evidence, cap, outside, binding, digits, surrogate, accuracy] = texts;
  const bool limits_given = decision.verdict != Verdict::no_limit;
  const auto given = [&](const std::optional<Decimal>& limit) {
    return limits_given ? text_of(limit) : std::nullopt;
  };
  begin_body(body, head, start);
  JsonWriter out{body};
  out.text("verdict", name_of(decision.verdict)).key("reasons").open_array();
  for (const auto reason : decision.reasons) out.text(reason);
  out.close_array().boolean("at_least", decision.at_least);
  const bool has_value = evidence.has_point && evidence.has_value();
  out.raw_or_null("value",
                  has_value ? std::optional{mean_text(evidence.mean(), digits + kMeanPlaces)} : std::nullopt);
  out.raw_or_null("limit_min", given(basis.limit_min));
  out.raw_or_null("limit_max", given(basis.limit_max));
  out.raw_or_null("ratio", limits_given ? ratio_of(basis, evidence) : std::nullopt);
  out.raw_or_null("coverage_percent",
                  evidence.has_point ? std::optional{evidence.coverage_text()} : std::nullopt);
  out.boolean("binding", binding);
  write_basis(out, basis, limits_given, decision.dates_lifted);
  write_verdict_more(out, texts);
  out.text_or_null("surrogate", name_of(surrogate));
  write_composition(out, evidence);
  write_permitted_error(out, texts);
  write_weighting(out, evidence);
}

void write_basis(JsonWriter& out, const Basis& basis, bool limits_given, bool dates_lifted) {
  const auto given = [&](const std::optional<Decimal>& number) {
    return limits_given ? text_of(number) : std::nullopt;
  };
  out.key("basis").open_object();
  out.text("source", basis.from_permit ? "permit" : "standard");
  out.text("standard", basis.standard).text("column", basis.column);
  out.raw_or_null("c", given(basis.c)).raw_or_null("kq", given(basis.kq)).raw_or_null("kf", given(basis.kf));
  out.text_or_null("flow_band", basis.flow_band);
  out.text_or_null("document", basis.document);
  out.text_or_null("certainty", basis.certainty);
  if (dates_lifted) {
    out.text("dates_ignored", *basis.ignore_dates);
  } else {
    out.null("dates_ignored");
  }
  out.close_object();
}

}  // namespace effluent
