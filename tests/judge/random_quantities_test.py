#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""`effluent judge --quantities` prints byte for byte what the independent computation prints, on random sites and files.

EFFLUENT_SEEDS=N runs N of them (default 24); a failure names its seed. `--self-test`: planted defects are found."""
import collections
import os
import random
import sys
from fractions import Fraction

import independent_judge as second
import independent_quantities as plain
import random_files_test as files
from run_judge import STANDARDS, readings_text, run

STARTS = ["2026-02-27T21:00:00", "2028-02-28T20:00:00", "2028-02-29T23:40:00", "2026-12-31T22:00:00", "2026-11-24T08:03:00",
          "2026-06-30T00:00:00", "2025-08-31T23:30:00"]
LONG_STEPS = [3_600_000, 86_400_000]
WORDS = ['"period":"30d"', '"period":"month"', '"rolling_24h_max":{', '"minimum_coverage_percent":null', '"volume":{',
         '"m3":null', '"not_measured_m3":{"', '"flow_missing_s":{"', '"load_kg":1', '"wraps":1', '"resets":1',
         '"totaliser":{"m3":null', '"mean":null']
met = collections.Counter()


def with_flow(rng, site, is_long):
    """Flows and totalisers for some of the outlets."""
    for plant in site["plants"]:
        names = iter(f"q-{i}" for i in range(9))
        for outlet in plant["outlets"]:
            # Standbys change verdicts (random_files_test), and no quantity.
            outlet["points"] = [p for p in outlet["points"] if not p.get("standby_for")]
            if is_long:  # without what rests on 5 min
                for key in ("flow", "discharge"):
                    outlet.pop(key, None)
                for permit in outlet["permits"]:
                    permit.pop("weighting_of", None)
                outlet["points"] = [p for p in outlet["points"] if p["id"] != "weigher"]
                for p in outlet["points"]:
                    p.pop("cycle_ms", None)
                    p["interval_ms"] = rng.choice(LONG_STEPS)
            if rng.random() < 0.2:
                continue
            steps = LONG_STEPS if is_long else [60_000, 300_000, 900_000, 3_600_000]
            flow_steps = [300_000] if is_long else [60_000, 300_000]  # a result every 5 min is asked for
            flow = {"id": next(names), "parameter": "flow", "unit": rng.choice(["m3/h", "m3/day"]), "digits": rng.randint(0, 2),
                    "interval_ms": rng.choice(flow_steps)}
            if "flow" not in outlet:
                outlet["points"].append(flow)
                outlet["flow"] = flow["id"]
            if rng.random() < 0.7:
                volume = {"id": next(names), "parameter": "volume", "unit": "m3", "digits": rng.randint(0, 2),
                          "interval_ms": rng.choice(steps)}
                if rng.random() < 0.7:
                    volume["counter"] = (rng.choice(["1000", "90", "5000"]), rng.choice(["60", "90.5", "1"]))
                outlet["points"].insert(0, volume)
                outlet["totaliser"] = volume["id"]
        for p in plant["points"] if is_long else []:
            p["interval_ms"] = rng.choice(LONG_STEPS)
        for outlet in plant["outlets"]:
            for permit in outlet["permits"] if is_long else []:
                permit["averaging_of"] = {parameter: "24h" for parameter in permit["automatic"]}


def random_rows(rng, site, start, is_long):
    """Every point at about its pace, with stretches of silence; registers count, wrap and are reset."""
    rows = []
    days = rng.randint(31, 40) if is_long else rng.choice([1, 2, 3])
    for plant in site["plants"]:
        first = start + rng.randint(0, 7_200_000)
        for p in [x for o in plant["outlets"] for x in o["points"]] + plant["points"]:
            pace = 7_200_000 if is_long else max(second.step_of(p), 900_000)
            at, register = first + rng.randint(0, pace), Fraction(rng.randint(0, 900))
            while at < first + days * plain.DAY:
                value = f"{rng.uniform(-1, 60):.{rng.randint(0, p['digits'] + 1)}f}"
                if p["parameter"] == "volume":
                    register += Fraction(30 * pace, 3_600_000) * rng.randint(80, 120) / 100
                    end = Fraction(p.get("counter", ("700",))[0])
                    if register >= end:
                        register -= end
                    if rng.random() < 0.01:
                        register = Fraction(0)
                    value = f"{float(register):.3f}"
                if p["parameter"] == "flow":
                    value = f"{rng.uniform(24, 36) * (24 if p['unit'] == 'm3/day' else 1):.{p['digits']}f}"
                state = rng.choices(["measuring", "calibrating", "fault"], [20, 1, 1])[0]
                rows.append((at, plant["id"], p["id"], value if state == "measuring" or rng.random() < 0.5 else "", state))
                at += pace if rng.random() < 0.97 else rng.randint(pace, 30 * pace)
    rows.sort()
    return [row for i, row in enumerate(rows) if i == 0 or row[:3] != rows[i - 1][:3]]


def case(seed):
    rng = random.Random(seed)
    start = files.ms_of(rng.choice(STARTS))
    is_long = seed % 8 == 3
    site = files.random_site(rng, start)
    with_flow(rng, site, is_long)
    return site, random_rows(rng, site, start, is_long)


def compare(seed, tables):
    site, rows = case(seed)
    done = run(second.site_toml(site), readings_text(rows, second.time_text), "--quantities")
    if done.returncode != 0:
        return f"seed {seed}: exit {done.returncode}: {done.stderr.decode()[:2000]}", 0
    found = plain.quantities(site, rows)
    expected = plain.merged(second.judge(site, rows, tables), found)
    met.update(word for *_, line in found for word in WORDS if word in line)
    got = done.stdout.decode().split("\n")
    for i, (want, is_) in enumerate(zip(expected + ["(end)"], got[:-1] + ["(end)"])):
        if want != is_:
            return f"seed {seed}, line {i + 1}:\n  expected {want}\n  got      {is_}", 0
    if len(expected) != len(got) - 1:
        return f"seed {seed}: {len(expected)} lines expected, {len(got) - 1} came", 0
    return None, len(found)


def self_test():
    """Each planted defect of the computation must show on some seed; else this test could not find it either."""
    def printed_exactly(self, held):
        return held.mean

    plants = {
        "the mean before it is printed": lambda: setattr(plain.Series, "printed", printed_exactly),
        "31 days for 30": lambda: setattr(plain, "line", lambda s, f, span, a, b: kept["line"](s, f, span, a - plain.DAY if span == "30d" else a, b)),
        "rolling days from the midnight on": lambda: setattr(plain, "highest", lambda s, a, b: None),
        "no wrap": lambda: setattr(plain, "counted", lambda s, a, b: (lambda c: c and (c[0], c[1], c[2], 0, c[3] + c[4]))(kept["counted"](s, a, b))),
        "no reading of the day before": lambda: setattr(plain, "DAY", 86_400_000) or setattr(
            plain, "counted", lambda s, a, b: kept["counted"](s, a, b) and kept["counted"](s, a, b)[:1] + (a,) + kept["counted"](s, a, b)[2:]),
    }
    kept = {name: getattr(plain, name) for name in ("line", "highest", "counted")}
    printed = plain.Series.printed
    missed = []
    inputs = [case(seed) for seed in (1, 3, 6)]
    honest = [plain.quantities(*one) for one in inputs]
    for name, plant in plants.items():
        plant()
        if [plain.quantities(*one) for one in inputs] == honest:
            missed.append(name)
        for attribute, value in kept.items():
            setattr(plain, attribute, value)
        plain.Series.printed = printed
    return missed


def main():
    if "--self-test" in sys.argv:
        missed = self_test()
        print("planted defects not found: " + ", ".join(missed) if missed else "every planted defect was found")
        return 1 if missed else 0
    tables = second.read_tables(STANDARDS)
    seeds = range(int(os.environ.get("EFFLUENT_SEEDS", "24")))
    lines = 0
    for seed in seeds:
        problem, count = compare(seed, tables)
        if problem:
            print(problem)
            return 1
        lines += count
    print(f"{len(seeds)} files (seeds {seeds[0]} to {seeds[-1]}), {lines} quantity lines, all equal; with " +
          ", ".join(f"{word} {count}" for word, count in sorted(met.items())))
    missing = [word for word in WORDS if not met[word]] if len(seeds) >= 24 else []
    if missing:
        print("no line with " + ", ".join(missing) + ": these files prove nothing of it")
    return 0 if lines > 1000 and not missing else 1


if __name__ == "__main__":
    sys.exit(main())
