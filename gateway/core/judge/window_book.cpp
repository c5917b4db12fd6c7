// SPDX-License-Identifier: Apache-2.0
#include "core/judge/window_book.hpp"

#include <algorithm>
#include <numeric>

#include "core/judge/line_plan.hpp"
#include "core/judge/lines.hpp"
#include "core/judge/point_windows.hpp"

namespace effluent {
namespace {

using Write = std::function<void(const JudgedLine&)>;

/// Which windows are to be closed: by data time, or all that have begun when a file ends.
struct Due {
  std::optional<Instant> data_time;
  Instant last_row{};
  milliseconds grace{0};
  bool with_sample_delay = false;

  [[nodiscard]] bool holds(const WindowRow& row, milliseconds sample_delay) const {
    if (!row.has_begun()) return false;
    if (!data_time) return row.next() <= last_row;
    return row.next_end() + grace + (with_sample_delay ? sample_delay : milliseconds{0}) <= *data_time;
  }
};

struct PlantWindows {
  const Plant* plant = nullptr;
  std::size_t index = 0;  ///< in Site::plants
  bool begun = false;
  PlantPlan plan;
  std::vector<PointWindows> points;
  std::vector<WindowRow> pointless;  ///< as PlantPlan::pointless
  /// What closes at the window end being written: per point and row, and per pointless row.
  std::vector<std::array<std::optional<Sums>, kPeriods.size()>> closed;
  std::vector<char> pointless_closed;
  std::size_t most_lines = 0;  ///< of one window end
};

WindowSums public_sums(const Sums& sums, milliseconds length, const Point& point) {
  const auto at_digits = [&](Int128 value) {
    for (int digits = sums.digits; digits > point.digits; --digits) {
      const Int128 half = value < 0 ? -5 : 5;
      value = (value + half) / 10;
    }
    return static_cast<std::int64_t>(value);
  };
  return {sums.n,   length / point.step(), sums.covered / point.step(),
          sums.sum, at_digits(sums.min),   at_digits(sums.max)};
}

}  // namespace

struct WindowBook::Implementation {
  Implementation(const Site& of_site, Closing how) : site{of_site}, closing{how} {
    for (std::size_t i = 0; i < site.plants.size(); ++i) {
      const Plant& plant = site.plants[i];
      PlantWindows& windows = plants.emplace_back();
      windows.plant = &plant;
      windows.index = i;
      windows.plan = plan_of(plant, site.standards);
      for (const auto& point : plant.points) windows.points.emplace_back(point);
      for (const auto& one : windows.plan.pointless) windows.pointless.emplace_back(one.period);
      windows.closed.resize(plant.points.size());
      windows.pointless_closed.resize(windows.pointless.size());
      windows.most_lines = most_lines(windows.plan);
    }
    by_id.resize(plants.size());
    std::iota(by_id.begin(), by_id.end(), std::size_t{0});
    std::sort(by_id.begin(), by_id.end(),
              [this](std::size_t l, std::size_t r) { return site.plants[l].id < site.plants[r].id; });
  }

  static std::size_t most_lines(const PlantPlan& plan) {
    std::size_t lines = plan.means.size();
    for (const auto& outlet : plan.outlets) {
      std::size_t verdicts = 0;
      for (const auto& permit : outlet.permits) verdicts = std::max(verdicts, permit.verdicts.size());
      lines += verdicts;
    }
    return lines;
  }

  template <typename Do>
  static void each_row(const PlantWindows& windows, const Do& act) {
    for (std::size_t i = 0; i < windows.points.size(); ++i) {
      for (const auto& row : windows.points[i].rows()) act(row, windows.plant->points[i].sample_delay);
    }
    for (const auto& row : windows.pointless) act(row, milliseconds{0});
  }

  /// The earliest end of a window that is due, over all plants.
  [[nodiscard]] std::optional<Instant> earliest_due(const Due& due) const {
    std::optional<Instant> earliest;
    for (const auto& windows : plants) {
      each_row(windows, [&](const WindowRow& row, milliseconds delay) {
        if (due.holds(row, delay) && (!earliest || row.next_end() < *earliest)) earliest = row.next_end();
      });
    }
    return earliest;
  }

  /// Nothing is due at an earlier data time than this.
  [[nodiscard]] Instant first_due() const {
    Instant first = Instant::max();
    for (const auto& windows : plants) {
      each_row(windows, [&](const WindowRow& row, milliseconds delay) {
        if (!row.has_begun()) return;
        const auto wait = closing.grace + (closing.with_sample_delay ? delay : milliseconds{0});
        first = std::min(first, row.next_end() + wait);
      });
    }
    return first;
  }

  bool close_all(const Due& due, const Write& write, std::size_t most) {
    std::size_t written = 0;
    while (const auto end = earliest_due(due)) {
      for (const auto plant : by_id) {
        if (written > 0 && written + plants[plant].most_lines > most) return false;
        written += close_plant(plants[plant], *end, due, write);
      }
    }
    return true;
  }

  std::size_t close_plant(PlantWindows& windows, Instant end, const Due& due, const Write& write) const {
    if (!take_closed(windows, end, due)) return 0;
    return write_means(windows, end, write) + write_verdicts(windows, end, write);
  }

  /// Closes the windows that end at `end` and are due; true if there is one.
  bool take_closed(PlantWindows& windows, Instant end, const Due& due) const {
    bool any = false;
    for (std::size_t i = 0; i < windows.points.size(); ++i) {
      PointWindows& point = windows.points[i];
      for (std::size_t row = 0; row < point.rows().size(); ++row) {
        windows.closed[i][row].reset();
        const WindowRow& next = point.rows()[row];
        if (!due.holds(next, windows.plant->points[i].sample_delay) || next.next_end() != end) continue;
        windows.closed[i][row] = point.close(row, gap);
        any = true;
      }
    }
    for (std::size_t i = 0; i < windows.pointless.size(); ++i) {
      WindowRow& row = windows.pointless[i];
      const bool closes = due.holds(row, milliseconds{0}) && row.next_end() == end;
      windows.pointless_closed[i] = closes ? 1 : 0;
      if (!closes) continue;
      row.advance();
      row.leave_out(gap);
      any = true;
    }
    return any;
  }

  static void fill_subject(JudgedLine& line, const PlantWindows& windows, std::optional<std::size_t> point,
                           const WindowRow& row) {
    line.plant = windows.index;
    line.point = point;
    line.period = row.period();
  }

  std::size_t write_means(const PlantWindows& windows, Instant end, const Write& write) const {
    std::size_t written = 0;
    JudgedLine line;
    for (const auto& mean : windows.plan.means) {
      const auto& sums = windows.closed[mean.point][mean.row];
      if (!sums) continue;
      const Point& point = windows.plant->points[mean.point];
      const WindowRow& row = windows.points[mean.point].rows()[mean.row];
      fill_subject(line, windows, mean.point, row);
      line.kind = JudgedLine::Kind::mean;
      line.outlet = point.outlet;
      line.parameter = point.parameter;
      line.start = end - row.length();
      line.end = end;
      line.shortest = mean.row == 0;
      line.sums = public_sums(*sums, row.length(), point);
      line.sum_digits = sums->digits;
      write_mean(line.body, mean.head, line.start, *sums, line.sums.due, row.length(), point.digits);
      write(line);
      ++written;
    }
    return written;
  }

  /// All windows that end together began on the same day at +07:00, so one permit an outlet judges them.
  std::size_t write_verdicts(const PlantWindows& windows, Instant end, const Write& write) const {
    const Day day = day_of(end - milliseconds{1});
    std::size_t written = 0;
    JudgedLine line;
    for (const auto& outlet : windows.plan.outlets) {
      const PermitPlan* permit = outlet.in_force(day);
      if (permit == nullptr) continue;
      for (const auto& verdict : permit->verdicts) {
        if (!verdict.judged_period && !all_periods) continue;
        Evidence evidence;
        if (verdict.point) {
          const auto& sums = windows.closed[*verdict.point][verdict.row];
          if (!sums) continue;
          evidence = {true, *sums, length_of(verdict.period)};
        } else if (windows.pointless_closed[verdict.row] == 0) {
          continue;
        }
        fill_verdict(line, windows, verdict, *permit->permit, evidence, end - length_of(verdict.period));
        write(line);
        ++written;
      }
    }
    return written;
  }

  static void fill_verdict(JudgedLine& line, const PlantWindows& windows, const VerdictPlan& verdict,
                           const Permit& permit, const Evidence& evidence, Instant start) {
    const Decision decision = decide(verdict.basis, day_of(start), evidence, permit.minimum_coverage_percent);
    line.kind = JudgedLine::Kind::verdict;
    line.plant = windows.index;
    line.point = verdict.point;
    line.outlet = verdict.outlet;
    line.parameter = verdict.parameter;
    line.period = verdict.period;
    line.start = start;
    line.end = start + length_of(verdict.period);
    line.verdict = decision.verdict;
    line.binding = verdict.binding;
    line.standard = verdict.basis.standard;
    line.column = verdict.basis.column;
    line.flow_band = verdict.basis.flow_band;
    int digits = 0;
    line.sums = {};
    if (verdict.point) {
      const Point& point = windows.plant->points[*verdict.point];
      digits = point.digits;
      line.sums = public_sums(evidence.sums, length_of(verdict.period), point);
      line.sum_digits = evidence.sums.digits;
    }
    write_verdict(line.body, verdict.head, start,
                  {verdict.basis, decision, evidence, verdict.binding, digits});
  }

  /// The provisional lines of one verdict plan: a line for each window of it begun and not closed.
  void add_provisional(std::vector<JudgedLine>& lines, const PlantWindows& windows, const PermitPlan& permit,
                       const VerdictPlan& verdict, Instant data_time) const {
    const WindowRow& row =
        verdict.point ? windows.points[*verdict.point].rows()[verdict.row] : windows.pointless[verdict.row];
    if (!row.has_begun() || (!verdict.judged_period && !all_periods)) return;
    const auto now =
        verdict.point ? data_time - windows.plant->points[*verdict.point].sample_delay : data_time;
    for (Instant start = row.next(); start <= now; start += row.length()) {
      if (start > gap.from && start + row.length() <= gap.until) continue;
      if (!permit.permit->in_force(day_of(start))) continue;
      Evidence evidence;
      if (verdict.point) {
        const PointWindows& point = windows.points[*verdict.point];
        const auto ended = std::min((now - start) / point.step(), row.length() / point.step());
        evidence = {true, point.so_far(verdict.row, start, now), ended * point.step()};
      }
      fill_verdict(lines.emplace_back(), windows, verdict, *permit.permit, evidence, start);
    }
  }

  const Site& site;
  Closing closing;
  bool all_periods = false;
  WindowGap gap;
  std::vector<PlantWindows> plants;         ///< as Site::plants
  std::vector<std::size_t> by_id;           ///< plants in the order of lines
  Instant not_due_before = Instant::min();  ///< nothing closes at an earlier data time
};

WindowBook::WindowBook(const Site& site, Closing closing)
    : implementation_{std::make_unique<Implementation>(site, closing)} {}

WindowBook::~WindowBook() = default;

void WindowBook::begin_plant(std::size_t plant, Instant first) {
  PlantWindows& windows = implementation_->plants[plant];
  windows.begun = true;
  for (auto& point : windows.points) point.begin(first);
  begin_pointless(plant, first);
}

bool WindowBook::has_begun(std::size_t plant) const { return implementation_->plants[plant].begun; }

void WindowBook::begin_point(std::size_t plant, std::size_t point, Instant first) {
  implementation_->plants[plant].points[point].begin(first);
  implementation_->not_due_before = Instant::min();
}

void WindowBook::begin_pointless(std::size_t plant, Instant first) {
  for (auto& row : implementation_->plants[plant].pointless) row.begin(first);
  implementation_->not_due_before = Instant::min();
}

void WindowBook::resume_point(std::size_t plant, std::size_t point, Period period, Instant next) {
  implementation_->plants[plant].points[point].resume(period, next);
  implementation_->not_due_before = Instant::min();
}

void WindowBook::resume_pointless(std::size_t plant, const std::string& outlet, const std::string& parameter,
                                  Period period, Instant next) {
  PlantWindows& windows = implementation_->plants[plant];
  for (std::size_t i = 0; i < windows.pointless.size(); ++i) {
    const PointlessPlan& one = windows.plan.pointless[i];
    if (one.outlet == outlet && one.parameter == parameter && one.period == period) {
      windows.pointless[i].resume(next);
    }
  }
  implementation_->not_due_before = Instant::min();
}

void WindowBook::restore_mean(std::size_t plant, std::size_t point, Instant start, const WindowSums& sums,
                              int digits, std::optional<Period> period) {
  PointWindows& windows = implementation_->plants[plant].points[point];
  if (windows.rows().empty() || sums.due <= 0) return;
  const auto length = period ? length_of(*period) : windows.rows().front().length();
  windows.restore(start, length,
                  Sums{sums.n, sums.sum, sums.min, sums.max, sums.slots * (length / sums.due), digits});
}

void WindowBook::leave_out(Instant from, Instant until) {
  implementation_->gap = {from, until};
  for (auto& windows : implementation_->plants) {
    for (auto& point : windows.points) point.leave_out(implementation_->gap);
    for (auto& row : windows.pointless) row.leave_out(implementation_->gap);
  }
  implementation_->not_due_before = Instant::min();
}

void WindowBook::skip_to(Instant until) { leave_out(Instant::min(), until); }

WindowBook::Entered WindowBook::add(std::size_t plant, std::size_t point, Instant time, std::int64_t value,
                                    bool entering) {
  if (!entering) return Entered::no;
  switch (implementation_->plants[plant].points[point].add(time, value)) {
    case PointWindows::Added::yes:
      return Entered::yes;
    case PointWindows::Added::late:
      return Entered::late;
    case PointWindows::Added::before_beginning:
      return Entered::no;
  }
  return Entered::no;
}

bool WindowBook::close(Instant data_time, const Write& write, std::size_t most) {
  Implementation& book = *implementation_;
  if (data_time < book.not_due_before) return true;
  const bool all =
      book.close_all(Due{data_time, {}, book.closing.grace, book.closing.with_sample_delay}, write, most);
  book.not_due_before = book.first_due();
  return all;
}

void WindowBook::close_to_end(Instant last, const Write& write) {
  implementation_->close_all(Due{std::nullopt, last}, write, SIZE_MAX);
  implementation_->not_due_before = Instant::min();
}

void WindowBook::set_all_periods(bool all) { implementation_->all_periods = all; }

std::vector<JudgedLine> WindowBook::provisional(std::size_t plant, Instant data_time) const {
  const PlantWindows& windows = implementation_->plants[plant];
  std::vector<JudgedLine> lines;
  for (const auto& outlet : windows.plan.outlets) {
    for (const auto& permit : outlet.permits) {
      for (const auto& verdict : permit.verdicts) {
        implementation_->add_provisional(lines, windows, permit, verdict, data_time);
      }
    }
  }
  // Made in the order of one window end (permits of an outlet never share a day), so only the ends are left.
  std::stable_sort(lines.begin(), lines.end(), [](const auto& l, const auto& r) { return l.end < r.end; });
  return lines;
}

std::optional<WindowSums> WindowBook::running(std::size_t plant, std::size_t point, Period period) const {
  const PointWindows& windows = implementation_->plants[plant].points[point];
  const auto index = windows.index_of(period);
  if (!index || !windows.latest()) return std::nullopt;
  const WindowRow& row = windows.rows()[*index];
  const auto start = window_start(*windows.latest(), row.length());
  if (start < row.next()) return std::nullopt;
  const Point& configured = implementation_->plants[plant].plant->points[point];
  return public_sums(windows.so_far(*index, start, start + row.length()), row.length(), configured);
}

}  // namespace effluent
