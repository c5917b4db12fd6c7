// SPDX-License-Identifier: Apache-2.0
#include "app/config/method_reader.hpp"

#include <algorithm>
#include <limits>

#include "app/config/words.hpp"

namespace effluent {
namespace {

constexpr std::int64_t kFewestPairs = 2;  // fewer give no line
constexpr std::size_t kSha256Digits = 64;

bool is_sha256(const std::string& text) {
  return text.size() == kSha256Digits && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::int64_t read_pairs(Section& section) {
  const auto n = section.integer("n", 0, std::numeric_limits<std::int32_t>::max(), Need::required);
  if (n && *n < kFewestPairs) {
    section.report().error(section.line("n"), "`n` = " + std::to_string(*n) +
                                                  " pairs give no line; write how many samples were " +
                                                  "compared with the laboratory, at least 2");
  }
  return n.value_or(0);
}

Decimal read_r(Section& section) {
  const auto r = section.number("r", Need::required);
  if (r && (*r < Decimal{-1, 0} || *r > Decimal{1, 0})) {
    section.report().error(
        section.line("r"),
        "`r` = " + r->text() + " is no coefficient of correlation; write -1 to 1, and " + "not a percentage");
  }
  return r.value_or(Decimal{});
}

std::string read_report(Section& section) {
  auto hash = section.filled("report_sha256");
  if (!hash || is_sha256(*hash)) return hash.value_or("");
  section.report().error(section.line("report_sha256"),
                         "`report_sha256` is no SHA-256; write 64 digits 0-9 and a-f, as `sha256sum` prints "
                         "them");
  return {};
}

std::optional<Correlation> read_correlation(Section& section) {
  const auto date = section.day("date", Need::required);
  Correlation read;
  read.n = read_pairs(section);
  read.slope = section.number("slope", Need::required).value_or(Decimal{});
  read.intercept = section.number("intercept", Need::required).value_or(Decimal{});
  read.r = read_r(section);
  const auto valid_until = section.day("valid_until", Need::required);
  read.report_sha256 = read_report(section);
  section.finish();
  if (!date || !valid_until) return std::nullopt;
  if (*valid_until < *date) {
    section.report().error(section.line("valid_until"), "`valid_until` lies before `date` of line " +
                                                            std::to_string(section.line("date")) +
                                                            "; correct one of them");
  }
  read.date = *date;
  read.valid_until = *valid_until;
  return read;
}

void warn_of_unknown(const Section& section, const std::string& method, const Library& library) {
  std::vector<std::string> names;
  for (const auto& [name, known] : library.methods()) names.push_back(name);
  const auto near = nearest(method, names);
  section.report().warning(section.line("method"),
                           "method \"" + method +
                               "\" is not in methods.csv, so it is not known whether it is a surrogate; " +
                               (near.empty() ? "write one of " + quoted_list(names) + ", or add a row"
                                             : "is \"" + near + "\" meant?"));
}

/// A block that says nothing of this point would look like evidence.
void refuse_without_surrogate(const Section& section, const Point& point) {
  section.report().error(
      section.line("correlation"),
      point.method.empty()
          ? "`correlation` stands without a `method`; write the method that was compared, as in \"uv254\""
          : "`correlation` means nothing here, \"" + point.method + "\" is no surrogate of \"" +
                point.parameter + "\"; remove it, or correct `method`");
}

}  // namespace

std::optional<Section> read_method(Section& section, Point& point, const Library& library) {
  point.method = section.filled("method").value_or("");
  const auto method = library.methods().find(point.method);
  const bool known = method != library.methods().end();
  point.surrogate = known && method->second.is_surrogate_for(point.parameter);
  if (!known && !point.method.empty() && !library.methods().empty())
    warn_of_unknown(section, point.method, library);
  auto written = section.table("correlation");
  if (written) {
    point.correlation = read_correlation(*written);
    if (known ? !point.surrogate : !section.has("method")) refuse_without_surrogate(section, point);
  } else if (point.surrogate && !point.outlet.empty() && !section.has("correlation")) {
    section.report().warning(section.line("method"),
                             "\"" + point.method + "\" is a surrogate of \"" + point.parameter +
                                 "\" and no `correlation` with the laboratory stands, its verdicts say " +
                                 "\"not_correlated\"; add [….point.correlation]");
  }
  return written;
}

void check_correlations(const Draft& draft, Day now) {
  for (const auto& plant : draft.plants) {
    for (const auto& [section, point, written] : plant.points) {
      if (!point.surrogate || !point.correlation || !written) continue;
      const auto& correlation = *point.correlation;
      if (correlation.valid_until < correlation.date || correlation.holds_on(now)) continue;
      const bool early = now < correlation.date;
      section.report().warning(written->line(early ? "date" : "valid_until"),
                               (early ? "the correlation of \"" + point.id + "\" is dated " +
                                            day_text(correlation.date) + ", which is still to come"
                                      : "the correlation of \"" + point.id + "\" is out of date since " +
                                            day_text(correlation.valid_until)) +
                                   ", verdicts say \"not_correlated\"; " +
                                   (early ? "correct the date" : "compare with the laboratory anew"));
    }
  }
}

}  // namespace effluent
