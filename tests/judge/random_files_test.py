#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""`effluent judge` prints byte for byte what the independent computation prints, on random sites and files.

EFFLUENT_SEEDS=N runs N of them (default 60); a failure names its seed. `--self-test`: planted defects are found."""
import collections
import datetime
import os
import random
import sys

import independent_judge as second
from run_judge import STANDARDS, readings_text, run

UNITS = {"cod": "mg/L", "tss": "mg/L", "nh4_n": "mg/L", "ph": "pH", "temperature": "degC", "color": "Pt-Co",
         "tn": "mg/L", "flow": "m3/h"}
STEPS = [1_000, 5_000, 20_000, 60_000, 300_000, 900_000, 3_600_000, 86_400_000]
STARTS = ["2012-02-14T22:00:00", "2025-08-31T23:30:00", "2026-11-24T08:03:00", "2028-02-28T20:00:00",
          "2031-12-31T21:00:00", "1999-12-31T23:00:00"]


WORDS = ['"exceeding"', '"within_limit"', '"coverage"]', '"exclusion_cap"]', '"over_range"]', '"under_range"]',
         '"depends_on_exclusion"', '"at_least":true', '"no_limit"', '"mean_upper":5', '"impossible"', '"below_zero"', '"worst_hour":{',
         '"below_s":300', '"above_s":300', '"correlated"', '"not_correlated"', '"not_discharging"', '"flow_contradiction"', '"flow_missing"',
         '"covers_exceedance":true', '"covers_exceedance":false', '"flush_s":300', '"without_flow_s":0}', '"explained":true', '"period":"batch"']
met = collections.Counter()


def ms_of(text):
    local = datetime.datetime.fromisoformat(text)
    return (local - datetime.datetime(1970, 1, 1)) // datetime.timedelta(milliseconds=1) - second.ZONE


def formed(point):
    return [name for name, length in second.PERIODS if length % second.step_of(point) == 0]


METHODS = {"cod": ["uv254", "dichromate"], "tss": ["optical_turbidity"], "nh4_n": ["ise"]}


def random_method(rng, made, start):
    """A method, and behind a surrogate a correlation that may begin or end within the file."""
    made["method"] = rng.choice(METHODS[made["parameter"]])
    if (made["method"], made["parameter"]) not in second.SURROGATES or rng.random() < 0.3:
        return
    day = datetime.date.fromisoformat(second.day_text(start + 86_400_000))
    dates = [day + datetime.timedelta(days=d) for d in sorted((rng.randint(-3, 3), rng.randint(-3, 3)))]
    made["correlation"] = {"date": dates[0].isoformat(), "n": rng.randint(2, 40), "slope": "1.04",
                           "intercept": "-0.6", "r": rng.choice(["0.97", "-1", "1"]), "valid_until": dates[1].isoformat()}


def random_permit(rng, points):
    permit = {"number": "1/GPMT", "standard": "qcvn-40-2011", "column": rng.choice("AB"),
              "kq": rng.choice(["0.9", "1.1", "0.85"]), "kf": rng.choice(["1.0", "1.2", "0.9"]),
              "minimum_coverage_percent": rng.choice(["80", "0", "33.33", "75"]),
              "automatic": rng.sample([p for p in UNITS if p != "flow"], rng.randint(1, 5)), "averaging_of": {}}
    if rng.random() < 0.3:
        permit.update(standard="qcvn-40-2025", flow_band="2000<F<=20000", column=rng.choice("ABC"))
    if rng.random() < 0.5:
        day = rng.choice([0, 60_000, 900_000, 7_200_000])
        permit["exclusion_cap"] = (day, rng.choice([day, 3 * day, 36_000_000]))
    for parameter in permit["automatic"]:
        common = [n for n, _ in second.PERIODS
                  if all(n in formed(p) for p in points if p["parameter"] == parameter)]
        permit["averaging_of"][parameter] = rng.choice(common)
        if rng.random() < 0.25:
            own = {"source": "annex 1"}
            if rng.random() < 0.7:
                own["max"] = rng.choice(["25", "60.5", "0", "40.00"])
            if rng.random() < 0.5 or "max" not in own:
                own["min"] = rng.choice(["-5", "0", "5.5"])
            if "max" not in own or float(own.get("min", -9)) <= float(own["max"]):
                permit.setdefault("limits", {})[parameter] = own
    shadows = [{"standard": "qcvn-40-2025", "column": "B", "flow_band": "F>20000"},
               {"standard": "qcvn-40-2025", "column": "A", "flow_band": "F<=2000"},
               {"standard": "qcvn-40-2011", "column": "A"}, {"standard": "qcvn-40-2011", "column": "B"}]
    own = (permit["standard"], permit["column"])
    permit["shadow"] = [s for s in rng.sample(shadows, rng.randint(0, 3)) if (s["standard"], s["column"]) != own]
    return permit


def compose(rng, plant, point):
    """One outlet of the plant rests on more: a standby, a flow that weighs, signs of a standstill. Ids behind all others."""
    outlet = rng.choice(plant["outlets"])
    if not outlet["permits"]:
        return

    def auxiliary(id_, parameter, unit):
        return {"id": id_, "parameter": parameter, "unit": unit, "digits": rng.randint(0, 2), "interval_ms": rng.choice([60_000, 300_000])}

    primary = rng.choice(outlet["points"])
    if rng.random() < 0.6:
        standby = dict(primary, id="standby", standby_for=primary["id"])
        outlet["points"].append(standby)
    if rng.random() < 0.6:
        outlet["points"].append(auxiliary("weigher", "flow", rng.choice(["m3/h", "m3/day"])))
        outlet["flow"] = "weigher"
        permit = rng.choice(outlet["permits"])
        permit["weighting_of"] = {parameter: "flow" for parameter in permit["automatic"] if parameter != "flow" and rng.random() < 0.7}
    if rng.random() < 0.7:
        plant["points"] += [auxiliary("sign-a", "flow", "m3/h"), auxiliary("sign-b", "level", "cm"), auxiliary("inflow", "flow", "m3/h")]
        outlet["discharge"] = {"signs": [{"point": "sign-a", "at_most": "0.5"}, {"point": "sign-b", rng.choice(["at_most", "at_least"]): "12"}],
                               "inflow": "inflow", "tank_volume_m3": rng.choice(["900", "40", "100000"]), "flush_ms": rng.choice([0, 300_000, 720_000]), "batches": rng.random() < 0.7}


def random_site(rng, start):
    plants = []
    composing = random.Random(f"compose {rng.getstate()[1][0]}")
    methods = random.Random(f"methods {rng.getstate()[1][0]}")  # draws nothing from the other sequence
    for p in rng.sample(["p1", "a-plant", "z_9"], rng.randint(1, 3)):
        names = iter(rng.sample([f"pt-{i}" for i in range(20)], 20))

        def point(parameter):
            made = {"id": next(names), "parameter": parameter, "unit": UNITS[parameter], "digits": rng.randint(0, 3),
                    "interval_ms": rng.choice(STEPS)}
            if rng.random() < 0.2:
                made["cycle_ms"] = rng.choice([900_000, 3_600_000])
                made["interval_ms"] = 5_000
            if rng.random() < 0.3:
                made["range"] = (rng.choice(["-1", "0", "1.05", "5.5"]), rng.choice(["60", "85.25", "88.888"]))
            if rng.random() < 0.2:
                made["possible"] = (rng.choice(["-1.5", "-20"]), rng.choice(["89.5", "200"]))
            if rng.random() < 0.2:
                made["zero_tolerance"] = rng.choice(["0", "0.5", "1.25"])
            if rng.random() < 0.3:
                made["lod"] = rng.choice(["5", "0.25", "12.345", "30"])
            if parameter in METHODS and methods.random() < 0.6:
                random_method(methods, made, start)
            return made

        outlets = []
        for o in rng.sample(["o1", "o2", "b"], rng.randint(1, 2)):
            points = [point(rng.choice(list(UNITS))) for _ in range(rng.randint(1, 3))]
            permits = [random_permit(rng, points)] if rng.random() < 0.9 else []
            if permits and rng.random() < 0.5:  # a change of permit at a midnight within the file
                day = datetime.date.fromisoformat(second.day_text(start + 86_400_000))
                permits.append(random_permit(rng, points))
                permits[0]["valid_to"] = (day - datetime.timedelta(days=rng.randint(1, 2))).isoformat()
                permits[1]["valid_from"] = day.isoformat()
            for permit in permits:
                permit["ignore_standard_dates"] = "chuyển tiếp \"x\" \\"  # so no permit is wholly outside its dates
                if rng.random() < 0.6 and start > ms_of("2026-01-01") and start < ms_of("2030-01-01"):
                    del permit["ignore_standard_dates"]
            outlets.append({"id": o, "points": points, "permits": permits})
        plants.append({"id": p, "outlets": outlets,
                       "points": [point("flow") for _ in range(rng.randint(0, 1))]})
        if composing.random() < 0.6:
            compose(composing, plants[-1], point)
    return {"plants": plants}


def random_rows(rng, site, start):
    points = [(plant["id"], p) for plant in site["plants"]
              for p in [x for o in plant["outlets"] for x in o["points"]] + plant["points"]]
    rows, now = [], start + rng.randint(0, 3_600_000)
    rare = rng.choice([1, 1, 6])
    pace = rng.choice([1_000, 20_000, 60_000, 400_000])
    for _ in range(rng.randint(1, 400)):
        now += rng.choice([0, pace, pace, pace, rng.randint(0, 3 * pace)])
        if rng.random() < 0.01:
            now += rng.randint(0, 8 * 3_600_000)
        if now > start + 4 * 86_400_000:
            break
        for _ in range(rng.randint(1, len(points))):
            plant, p = rng.choice(points)
            if (now, plant, p["id"]) in {(r[0], r[1], r[2]) for r in rows[-60:]}:
                continue
            digits = rng.randint(0, p["digits"] + 2)
            value = f"{rng.uniform(-2, 90):.{digits}f}"
            state = rng.choices(["measuring", "calibrating", "fault"], [12, rare, 1])[0]
            if state != "measuring" and rng.random() < 0.5:
                value = ""
            rows.append((now, plant, p["id"], value, state))
            if rng.random() < 0.05:
                rows.append(rows[-1])
    return rows


STEADY = {"sign-a": ("0.2", "75.5"), "sign-b": ("3", "40"), "inflow": ("4.25", "30"), "weigher": ("0", "80.5")}


def steady_rows(rng, site, rows):
    """The points that others rest on have a value each interval, changing together; what they stand beside goes on as well."""
    if not rows:
        return rows
    first, last = rows[0][0], rows[-1][0]
    more = []
    taken = {(r[0], r[1], r[2]) for r in rows}
    for plant in site["plants"]:
        places = [p for o in plant["outlets"] for p in o["points"]] + plant["points"]
        steady = [p for p in places if p["id"] in STEADY]
        beside = [p for o in plant["outlets"] if any(q["id"] in (*STEADY, "standby") for q in o["points"]) or "discharge" in o
                  for p in o["points"] if p["id"] not in STEADY and second.step_of(p) >= 60_000]
        if not steady and not beside:
            continue
        idle, turn = rng.random() < 0.5, first
        for minute in range(first // 60_000 + 1, last // 60_000 + 1):
            now = minute * 60_000
            if now >= turn:
                idle, turn = not idle, now + rng.choice([20, 180, 900, 2000]) * 60_000
            for p in steady + beside:
                if now % second.step_of(p) or (now, plant["id"], p["id"]) in taken or rng.random() < 0.002:
                    continue
                if p["id"] == "weigher" and minute // 300 % 4 == 0:
                    continue
                calm = idle if rng.random() > 0.003 else not idle
                low, high = STEADY.get(p["id"], ("12", "66"))
                state = "measuring" if p["id"] in STEADY or rng.random() > 0.1 else rng.choice(["fault", "calibrating"])
                more.append((now, plant["id"], p["id"], low if calm else high, state))
    return sorted(rows + more, key=lambda row: row[0])


def case(seed):
    rng = random.Random(seed)
    start = ms_of(rng.choice(STARTS))
    site = random_site(rng, start)
    rows = random_rows(rng, site, start)
    all_periods = rng.random() < 0.5
    return site, steady_rows(random.Random(f"steady {seed}"), site, rows), all_periods


def compare(seed, tables):
    site, rows, all_periods = case(seed)
    done = run(second.site_toml(site), readings_text(rows, second.time_text), *(["--all-periods"] if all_periods else []))
    if done.returncode != 0:
        return f"seed {seed}: exit {done.returncode}: {done.stderr.decode()[:2000]}", 0
    expected = second.judge(site, rows, tables, all_periods)
    met.update(word for line in expected for word in WORDS if word in line)
    got = done.stdout.decode().split("\n")
    for i, (want, is_) in enumerate(zip(expected + ["(end)"], got[:-1] + ["(end)"])):
        if want != is_:
            return f"seed {seed}, line {i + 1}:\n  expected {want}\n  got      {is_}", 0
    if len(expected) != len(got) - 1 or got[-1] != "":
        return f"seed {seed}: {len(expected)} lines expected, {len(got) - 1} came", 0
    return None, len(expected)


def self_test(tables):
    """Each planted defect of the computation must show on some seed; else this test could not find it either."""
    plants = {
        "rounding half to even": lambda: setattr(second, "half_away", lambda f, d: second.Number(f"{float(f):.{d}f}")),
        "hours at UTC": lambda: setattr(second, "ZONE", 0),
        "periods in another order": lambda: setattr(second, "PERIODS", second.PERIODS[::-1]),
        "one day more of the standard": lambda: setattr(second, "DATES", {
            "qcvn-40-2011": ("2012-02-14", "2032-01-01"), "qcvn-40-2025": ("2025-08-31", None)}),
        "UV254 measures COD": lambda: setattr(second, "SURROGATES", {("optical_turbidity", "tss")}),
    }
    kept = {name: getattr(second, name) for name in ("half_away", "ZONE", "PERIODS", "DATES", "SURROGATES")}
    missed = []
    for name, plant in plants.items():
        inputs = [case(seed) for seed in range(15)]
        honest = [second.judge(*one[:2], tables, one[2]) for one in inputs]
        plant()
        if all(second.judge(*one[:2], tables, one[2]) == lines for one, lines in zip(inputs, honest)):
            missed.append(name)
        for attribute, value in kept.items():
            setattr(second, attribute, value)
    return missed


def main():
    tables = second.read_tables(STANDARDS)
    if "--self-test" in sys.argv:
        missed = self_test(tables)
        print("planted defects not found: " + ", ".join(missed) if missed else "every planted defect was found")
        return 1 if missed else 0
    seeds = range(int(os.environ.get("EFFLUENT_SEEDS", "60")))
    lines = 0
    for seed in seeds:
        problem, count = compare(seed, tables)
        if problem:
            print(problem)
            return 1
        lines += count
    print(f"{len(seeds)} files, {lines} lines, all equal; verdicts with " +
          ", ".join(f"{word} {count}" for word, count in sorted(met.items())))
    missing = [word for word in WORDS if not met[word]] if len(seeds) >= 60 else []
    if missing:
        print("no verdict with " + ", ".join(missing) + ": these files prove nothing of it")
    return 0 if lines > 1000 and not missing else 1


if __name__ == "__main__":
    sys.exit(main())
