// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "core/explain/day_record.hpp"
#include "core/record/laboratory_entry.hpp"
#include "core/record/line_members.hpp"

namespace effluent {
namespace {

ToldBasis basis_of(const LineMembers& json) {
  return {json.text("source") == "permit",
          json.text("standard"),
          json.text("column"),
          json.raw("c"),
          json.raw("kq"),
          json.raw("kf"),
          json.text("flow_band"),
          json.text("document"),
          json.text("certainty"),
          json.text("dates_ignored")};
}

EntryPlace place_of(const LineMembers& json) {
  return {json.text("epoch"), json.integer("seq").value_or(-1)};
}

constexpr std::string_view kBatch = "batch";

/// Of a batch, whose `period` is none, too.
std::optional<ToldVerdict> read_verdict(const LineMembers& json) {
  const bool batch = json.text("period") == kBatch;
  const auto period = batch ? Period::day : parse_period(json.text("period"));
  if (batch && !json.time("end")) return std::nullopt;
  const auto start = json.time("start");
  const auto verdict = parse_verdict(json.text("verdict"));
  const auto basis = json.object("basis");
  if (!period || !start || !verdict || basis.failed()) return std::nullopt;
  return ToldVerdict{place_of(json),
                     json.text("outlet"),
                     json.text("point"),
                     json.text("parameter"),
                     *period,
                     *start,
                     *verdict,
                     json.texts("reasons"),
                     json.raw("at_least") == "true",
                     json.raw("value"),
                     json.raw("limit_min"),
                     json.raw("limit_max"),
                     json.raw("ratio"),
                     json.raw("coverage_percent"),
                     json.raw("binding") == "true",
                     basis_of(basis),
                     json.text("surrogate"),
                     read_details(json),
                     batch ? json.time("end") : std::nullopt};
}

std::optional<ToldMean> read_mean(const LineMembers& json) {
  const auto period = parse_period(json.text("period"));
  const auto start = json.time("start");
  const auto n = json.integer("n");
  const auto due = json.integer("due");
  if (!period || !start || !n || !due) return std::nullopt;
  const auto causes = json.object("causes");
  return ToldMean{json.text("point"),
                  *period,
                  *start,
                  *n,
                  *due,
                  json.raw("coverage_percent"),
                  json.raw("mean"),
                  json.integer("slots"),
                  json.raw("min"),
                  json.raw("max"),
                  json.raw("std_dev"),
                  causes.integer("over_range").value_or(0),
                  causes.integer("under_range").value_or(0),
                  json.object("below_detection").integer("n").value_or(0),
                  json.raw("mean_lower"),
                  json.raw("mean_upper")};
}

std::optional<ToldGap> read_gap(const LineMembers& json) {
  const auto count = json.integer("count");
  const auto first = json.time("first");
  const auto last = json.time("last");
  if (!count || !first || !last) return std::nullopt;
  return ToldGap{place_of(json), json.text("device"), json.text("cause"), *count, *first, *last};
}

std::optional<ToldSample> read_sample(const LineMembers& json, std::string_view line) {
  auto stored = read_laboratory(line);
  const auto basis = json.object("basis");
  if (!stored || !json.time("taken_at") || basis.failed()) return std::nullopt;
  return ToldSample{place_of(json),        std::move(stored->result), stored->verdict, json.texts("reasons"),
                    json.raw("limit_min"), json.raw("limit_max"),     basis_of(basis)};
}

}  // namespace

DayReader::DayReader(std::string plant, Day day)
    : plant_{std::move(plant)}, day_{day}, start_{start_of(day)}, end_{start_ + std::chrono::hours{24}} {}

std::vector<std::string> DayReader::marks() const {
  return {R"("start":")" + day_text(day_) + "T",
          R"("kind":"gap")",
          R"("kind":"event")",
          R"("kind":"laboratory")",
          R"("kind":"start")",
          R"("kind":"check")",
          R"("kind":"operator")",
          R"("kind":"explanation")",
          R"("kind":"decision")"};
}

void DayReader::add(std::string_view line) {
  const LineMembers json{line};
  const std::string kind = json.text("kind");
  const bool ours = json.text("plant") == plant_;
  const auto keep = [&](auto&& read, auto& list, auto&& belongs) {
    if (!read) {
      record_.unreadable.emplace_back(line);
    } else if (belongs(*read)) {
      list.push_back(std::move(*read));
    }
  };
  const auto starts_here = [this](const auto& told) { return in_day(told.start); };
  if (json.failed()) {
    record_.unreadable.emplace_back(line);
  } else if (kind == "verdict" && ours) {
    auto verdict = read_verdict(json);
    if (!verdict) {
      record_.unreadable.emplace_back(line);
    } else if (verdict->batch_end) {
      if (starts_here(*verdict)) record_.batches.push_back(std::move(*verdict));
    } else if (starts_here(*verdict)) {
      add_verdict(json, std::move(*verdict));
    }
  } else if (kind == "mean" && ours) {
    keep(read_mean(json), record_.means, starts_here);
  } else if (kind == "gap") {
    keep(read_gap(json), record_.gaps,
         [&](const ToldGap& gap) { return gap.first < end_ && gap.last >= start_; });
  } else if (kind == "event" && ours) {
    const auto time = json.time("time").value_or(Instant{});
    if (in_day(time)) {
      record_.events.push_back({place_of(json), time, json.text("device"), json.text("what"),
                                json.text("cause"), json.text("parameter"), json.text("point"),
                                json.time("since")});
    }
  } else if (kind == "laboratory" && ours) {
    keep(read_sample(json, line), record_.samples, [](const ToldSample&) { return true; });
  } else if (kind == "check" && ours) {
    add_check(json, line);
  } else if ((kind == "explanation" || kind == "decision") && ours) {
    add_correction(json, line);
  } else if (kind == "operator" && ours) {
    add_operator(json, line);
  } else if (kind == "start") {
    record_.configurations[json.text("epoch")] = json.text("config");
  }
}

/// One that revises another takes its place.
void DayReader::add_verdict(const LineMembers& json, ToldVerdict verdict) {
  const EntryPlace revises = place_of(json.object("revises"));
  auto& all = record_.verdicts;
  const auto old = std::find_if(all.begin(), all.end(),
                                [&revises](const ToldVerdict& told) { return told.place == revises; });
  if (old == all.end()) {
    all.push_back(std::move(verdict));
    return;
  }
  record_.revisions.push_back({std::move(*old), verdict.place, place_of(json.object("decision"))});
  *old = std::move(verdict);
}

void DayReader::add_correction(const LineMembers& json, std::string_view line) {
  if (json.text("kind") == "explanation") {
    auto explained = read_explanation(line);
    if (!explained) {
      record_.unreadable.emplace_back(line);
    } else if (explained->explanation.from < end_ && explained->explanation.until > start_) {
      record_.explanations.push_back({std::move(*explained), std::nullopt});
    }
    return;
  }
  auto decided = read_decision(line);
  if (!decided) {
    record_.unreadable.emplace_back(line);
    return;
  }
  for (auto& told : record_.explanations) {
    if (told.explained.place == decided->recorded.decision.explanation) told.decision = *decided;
  }
}

void DayReader::add_check(const LineMembers& json, std::string_view line) {
  auto stored = read_check(line);
  if (!stored) {
    record_.unreadable.emplace_back(line);
    return;
  }
  const RecordedCheck& recorded = stored->recorded;
  if (recorded.passed && stored->time < end_) {
    for (auto& told : record_.replacements) {
      if (told.replaced.replacement.device == recorded.device)
        told.replaced.verified.insert(recorded.check.point);
    }
  }
  const auto& suspect = recorded.suspect;
  const bool reaches_back = suspect && suspect->to >= start_ && (!suspect->from || *suspect->from < end_);
  if (in_day(stored->time) || reaches_back) record_.checks.push_back({place_of(json), std::move(*stored)});
}

void DayReader::add_operator(const LineMembers& json, std::string_view line) {
  if (auto begun = read_service_begin(line)) {
    if (begun->begun_at < end_) record_.services.push_back({place_of(json), std::move(*begun), std::nullopt});
  } else if (auto ended = read_service_end(line)) {
    auto& services = record_.services;
    const auto is_it = [&ended](const ToldService& told) {
      return !told.ended && told.window.place.is_same(ended->window.place);
    };
    const auto found = std::find_if(services.begin(), services.end(), is_it);
    if (found == services.end()) return;
    if (ended->time < start_) {
      services.erase(found);
    } else {
      found->ended = std::move(*ended);
    }
  } else if (auto replaced = read_replacement(line)) {
    if (replaced->time >= end_) return;
    auto& all = record_.replacements;
    const auto same = [&replaced](const ToldReplacement& told) {
      return told.replaced.replacement.device == replaced->replacement.device;
    };
    all.erase(std::remove_if(all.begin(), all.end(), same), all.end());
    all.push_back({place_of(json), std::move(*replaced)});
  }
}

}  // namespace effluent
