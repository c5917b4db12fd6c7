// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <string>

#include "app/commands/commands.hpp"
#include "app/commands/load.hpp"
#include "core/judge/basis.hpp"

namespace effluent {
namespace {

std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

/// Limits are in the unit of the row.
std::string unit_of(const Permit& permit, const std::string& parameter, const Standards& standards) {
  const auto standard = standards.find(permit.standard);
  if (standard == standards.end()) return {};
  const auto* row = standard->second.find(parameter, permit.flow_band);
  return row == nullptr ? "" : row->unit;
}

/// `at most 135 mg/L, C 150 x Kq x Kf`, or why there is none.
std::string limit_text(const Basis& basis, const std::string& unit) {
  if (basis.unverified) return "no limit yet: the table has it from memory only";
  if (basis.blank) return "no limit yet: the table has none";
  const auto side = [](const char* words, const std::optional<Decimal>& limit) {
    return limit ? words + limit->text() : std::string{};
  };
  std::string text = basis.limit_min && basis.limit_max
                         ? basis.limit_min->text() + " to " + basis.limit_max->text()
                         : side("at least ", basis.limit_min) + side("at most ", basis.limit_max);
  if (!unit.empty()) text += " " + unit;
  if (basis.from_permit) return text + ", the permit's own limit";
  return text + (basis.kq ? ", C " + basis.c->text() + " x Kq x Kf" : std::string{});
}

void print_permit(const Permit& permit, const Site& site, std::ostream& out) {
  out << "    permit " << (permit.number.empty() ? "without number" : permit.number) << ": "
      << permit.standard << ", column " << permit.column;
  if (!permit.flow_band.empty()) out << ", " << permit.flow_band;
  if (permit.kq && permit.kf) out << ", Kq " << permit.kq->text() << ", Kf " << permit.kf->text();
  out << ", from " << (permit.valid_from ? day_text(*permit.valid_from) : "the beginning") << " to "
      << (permit.valid_to ? day_text(*permit.valid_to) : "further notice") << "\n";
  for (const auto& parameter : permit.automatic) {
    out << "      " << parameter << ": mean of " << name_of(permit.judged_period(parameter)) << ", "
        << limit_text(basis_of(permit, nullptr, parameter, site.standards),
                      unit_of(permit, parameter, site.standards))
        << "\n";
  }
}

void print_summary(const Site& site, std::ostream& out) {
  out << "gateway " << site.gateway << " in " << site.province << "\n";
  for (const auto& plant : site.plants) {
    out << "plant " << plant.id << " of park " << plant.park << ": " << counted(plant.points.size(), "point")
        << "\n";
    for (const auto& outlet : plant.outlets) {
      out << "  outlet " << outlet.id << ": " << counted(outlet.permits.size(), "permit") << "\n";
      for (const auto& permit : outlet.permits) print_permit(permit, site, out);
    }
  }
  for (const auto& device : site.devices) {
    out << "device " << device.id << " on " << site.buses[device.bus].id << ", unit " << device.unit_id
        << ", " << device.profile->name << ": " << counted(device.channels.size(), "point");
    if (!device.channels.empty()) {
      out << ", polled "
          << (device.poll.count() == 0 ? "back to back" : "every " + duration_text(device.poll));
    }
    out << "\n";
  }
}

int check(const std::string& file) {
  const auto loaded = load_today(file, Demand::check);
  for (const auto& finding : loaded.findings) std::cerr << to_text(finding) << "\n";
  const auto warnings =
      static_cast<std::size_t>(std::count_if(loaded.findings.begin(), loaded.findings.end(),
                                             [](const Finding& finding) { return finding.warning; }));
  const auto errors = loaded.findings.size() - warnings;
  if (loaded.configuration) print_summary(loaded.configuration->site, std::cout);
  std::cout << file << ": " << counted(errors, "error") << ", " << counted(warnings, "warning") << "\n";
  return loaded.configuration ? kDone : kConfiguration;
}

}  // namespace

void add_check(CLI::App& app, int& status) {
  auto* command = app.add_subcommand(
      "check", "Read the configuration and all files it names, and say what is wrong with them");
  command->footer(
      "Every error is one line on stderr, FILE:LINE: what is wrong; what to do. Warnings say \"warning:\"; "
      "what\n"
      "is missing on this machine only (files of secrets, serial ports), or not built yet, is one here and "
      "keeps\n"
      "`effluent run` from starting. What was understood stands on stdout, with the limits that hold. "
      "Nothing is\n"
      "started, sent or written.\n"
      "Exit status: 0 no error, 78 errors.\n\n"
      "Example: effluent check --config effluent.toml");
  auto file = std::make_shared<std::string>("/etc/effluent/effluent.toml");
  command->add_option("--config", *file, "The configuration")->capture_default_str();
  command->callback([file, &status] { status = check(*file); });
}

}  // namespace effluent
