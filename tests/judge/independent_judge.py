#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""judge.md computed a second time, the slow and plain way, with exact fractions and no code of the gateway.

A site is a dict (see `site_toml`); rows are (time in ms since 1970, plant, point, value text or "", state).
`judge(site, rows, tables, all_periods)` gives the lines `effluent judge` must print, byte for byte.
"""
import csv
import datetime
import json
from decimal import Decimal
from fractions import Fraction

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


def json_text(value):
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict):
        return "{" + ",".join(json_text(k) + ":" + json_text(v) for k, v in value.items()) + "}"
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


def verdict(plant, outlet, permit, parameter, point, period, start, held, binding, shadow, tables):
    (low, high), reasons, shown = basis(permit, parameter, shadow, tables, day_text(start))
    n, mean, coverage = held if point else (0, None, None)
    if reasons:
        word = "no_limit"
    elif point is None:
        word, reasons = "not_enough_data", ["no_point"]
    elif n == 0 or coverage * 100 < number(permit.get("minimum_coverage_percent", "80")):
        word, reasons = "not_enough_data", ["coverage"]
    else:
        word = "exceeding" if (high is not None and mean > high) or (low is not None and mean < low) else "within_limit"
    value = ratio = None
    if point and n:
        value = half_away(mean, point["digits"] + 2)
        if high and low is None:
            ratio = half_away(mean / high, 4)
    return {"kind": "verdict", "plant": plant, "outlet": outlet, "point": point and point["id"],
            "parameter": parameter, "period": period, "start": time_text(start), "verdict": word,
            "reasons": reasons, "at_least": False, "value": value, "limit_min": plain(low), "limit_max": plain(high),
            "ratio": ratio,
            "coverage_percent": percent(coverage.numerator, coverage.denominator) if point else None,
            "binding": binding, "basis": shown}


def judge(site, rows, tables, all_periods=False):
    lines = []  # (key, line)
    if not rows:
        return []
    last = rows[-1][0]
    for plant in site["plants"]:
        own = sorted(set(r for r in rows if r[1] == plant["id"]))
        if not own:
            continue
        first = min(r[0] for r in own)
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

        held = {}  # (point, period, start) -> (n, mean, coverage)
        for outlet, point in points:
            mine = {(r[0], half_away(Fraction(Decimal(r[3])), point["digits"])) for r in own
                    if r[2] == point["id"] and r[4] == "measuring"}
            mine = sorted((t, Fraction(Decimal(v))) for t, v in mine)
            step = step_of(point)
            for rank, (name, length) in enumerate(PERIODS):
                if length % step:
                    continue
                by_window = {}
                for t, v in mine:
                    start = (t + ZONE) // length * length - ZONE
                    by_window.setdefault(start, []).append((t, v))
                for start in windows(length):
                    inside = by_window.get(start, [])
                    values = [v for _, v in inside]
                    coverage = Fraction(len({(t - start) // step for t, _ in inside}), length // step)
                    mean = sum(values, Fraction(0)) / len(values) if values else None
                    held[point["id"], name, start] = (len(values), mean, coverage)
                    d = point["digits"]
                    lines.append((key(start + length, 0, outlet, point["id"], point["parameter"], rank),
                                  {"kind": "mean", "plant": plant["id"], "outlet": outlet, "point": point["id"],
                                   "parameter": point["parameter"], "period": name, "start": time_text(start),
                                   "n": len(values), "due": length // step,
                                   "coverage_percent": percent(coverage.numerator, coverage.denominator),
                                   "mean": half_away(mean, d + 2) if values else None,
                                   "min": half_away(min(values), d) if values else None,
                                   "max": half_away(max(values), d) if values else None}))
        for outlet in plant["outlets"]:
            for permit in outlet.get("permits", []):
                for parameter in permit["automatic"]:
                    measured = [p for p in outlet["points"] if p["parameter"] == parameter]
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
                                for shadow in [None] + permit.get("shadow", []):
                                    line = verdict(plant["id"], outlet["id"], permit, parameter, point, name, start,
                                                   point and held[point["id"], name, start], shadow is None, shadow,
                                                   tables)
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

    for plant in site["plants"]:
        out += ["[[plant]]", f'id = {text(plant["id"])}', 'park = "kcn-1"']
        for outlet in plant["outlets"]:
            out += ["[[plant.outlet]]", f'id = {text(outlet["id"])}']
            for permit in outlet.get("permits", []):
                out.append("[[plant.outlet.permit]]")
                for name in ("number", "standard", "column", "flow_band", "averaging", "ignore_standard_dates"):
                    if permit.get(name):
                        out.append(f"{name} = {text(permit[name], ensure_ascii=False)}")
                for name in ("kq", "kf", "minimum_coverage_percent", "valid_from", "valid_to"):
                    if permit.get(name):
                        out.append(f"{name} = {permit[name]}")
                out.append(f'automatic = {text(permit["automatic"])}')
                if permit.get("averaging_of"):
                    out.append("averaging_of = { " + ", ".join(f'{k} = "{v}"' for k, v in permit["averaging_of"].items()) + " }")
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
