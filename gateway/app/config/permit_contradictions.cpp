// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/config/permit_limits.hpp"
#include "app/config/words.hpp"
#include "core/judge/basis.hpp"

namespace effluent {
namespace {

/// Warnings only: a permit may say what looks wrong here, and what it says binds.
class Contradictions {
 public:
  Contradictions(const PermitDraft& draft, const Standard* standard, const Library& library)
      : draft_{draft},
        permit_{draft.permit},
        section_{draft.section},
        standard_{standard},
        library_{library} {}

  void warn() const {
    empty();
    factors();
    for (const auto& [parameter, own] : permit_.limits) own_limit(parameter, own);
    double_duties();
    if (standard_ != nullptr) dates();
    for (const auto& shadow : draft_.shadows) of_shadow(shadow);
  }

 private:
  void say(int line, const std::string& text) const { section_.report().warning(line, text); }

  void empty() const {
    if (!draft_.automatic.empty() || !permit_.laboratory.empty() || section_.has("laboratory")) return;
    say(section_.line("automatic"),
        "the permit names no parameter, nothing is judged by it; add those it limits to `automatic` or "
        "`laboratory`");
  }

  /// Where nothing judged automatically asks for them, a laboratory's limit may still be multiplied by them.
  void factors() const {
    if (standard_ == nullptr || !factors_asked_by(permit_, standard_, library_).empty()) return;
    const bool used =
        std::any_of(permit_.laboratory.begin(), permit_.laboratory.end(), [this](const LaboratoryDuty& duty) {
          const auto* row = standard_->find(duty.parameter, permit_.flow_band);
          return permit_.limits.count(duty.parameter) == 0 && row != nullptr && row->kq_kf_applies;
        });
    if (used) return;
    for (const char* key : {"kq", "kf"}) {
      if (!section_.has(key)) continue;
      say(section_.line(key), "`" + std::string{key} +
                                  "` is not used, no limit of this permit is multiplied by it; remove it, or "
                                  "correct `standard` or the own limits");
    }
  }

  /// Held against the row it replaces; one that is blank or from memory only says nothing.
  void own_limit(const std::string& parameter, const OwnLimit& own) const {
    Permit without = permit_;
    without.limits.clear();
    const Basis row = basis_of(without, nullptr, parameter, library_.standards());
    if (row.blank || row.unverified || (!own.min && !own.max)) return;
    side(parameter, own, row, "max", own.max, row.limit_max,
         own.max && row.limit_max && *own.max > *row.limit_max);
    side(parameter, own, row, "min", own.min, row.limit_min,
         own.min && row.limit_min && *own.min < *row.limit_min);
  }

  void side(const std::string& parameter, const OwnLimit& own, const Basis& row, const std::string& key,
            const std::optional<Decimal>& mine, const std::optional<Decimal>& theirs, bool looser) const {
    if (!theirs || (mine && !looser)) return;
    const auto line = draft_.limit_lines.find(parameter);
    const std::string known =
        key + " " + theirs->text() + " of " + row.standard + ", column " + row.column +
        (row.kq ? " (C " + row.c->text() + " x Kq " + row.kq->text() + " x Kf " + row.kf->text() + ")" : "");
    const std::string documents = "; make sure that " + own.source + " says so against " +
                                  (row.document.empty() ? "the standard" : row.document);
    say(line == draft_.limit_lines.end() ? section_.line("limits") : line->second,
        "the own limit of \"" + parameter + "\" " +
            (mine ? "with " + key + " " + mine->text() + " is looser than " + known + documents +
                        ", or correct it"
                  : "has no `" + key + "` where the standard has " + known +
                        ", on that side nothing exceeds" + documents + ", or add `" + key + "`"));
  }

  void double_duties() const {
    for (const auto& [parameter, line] : draft_.laboratory_lines) {
      if (!holds(permit_.automatic, parameter)) continue;
      say(line, "\"" + parameter +
                    "\" stands in `automatic` and in `laboratory`, what is measured automatically needs no "
                    "periodic test (Law 72/2020, Art. 111); remove one unless the permit demands both");
    }
  }

  void dates() const {
    const auto& from = permit_.valid_from;
    const auto& to = permit_.valid_to;
    const auto& ends = standard_->in_force_to;
    const bool before = from && *from < standard_->in_force_from && !(to && *to < standard_->in_force_from);
    const bool after = to && ends && *ends < *to && !(from && *ends < *from);
    if (permit_.ignore_standard_dates) {
      const bool inside = from && standard_->in_force_from <= *from && (!ends || (to && *to <= *ends));
      if (inside) {
        say(section_.line("ignore_standard_dates"),
            "`ignore_standard_dates` lifts nothing, the permit lies within the dates of " + standard_->id +
                "; remove it, or correct the dates");
      }
      return;
    }
    if (before) {
      say(section_.line("valid_from"),
          "the permit begins before " + standard_->id + " is in force (" +
              day_text(standard_->in_force_from) +
              "), until then its verdicts are no_limit; correct the date or the standard, or write "
              "ignore_standard_dates = \"reason\"");
    }
    if (after) {
      say(section_.line("valid_to"), "the permit runs on after the end of " + standard_->id + " (" +
                                         day_text(*ends) +
                                         "), from the next day its verdicts are no_limit; end it there and "
                                         "add a permit with the standard that follows");
    }
  }

  void of_shadow(const ShadowDraft& draft) const {
    const auto& shadow = draft.shadow;
    const auto found = library_.standards().find(shadow.standard);
    if (found == library_.standards().end()) return;
    const Standard& standard = found->second;
    const bool early = permit_.valid_to && *permit_.valid_to < standard.in_force_from;
    const bool late =
        permit_.valid_from && standard.in_force_to && *standard.in_force_to < *permit_.valid_from;
    if (early || late) {
      say(draft.section.line(), "this shadow is never judged, the permit lies wholly outside the dates of " +
                                    standard.id + "; remove it");
    }
    const bool same = shadow.standard == permit_.standard && shadow.column == permit_.column &&
                      shadow.flow_band == permit_.flow_band;
    // Beside own limits it shows the table's; beside lifted dates, what they hide.
    if (same && permit_.limits.empty() && !permit_.ignore_standard_dates) {
      say(draft.section.line(),
          "this shadow is the permit's own standard and column and judges the same "
          "twice; remove it, or correct one of them");
    }
  }

  const PermitDraft& draft_;
  const Permit& permit_;
  const Section& section_;
  const Standard* standard_;
  const Library& library_;
};

}  // namespace

void warn_of_contradictions(const PermitDraft& draft, const Standard* standard, const Library& library) {
  Contradictions{draft, standard, library}.warn();
}

}  // namespace effluent
