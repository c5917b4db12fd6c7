// SPDX-License-Identifier: Apache-2.0
#include "core/correction/decision.hpp"

#include <array>
#include <charconv>

namespace effluent {
namespace {

constexpr std::string_view kOrigin = "effluent/decision";
constexpr std::array<std::string_view, 7> kFields{
    "gateway", "explanation_epoch", "explanation_seq", "decision", "document", "decided_by", "decided_at"};
using Values = std::array<std::string_view, kFields.size()>;

/// The line up to the next newline, which is taken too.
std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  const auto line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

/// Why the lines are not the seven fields; empty: they are.
std::string read_fields(std::string_view text, Values& values) {
  if (take_line(text) != kOrigin)
    return "the note is no decision: its first line is not " + std::string{kOrigin};
  for (std::size_t at = 0; at < kFields.size(); ++at) {
    const auto line = take_line(text);
    const std::string head = std::string{kFields.at(at)} + ": ";
    if (!line.starts_with(head))
      return "line " + std::to_string(at + 2) + " of the decision does not begin with \"" + head + '"';
    values.at(at) = line.substr(head.size());
  }
  return text.empty() ? "" : "the decision has more lines than it should have";
}

std::optional<std::int64_t> parse_seq(std::string_view text) {
  std::int64_t seq = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seq);
  if (error != std::errc{} || end != text.data() + text.size() || seq < 0) return std::nullopt;
  return seq;
}

}  // namespace

std::string_view name_of_decision(bool accepted) { return accepted ? "accepted" : "rejected"; }

std::string decision_text(const CenterDecision& decision) {
  const std::array<std::string, kFields.size()> values{decision.gateway,
                                                       decision.explanation.epoch,
                                                       std::to_string(decision.explanation.seq),
                                                       std::string{name_of_decision(decision.accepted)},
                                                       decision.document,
                                                       decision.decided_by,
                                                       time_text(decision.decided_at)};
  std::string text = std::string{kOrigin} + '\n';
  for (std::size_t at = 0; at < kFields.size(); ++at)
    text += std::string{kFields.at(at)} + ": " + values.at(at) + '\n';
  return text;
}

tl::expected<CenterDecision, Faults> parse_decision(std::string_view text) {
  Values values;
  if (auto fault = read_fields(text, values); !fault.empty()) return tl::unexpected(Faults{std::move(fault)});
  Faults faults;
  const auto& [gateway, epoch, seq, decision, document, by, at] = values;
  CenterDecision read;
  read.gateway = gateway;
  read.explanation.epoch = epoch;
  const auto number = parse_seq(seq);
  if (!number) faults.push_back("explanation_seq \"" + std::string{seq} + "\" is no number of an entry");
  read.explanation.seq = number.value_or(-1);
  read.accepted = decision == name_of_decision(true);
  if (!read.accepted && decision != name_of_decision(false))
    faults.push_back("decision \"" + std::string{decision} + "\" is neither accepted nor rejected");
  read.document = document;
  read.decided_by = by;
  check_text(faults, "document", read.document, true, "the decision names the document it stands in");
  check_text(faults, "decided_by", read.decided_by, true, "the decision says who has decided");
  const auto time = parse_time(at);
  if (!time)
    faults.push_back("decided_at \"" + std::string{at} + "\" is no time; such as 2026-11-24T09:30:00+07:00");
  read.decided_at = time.value_or(Instant{});
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  return read;
}

}  // namespace effluent
