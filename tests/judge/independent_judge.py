#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""judge.md computed a second time, the slow and plain way, with exact fractions and no code of the gateway.

With it what docs/formats/entries.md says of readings that did not enter, or only as a bound.

A site is a dict (see `site_toml`); rows are (time in ms since 1970, plant, point, value text or "", state).
`judge(site, rows, tables, all_periods)` gives the lines `effluent judge` must print, byte for byte; of a long file it can
be asked day by day (`Part`).
"""
import csv
import datetime
import functools
import json
import math
from decimal import Decimal
from fractions import Fraction

from independent_composition import Composed, Signs, is_composed

MINUTE = 60_000
PERIODS = [("5min", 5 * MINUTE), ("1h", 60 * MINUTE), ("24h", 1440 * MINUTE)]
ZONE = 7 * 3_600_000
DATES = {"qcvn-40-2011": ("2012-02-15", "2031-12-31"), "qcvn-40-2025": ("2025-09-01", None)}


class Number(str):
    """A JSON number already in its final text."""


def half_away(fraction, digits):
    scaled = abs(fraction) * 10**digits
    whole = int(scaled)
    if scaled - whole >= Fraction(1, 2):
        whole += 1
    text = str(whole).rjust(digits + 1, "0")
    if digits:
        text = text[:-digits] + "." + text[-digits:]
    return Number("-" + text if fraction < 0 and whole else text)


def rounded(fraction, digits):
    """As it is printed, and exact from there on."""
    return Fraction(half_away(fraction, digits))


def plain(fraction):
    """Exact, without trailing zeros."""
    if fraction is None:
        return None
    digits = 0
    while (fraction * 10**digits).denominator != 1:
        digits += 1
    return half_away(fraction, digits)


def percent(part, whole):
    hundredths = part * 10_000 // whole
    return Number(f"{hundredths // 100}.{hundredths % 100:02d}")


def local(ms):
    return datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=ms + ZONE)


def time_text(ms):
    return local(ms).isoformat(timespec="milliseconds") + "+07:00"


def day_text(ms):
    return local(ms).date().isoformat()


@functools.lru_cache(10_000)
def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def json_text(value):
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, dict):
        return "{" + ",".join(quoted(k) + ":" + json_text(v) for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(json_text, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def read_tables(folder):
    tables = {}
    for name in DATES:
        with open(f"{folder}/{name}.csv", encoding="utf-8", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    return tables


def number(text):
    return Fraction(Decimal(text)) if text else None


def in_force(permit, day):
    return (permit.get("valid_from") or "0") <= day and day <= (permit.get("valid_to") or "9")


def period_of(permit, parameter):
    written = permit.get("averaging_of", {}).get(parameter)
    return written or ("1h" if parameter == "ph" else permit.get("averaging", "24h"))


def step_of(point):
    return point.get("cycle_ms") or point["interval_ms"]


def basis(permit, parameter, shadow, tables, day):
    """(limits or None, reasons, the basis as printed)"""
    of = shadow or permit
    standard, column, band = of["standard"], of["column"], of.get("flow_band", "")
    begin, end = DATES[standard]
    outside = day < begin or (end is not None and day > end)
    lifted = None if shadow else permit.get("ignore_standard_dates")
    reasons = ["outside_standard_dates"] if outside and not lifted else []
    shown = {"source": "standard", "standard": standard, "column": column, "c": None, "kq": None, "kf": None,
             "flow_band": band if standard == "qcvn-40-2025" and band else None, "document": None,
             "certainty": None, "dates_ignored": lifted if outside and lifted else None}
    own = None if shadow else permit.get("limits", {}).get(parameter)
    low = high = None
    if own:
        shown["source"], shown["document"] = "permit", own["source"]
        low, high = number(own.get("min")), number(own.get("max"))
    else:
        rows = [r for r in tables[standard] if r["key"] == parameter and r.get("flow_band", "") in ("", band)]
        blank = True
        if rows:
            row = rows[0]
            shown["document"] = row["source"] or None
            shown["certainty"] = (row.get("sure_" + column) or row.get("sure")) or None
            low, high = number(row[column + "_min"]), number(row[column + "_max"])
            blank = low is None and high is None
            if shown["certainty"] == "c":
                reasons.append("limit_unverified")
            shown["c"] = plain(high if high is not None else low)
            if row.get("kq_kf_applies") == "1" and not blank:
                shown["kq"], shown["kf"] = plain(number(permit["kq"])), plain(number(permit["kf"]))
                factor = number(permit["kq"]) * number(permit["kf"])
                low, high = (None if side is None else side * factor for side in (low, high))
        if blank:
            reasons.append("limit_blank")
    if reasons:
        low = high = shown["c"] = shown["kq"] = shown["kf"] = None
    return (low, high), reasons, shown


CAUSES = ["device_fault", "calibrating", "impossible", "below_zero", "over_range", "under_range", "below_detection"]
INVALID = CAUSES[:4]


def graded(value, state, point):
    """The cause of a row, and the value as it enters; value: at the point's digits, or None."""
    if state != "measuring":
        return {"calibrating": "calibrating", "fault": "device_fault"}[state], value
    low, high = (number(point["possible"][i]) for i in (0, 1)) if "possible" in point else (None, None)
    if low is not None and not low <= value <= high:
        return "impossible", value
    if "zero_tolerance" in point and value < -number(point["zero_tolerance"]):
        return "below_zero", value
    if "range" in point:
        low, high = map(number, point["range"])
        unit = 10 ** point["digits"]
        if value > high:
            return "over_range", Fraction(math.floor(high * unit), unit)
        if value < low:
            return "under_range", Fraction(math.ceil(low * unit), unit)
    if "lod" in point and value < number(point["lod"]):
        return "below_detection", value
    return None, value


def root_half_away(fraction, digits):
    """The square root, rounded half away from zero."""
    whole = math.isqrt(int(4 * fraction * 100**digits))  # twice, rounded down
    return half_away(Fraction((whole + 1) // 2, 10**digits), digits)


def tally(values, digits):
    if not values:
        return None
    return {"n": len(values), "sum": half_away(sum(values, Fraction(0)), digits), "min": half_away(min(values), digits),
            "max": half_away(max(values), digits)}


class Held:
    """What one window of a point holds."""

    def __init__(self, point, start, length, rows):
        self.point, self.length = point, length
        self.rows = rows  # (time, cause, state after grading, value entering, value as read)
        step, d = step_of(point), point["digits"]
        self.entering = [entering for _, cause, _, entering, _ in rows if cause not in INVALID]
        self.excluded = [read for _, cause, _, _, read in rows if cause in INVALID and read is not None]
        self.below = [v for v in self.entering if "lod" in point and v < number(point["lod"])]
        self.slots = {}
        for time, cause, *_ in rows:
            slot = (time - start) // step
            rank = -1 if cause not in INVALID else CAUSES.index(cause)
            self.slots[slot] = min(self.slots.get(slot, 99), rank)
        self.due = length // step
        covered = sum(1 for rank in self.slots.values() if rank == -1)
        self.coverage = Fraction(covered, self.due)
        self.missing = {c: step * sum(1 for rank in self.slots.values() if rank == i) for i, c in enumerate(INVALID)}
        self.missing["no_reading"] = step * (self.due - len(self.slots))
        self.missing = {cause: time for cause, time in self.missing.items() if time}
        self.lost = self.missing.get("calibrating", 0)
        self.mean = sum(self.entering, Fraction(0)) / len(self.entering) if self.entering else None
        self.digits = d
        self.whole, self.discharge, self.instruments, self.weighting = length, None, None, None
        self.contradiction = self.nothing = False

    def count(self, cause):
        return sum(1 for row in self.rows if row[1] == cause)

    def more(self):
        n, d = len(self.entering), self.digits
        lower = upper = None
        if len(self.below) * 10 > n:
            rest = sum(self.entering, Fraction(0)) - sum(self.below, Fraction(0))
            lower = half_away(rest / n, d + 2)
            upper = half_away((rest + len(self.below) * number(self.point["lod"])) / n, d + 2)
        spread = None
        if n:
            spread = root_half_away(sum(((v - self.mean) ** 2 for v in self.entering), Fraction(0)) / n, d + 2)
        return {"std_dev": spread,
                "states": {s: sum(1 for row in self.rows if row[2] == s) for s in ("measuring", "calibrating", "fault")},
                "causes": {c: self.count(c) for c in CAUSES if self.count(c)},
                "not_measured_s": {c: plain(Fraction(t, 1000)) for c, t in self.missing.items()},
                "excluded": tally(self.excluded, d), "below_detection": tally(self.below, d),
                "mean_lower": lower, "mean_upper": upper}

    def mean_with(self):
        every = self.entering + self.excluded
        return sum(every, Fraction(0)) / len(every)


def judged(held, low, high, permit, lost):
    """(verdict, reasons, at_least) where limits are given."""
    reasons = []
    if held.nothing:
        return "not_discharging", [], False
    if held.mean is None or held.coverage * 100 < number(permit.get("minimum_coverage_percent", "80")):
        reasons.append("coverage")
        if held.weighting and held.weighting["without"]:
            reasons.append("flow_missing")
    day, month = permit.get("exclusion_cap", (3_600_000, 36_000_000))
    if held.lost and (lost[0] > day or lost[1] > month):
        reasons.append("exclusion_cap")
    if reasons:
        return "not_enough_data", reasons, False
    above = high is not None and held.mean > high
    below = low is not None and held.mean < low
    over, under = held.count("over_range") > 0, held.count("under_range") > 0
    # With readings over the range the true mean lies in [mean, oo), under it in (-oo, mean], with both anywhere.
    if above and not under:
        return "exceeding", [], over
    if below and not over:
        return "exceeding", [], under
    if over and (high is not None or below):
        reasons.append("over_range")
    if under and (low is not None or above):
        reasons.append("under_range")
    if held.contradiction:
        reasons.append("flow_contradiction")
    if reasons:
        return "not_enough_data", reasons, False
    every = held.mean_with() if held.excluded else None
    if every is not None:
        if (high is not None and every > high) or (low is not None and every < low):
            return "within_limit", ["depends_on_exclusion"], False
    return "within_limit", [], False


# (method, parameter): what config/standards/methods.csv says, written down a second time.
SURROGATES = {("uv254", "cod"), ("uv254", "bod5"), ("uv254", "toc"), ("optical_turbidity", "tss")}


def surrogate(point, day):
    """Of that day: null for none, else whether a correlation was in force; its first and last day count."""
    if not point or (point.get("method"), point["parameter"]) not in SURROGATES:
        return None
    made = point.get("correlation")
    return "correlated" if made and made["date"] <= day <= made["valid_until"] else "not_correlated"


def verdict(plant, outlet, permit, parameter, point, period, start, held, binding, shadow, tables, lost_until,
            base, outlets=None):
    (low, high), reasons, shown = basis(permit, parameter, shadow, tables, day_text(start))
    at_least, lost = False, (0, 0)
    if point and held.lost:
        lost = lost_until(point, start, start + held.length)
    if reasons:
        word = "no_limit"
    elif point is None:
        word, reasons = "not_enough_data", ["no_point"]
    else:
        word, reasons, at_least = judged(held, low, high, permit, lost)
    value = ratio = share = with_excluded = cap = None
    if point:
        ms = max(held.whole, 1)
        lacking = 1 - held.coverage if held.whole else Fraction(0)
        share = {"percent": percent(lacking.numerator, lacking.denominator),
                 "causes": {c: percent(Fraction(t).numerator, ms * Fraction(t).denominator) for c, t in held.missing.items()}}
        if held.mean is not None:
            value = half_away(held.mean, point["digits"] + 2)
            if high and low is None:
                ratio = half_away(held.mean / high, 4)
        if held.excluded and held.mean_with() is not None:
            with_excluded = half_away(held.mean_with(), point["digits"] + 2)
        if held.lost:
            caps = permit.get("exclusion_cap", (3_600_000, 36_000_000))
            seconds = [plain(Fraction(t, 1000)) for t in (held.lost, lost[0], caps[0], lost[1], caps[1])]
            cap = dict(zip(("window_s", "day_s", "day_cap_s", "month_s", "month_cap_s"), seconds))
    return {"kind": "verdict", "plant": plant, "outlet": outlet, "point": point and point["id"],
            "parameter": parameter, "period": period, "start": time_text(start), "verdict": word,
            "reasons": reasons, "at_least": at_least, "value": value, "limit_min": plain(low), "limit_max": plain(high),
            "ratio": ratio,
            "coverage_percent": percent(held.coverage.numerator, held.coverage.denominator) if point else None,
            "binding": binding, "basis": shown, "not_measured": share,
            "excluded": tally(held.excluded, point["digits"]) if point else None, "mean_with_excluded": with_excluded,
            "exclusion_cap": cap, **outside_of(point, start, held, low, high, parameter, base),
            "surrogate": surrogate(point, day_text(start)), **composition_of(held),
            "permitted_error": permitted_error(word, held, low, high, point, parameter), "weighting": weighting_of(held, outlets)}


def seconds(ms):
    return plain(Fraction(ms) / 1000)


def composition_of(held):
    """The members `instruments` and `discharge`."""
    instruments = discharge = None
    if held and held.instruments:
        instruments = [{"point": point, "measured_s": seconds(time), "n": n} for point, (time, n) in held.instruments.items()]
    if held and held.discharge:
        said = held.discharge
        discharge = {"idle_s": seconds(said["idle"]), "flush_s": seconds(said["flush"]),
                     "contradictory_s": seconds(said["contradictory"]),
                     "inflow_m3": None if said["inflow"] is None else half_away(said["inflow"], 3),
                     "tank_volume_m3": plain(said["tank"]), "explained": said["explained"]}
    return {"instruments": instruments, "discharge": discharge}


def weighting_of(held, flow):
    if not held or not held.weighting:
        return None
    return {"by": "flow", "point": flow, "volume_m3": half_away(held.weighting["volume"], 3),
            "without_flow_s": seconds(held.weighting["without"])}


# What config/standards/accuracies.csv says, written down a second time.
PERCENT_OF_READING = {key: 5 for key in ("flow", "temperature", "color", "tss", "cod", "nh4_n", "tp", "tn", "toc", "cl2")}
PLUS_MINUS = {"ph": Fraction(2, 10)}


def permitted_error(word, held, low, high, point, parameter):
    if word != "exceeding" or parameter not in {**PERCENT_OF_READING, **PLUS_MINUS}:
        return None
    if parameter in PLUS_MINUS:
        error = PLUS_MINUS[parameter]
        covers = held.mean - error <= high if high is not None and held.mean > high else held.mean + error >= low
    else:
        error = abs(held.mean) * PERCENT_OF_READING[parameter] / 100
        part = Fraction(PERCENT_OF_READING[parameter], 100)
        covers = held.mean * (1 - part) <= high if high is not None and held.mean > high else held.mean * (1 + part) >= low
    return {"plus_minus": half_away(error, point["digits"] + 2), "covers_exceedance": covers, "certainty": "b",
            "document": "Circular 10/2021/TT-BTNMT, Art. 33-35"}


def farness(value, low, high):
    """How far a value lies outside the nearer limit; below 0: inside."""
    return max(([] if high is None else [value - high]) + ([] if low is None else [low - value]))


def outside_of(point, start, held, low, high, parameter, base):
    """How far and how long outside, for what is not told by a ratio. `base`: [(start, length, Held)] of the point."""
    ranged = parameter in ("ph", "temperature") or (low is not None and high is not None)
    if not point or not ranged or (low is None and high is None):
        return {"deviation": None, "outside": None}
    places = point["digits"] + 2
    below = above = 0
    hours = {}
    windows = held.window if isinstance(held, Composed) else [(begin, length, one.entering) for begin, length, one in base]
    for begin, length, values in windows:
        if not (start <= begin and begin + length <= start + held.length) or not values:
            continue
        mean = sum(values, Fraction(0)) / len(values)
        below += length if low is not None and mean < low else 0
        above += length if high is not None and mean > high else 0
        if length <= 60 * MINUTE:
            hours.setdefault((begin + ZONE) // (60 * MINUTE) * 60 * MINUTE - ZONE, []).extend(values)
    worst = None
    if held.length > 60 * MINUTE:
        for hour, values in sorted(hours.items()):
            mean = sum(values, Fraction(0)) / len(values)
            if worst is None or farness(mean, low, high) > farness(worst[1], low, high):
                worst = (hour, mean)
    return {"deviation": half_away(farness(held.mean, low, high), places) if held.mean is not None else None,
            "outside": {"below_s": plain(Fraction(below, 1000)), "above_s": plain(Fraction(above, 1000)),
                        "worst_hour": worst and {"start": time_text(worst[0]), "value": half_away(worst[1], places)}}}


class Part:
    """Whole days of a longer file. A window never crosses a midnight; what does is told here: `first`, of each plant
    that has had a row, its first row or the start of these days, whichever is later; `last`, the file's last row or the
    last millisecond of these days, whichever is earlier; `lost`, of the month's earlier days, kept up by `judge`."""

    def __init__(self, first, last, lost):
        self.first, self.last = first, last
        self.lost = lost  # (plant, point) -> [(slot, day)]: those that calibration took


def batches(plant, outlet, windows, by_id, bases, tables, lost_until, key):
    """A verdict for each discharge between two standstills."""
    rules, lines, known = outlet.get("discharge"), [], {}
    if not rules or not rules.get("batches"):
        return lines
    permit_on = lambda ms: next((p for p in outlet["permits"] if in_force(p, day_text(ms))), None)
    for at in windows(5 * MINUTE):
        end = at + 5 * MINUTE
        today = permit_on(end - 1)
        if today is None:
            continue
        minimum = number(today.get("minimum_coverage_percent", "80"))
        batch = known.setdefault(minimum, Signs(rules, by_id, bases, minimum)).batch_before(end)
        permit = batch and permit_on(batch[0])
        if not permit:
            continue
        start, until = batch
        for parameter in permit["automatic"]:
            for point in (p for p in outlet["points"] if p["parameter"] == parameter and not p.get("standby_for")):
                held = Composed(outlet, permit, point, by_id, start, until - start, bases, rounded, batch=True)
                for shadow in [None] + permit.get("shadow", []):
                    line = verdict(plant["id"], outlet["id"], permit, parameter, point, "batch", start, held, shadow is None, shadow,
                                   tables, lost_until, bases[point["id"]], outlet.get("flow"))
                    b = line["basis"]
                    rank = [name for name, _ in PERIODS].index(period_of(permit, parameter))
                    lines.append((key(end, 2, outlet["id"], point["id"], parameter, rank, shadow is not None, b["standard"].encode(),
                                      b["column"].encode(), (b["flow_band"] is None, (b["flow_band"] or "").encode())),
                                  {**line, "end": time_text(until)}))
    return lines


def judge(site, rows, tables, all_periods=False, part=None):
    """`part`: `rows` are those of the days it tells of."""
    lines = []  # (key, line)
    if not rows and not part:
        return []
    last = part.last if part else rows[-1][0]
    for plant in site["plants"]:
        own = sorted(set(r for r in rows if r[1] == plant["id"]))
        if part:
            first = part.first.get(plant["id"])
        else:
            first = min((r[0] for r in own), default=None)
        if first is None:
            continue
        points = [(o["id"], p) for o in plant["outlets"] for p in o["points"]]
        points += [(None, p) for p in plant.get("points", [])]

        def windows(length):
            start = (first + ZONE) // length * length - ZONE
            while start <= last:
                yield start
                start += length

        def key(end, kind, outlet, point, parameter, rank, *rest):
            null_last = lambda text: (text is None, (text or "").encode())
            return (end, plant["id"].encode(), kind, null_last(outlet), null_last(point), parameter.encode(), rank) + rest

        held = {}  # (point, period, start) -> Held
        bases = {}  # point -> [(start, length, Held)] of its shortest period
        lost = {}  # point -> [(slot, day)]: those that calibration took
        for outlet, point in points:
            d, step = point["digits"], step_of(point)
            mine = []
            for r in own:
                if r[2] != point["id"]:
                    continue
                read = Fraction(Decimal(half_away(Fraction(Decimal(r[3])), d))) if r[3] else None
                cause, entering = graded(read, r[4], point)
                after = "fault" if cause in ("impossible", "below_zero") else r[4]
                mine.append((r[0], cause, after, entering, read))
            mine = sorted(set(mine), key=lambda row: row[0])
            for rank, (name, length) in enumerate(PERIODS):
                if length % step:
                    continue
                by_window = {}
                for row in mine:
                    start = (row[0] + ZONE) // length * length - ZONE
                    by_window.setdefault(start, []).append(row)
                for start in windows(length):
                    one = Held(point, start, length, by_window.get(start, []))
                    held[point["id"], name, start] = one
                    bases.setdefault(point["id"], []).append((start, length, one))
                    values = one.entering
                    lines.append((key(start + length, 0, outlet, point["id"], point["parameter"], rank),
                                  {"kind": "mean", "plant": plant["id"], "outlet": outlet, "point": point["id"],
                                   "parameter": point["parameter"], "period": name, "start": time_text(start),
                                   "n": len(values), "due": length // step,
                                   "coverage_percent": percent(one.coverage.numerator, one.coverage.denominator),
                                   "mean": half_away(one.mean, d + 2) if values else None,
                                   "min": half_away(min(values), d) if values else None,
                                   "max": half_away(max(values), d) if values else None, **one.more()}))
            shortest = min(length for _, length, _ in bases[point["id"]])
            bases[point["id"]] = [base for base in bases[point["id"]] if base[1] == shortest]
            ranks = {}
            for row in mine:
                slot = (row[0] + ZONE) // step * step - ZONE
                rank = -1 if row[1] not in INVALID else CAUSES.index(row[1])
                ranks[slot] = min(ranks.get(slot, 99), rank)
            lost[point["id"]] = part.lost.setdefault((plant["id"], point["id"]), []) if part else []
            lost[point["id"]] += [(slot, day_text(slot)) for slot, rank in ranks.items()
                                  if rank == CAUSES.index("calibrating")]

        def lost_until(point, start, end):
            """Time lost to calibration from the start of the day, and of the month, of `start` up to `end`."""
            days, today = [day for slot, day in lost[point["id"]] if slot < end], day_text(start)
            return (step_of(point) * days.count(today),
                    step_of(point) * sum(1 for day in days if day[:7] == today[:7]))

        by_id = {point["id"]: point for _, point in points}
        for outlet in plant["outlets"]:
            lines += batches(plant, outlet, windows, by_id, bases, tables, lost_until, key)
            for permit in outlet.get("permits", []):
                for parameter in permit["automatic"]:
                    measured = [p for p in outlet["points"] if p["parameter"] == parameter and not p.get("standby_for")]
                    for point in measured or [None]:
                        for rank, (name, length) in enumerate(PERIODS):
                            judged = name == period_of(permit, parameter)
                            if point is None and not judged or not judged and not all_periods:
                                continue
                            if point and length % step_of(point):
                                continue
                            for start in windows(length):
                                if not in_force(permit, day_text(start)):
                                    continue
                                one = point and held[point["id"], name, start]
                                if point and is_composed(outlet, outlet["permits"], point):
                                    one = Composed(outlet, permit, point, by_id, start, length, bases, rounded)
                                for shadow in [None] + permit.get("shadow", []):
                                    line = verdict(plant["id"], outlet["id"], permit, parameter, point, name, start,
                                                   one, shadow is None, shadow,
                                                   tables, lost_until, point and bases[point["id"]], outlet.get("flow"))
                                    b = line["basis"]
                                    lines.append((key(start + length, 1, outlet["id"], point and point["id"], parameter,
                                                      rank, shadow is not None, b["standard"].encode(),
                                                      b["column"].encode(),
                                                      (b["flow_band"] is None, (b["flow_band"] or "").encode())), line))
    lines.sort(key=lambda pair: pair[0])
    return [json_text(line) for _, line in lines]


def duration(ms):
    return f"{ms}ms"


def site_toml(site):
    """The configuration of a site."""
    text = json.dumps
    out = ['[gateway]', 'id = "gw-1"', 'province = "lao-cai"', '']

    def point(p, head):
        out.extend([f"[[{head}]]", f'id = {text(p["id"])}', f'parameter = {text(p["parameter"])}',
                    f'unit = {text(p["unit"])}', f'digits = {p["digits"]}', f'interval = "{duration(p["interval_ms"])}"'])
        if p.get("cycle_ms"):
            out.append(f'cycle = "{duration(p["cycle_ms"])}"')
        if p.get("method"):
            out.append(f'method = {text(p["method"])}')
        if p.get("correlation"):
            out.append("correlation = { " + ", ".join(f"{k} = {v}" for k, v in p["correlation"].items()) + " }")
        for name in ("range", "possible"):
            if name in p:
                out.append(f"{name} = {{ min = {p[name][0]}, max = {p[name][1]} }}")
        out.extend(f"{name} = {p[name]}" for name in ("zero_tolerance", "lod") if name in p)
        if p.get("standby_for"):
            out.append(f'standby_for = {text(p["standby_for"])}')
        if "counter" in p:
            out.append("counter = { wraps_at = %s, most_per_hour = %s }" % p["counter"])

    for plant in site["plants"]:
        out += ["[[plant]]", f'id = {text(plant["id"])}', 'park = "kcn-1"']
        for outlet in plant["outlets"]:
            out += ["[[plant.outlet]]", f'id = {text(outlet["id"])}']
            out += [f"{key} = {text(outlet[key])}" for key in ("flow", "totaliser") if outlet.get(key)]
            if outlet.get("discharge"):
                rules = outlet["discharge"]
                signs = ", ".join("{ " + ", ".join(f'{k} = {text(v) if k == "point" else v}' for k, v in sign.items()) + " }"
                                  for sign in rules["signs"])
                out += ["[plant.outlet.discharge]", f"signs = [{signs}]", f'inflow = {text(rules["inflow"])}',
                        f'tank_volume_m3 = {rules["tank_volume_m3"]}', f'flush_time = "{duration(rules["flush_ms"])}"',
                        f'batches = {text(rules.get("batches", False))}']
            for permit in outlet.get("permits", []):
                out.append("[[plant.outlet.permit]]")
                for name in ("number", "standard", "column", "flow_band", "averaging", "ignore_standard_dates"):
                    if permit.get(name):
                        out.append(f"{name} = {text(permit[name], ensure_ascii=False)}")
                for name in ("kq", "kf", "minimum_coverage_percent", "valid_from", "valid_to"):
                    if permit.get(name):
                        out.append(f"{name} = {permit[name]}")
                if permit.get("exclusion_cap"):
                    day, month = map(duration, permit["exclusion_cap"])
                    out.append(f'exclusion_cap = {{ day = "{day}", month = "{month}" }}')
                out.append(f'automatic = {text(permit["automatic"])}')
                if permit.get("averaging_of"):
                    out.append("averaging_of = { " + ", ".join(f'{k} = "{v}"' for k, v in permit["averaging_of"].items()) + " }")
                if permit.get("weighting_of"):
                    out.append("weighting_of = { " + ", ".join(f'{k} = "{v}"' for k, v in permit["weighting_of"].items()) + " }")
                if permit.get("shadow"):
                    out.append("shadow = [" + ", ".join(
                        "{ " + ", ".join(f"{k} = {text(v)}" for k, v in shadow.items()) + " }" for shadow in permit["shadow"]) + "]")
                for parameter, own in permit.get("limits", {}).items():
                    out.append(f"[plant.outlet.permit.limits.{parameter}]")
                    out += [f"{side} = {own[side]}" for side in ("min", "max") if side in own]
                    out.append(f'source = {text(own["source"])}')
            for p in outlet["points"]:
                point(p, "plant.outlet.point")
        for p in plant.get("points", []):
            point(p, "plant.point")
    return "\n".join(out) + "\n"
