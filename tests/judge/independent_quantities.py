# SPDX-License-Identifier: Apache-2.0
"""docs/formats/judge.md, "Quantities", computed a second time, the slow and plain way: exact fractions, no code of the gateway.

`quantities(site, rows)` gives (day's end, plant, last day of the file?, line) of every `quantity` line, in order."""
import bisect
import datetime
import math
from decimal import Decimal
from fractions import Fraction

import independent_judge as second

DAY = 86_400_000
HOUR = 3_600_000


def floor_to(ms, length):
    return (ms + second.ZONE) // length * length - second.ZONE


def month_start(ms):
    date = second.local(ms).date().replace(day=1)
    return (date - datetime.date(1970, 1, 1)).days * DAY - second.ZONE


def month_end(ms):
    return month_start(month_start(ms) + 32 * DAY)


class Series:
    """The readings of one point, in windows of its shortest period from the plant's first row to the file's last."""

    def __init__(self, plant, outlet, point, rows, first, last):
        self.plant, self.outlet, self.point = plant, outlet, point
        self.digits = point["digits"]
        self.cache, self.told = {}, {}
        self.length = min(l for _, l in second.PERIODS if l % second.step_of(point) == 0)
        self.begin = floor_to(first, self.length)
        self.end = floor_to(last, self.length) + self.length
        self.rows = []
        for time, value, state in sorted(set((r[0], r[3], r[4]) for r in rows if r[2] == point["id"])):
            read = Fraction(Decimal(second.half_away(Fraction(Decimal(value)), self.digits))) if value else None
            cause, entering = second.graded(read, state, point)
            row = (time, cause, "fault" if cause in ("impossible", "below_zero") else state, entering, read)
            if not self.rows or self.rows[-1] != row:
                self.rows.append(row)
        self.times = [row[0] for row in self.rows]

    def held(self, start, end):
        rows = self.rows[bisect.bisect_left(self.times, start):bisect.bisect_left(self.times, end)]
        return second.Held(self.point, start, end - start, rows)

    def windows(self, start, end):
        """Those that start in [start, end)."""
        at = max(self.begin, floor_to(start + self.length - 1, self.length))
        while at < min(end, self.end):
            yield at, self.kept(at, at + self.length)
            at += self.length

    def kept(self, start, end):
        if (start, end) not in self.cache:
            self.cache[start, end] = self.held(start, end)
        return self.cache[start, end]

    def printed(self, held):
        return Fraction(Decimal(second.half_away(held.mean, self.digits + 2)))


def permit_minimum(series, start):
    permits = [p for p in series.outlet["permits"] if second.in_force(p, second.day_text(start))] if series.outlet else []
    return permits[0].get("minimum_coverage_percent", "80") if permits else None


def highest(series, start, end):
    """The 24 h with the highest mean that end in (start, end]."""
    best = None
    for at, _ in series.windows(start, end):
        begin = at + series.length - DAY
        if begin < series.begin:
            continue
        held = series.kept(begin, begin + DAY)
        minimum = permit_minimum(series, begin)
        if not held.entering or (minimum is not None and held.coverage * 100 < Fraction(minimum)):
            continue
        if best is None or held.mean > best[0]:
            best = (held.mean, begin, held.coverage, minimum)
    if best is None:
        return None
    mean, begin, coverage, minimum = best
    return {"value": second.half_away(mean, series.digits + 2), "start": second.time_text(begin),
            "end": second.time_text(begin + DAY),
            "coverage_percent": second.percent(coverage.numerator, coverage.denominator),
            "minimum_coverage_percent": None if minimum is None else second.plain(Fraction(minimum))}


def add(into, shares):
    for cause, amount in shares.items():
        into[cause] = into.get(cause, 0) + amount


def ordered(shares):
    order = second.CAUSES + ["no_reading"]
    return dict(sorted(((c, a) for c, a in shares.items()), key=lambda item: order.index(item[0])))


def told_by(flow, at, unit, per):
    """Of one unit (the volume or None, {cause: ms without}, ms with)."""
    if (at, unit) not in flow.told:
        here, without, known = None, {}, 0
        for _, held in flow.windows(at, at + unit):
            if held.entering:
                here = (here or 0) + flow.printed(held) * flow.length * per
                known += flow.length
            else:
                add(without, held.missing)
        flow.told[at, unit] = here, without, known
    return flow.told[at, unit]


def volume(series, flow, start, end, begin):
    """(m3, measured, {cause: not measured}, load in kg or None, {cause: ms without flow}); None: no flow told anything."""
    per = Fraction(1, DAY if flow.point["unit"] == "m3/day" else HOUR)
    unit = max(series.length, flow.length)
    total, measured, lost, load, missing, known = Fraction(0), Fraction(0), {}, None, {}, 0
    at = floor_to(max(start, begin), unit)
    while at < end and at < max(series.end, flow.end):
        here, without, time = told_by(flow, at, unit, per)
        known += time
        add(missing, without)
        if here is not None:
            own = series.kept(at, at + unit)
            total += here
            measured += here * own.coverage
            add(lost, {cause: here * Fraction(time, unit) for cause, time in own.missing.items()})
            if own.entering:
                load = (load or 0) + series.printed(own) * here / 1000
        at += unit
    rest = end - max(start, begin) - known - sum(missing.values())
    if rest > 0:
        add(missing, {"no_reading": rest})
    return (total if known else None), measured, lost, load, missing, known


def counted(series, start, end):
    """(m3 or None, first time, last time, wraps, resets); None: no reading."""
    readings = [(r[0], r[4]) for r in series.rows if r[1] not in second.INVALID]
    inside = [r for r in readings if max(start, series.begin) <= r[0] < end]
    before = [r for r in readings if start - DAY <= r[0] < start]
    if not inside:
        return None
    chain = before[-1:] + inside
    rise, wraps, resets = Fraction(0), 0, 0
    for (t1, v1), (t2, v2) in zip(chain, chain[1:]):
        if v2 >= v1:
            rise += v2 - v1
            continue
        if "counter" in series.point:
            wraps_at, most = map(Fraction, series.point["counter"])
            if v1 <= wraps_at and (wraps_at - v1 + v2) * HOUR <= most * (t2 - t1):
                rise += wraps_at - v1 + v2
                wraps += 1
                continue
        resets += 1
    return rise if len(chain) > 1 else None, chain[0][0], chain[-1][0], wraps, resets


def truncated(fraction, digits):
    scaled = math.trunc(fraction * 10**digits)
    return second.half_away(Fraction(scaled, 10**digits), digits)


def totaliser(series, flow, told, start, end, begin):
    if series.point["parameter"] != "volume":
        return None
    count = counted(series, start, end)
    if count is None:
        return None
    rise, first, last, wraps, resets = count
    difference = None
    named = series.outlet and series.outlet.get("totaliser") == series.point["id"] and flow
    if named and resets == 0 and rise and told[5] == end - begin:
        near = begin - series.length <= first < begin + series.length and last >= end - series.length
        if near:
            difference = truncated((told[0] - rise) / rise * 100, 2)
    return {"m3": None if rise is None else second.half_away(rise, series.digits), "from": second.time_text(first),
            "to": second.time_text(last), "wraps": wraps, "resets": resets, "flow_difference_percent": difference}


def line(series, flow, span, start, end):
    begin = max(start, series.begin)
    held = series.held(begin, end)
    point, d = series.point, series.digits
    written = {"kind": "quantity", "plant": series.plant, "outlet": series.outlet and series.outlet["id"],
               "point": point["id"], "parameter": point["parameter"], "period": span, "start": second.time_text(start),
               "end": second.time_text(end), "from": second.time_text(begin), "n": len(held.entering), "due": held.due,
               "coverage_percent": second.percent(held.coverage.numerator, held.coverage.denominator),
               "mean": second.half_away(held.mean, d + 2) if held.entering else None,
               "min": second.half_away(min(held.entering), d) if held.entering else None,
               "max": second.half_away(max(held.entering), d) if held.entering else None, **held.more(),
               "rolling_24h_max": highest(series, start, end), "volume": None, "load_kg": None, "totaliser": None}
    told = None
    if flow:
        told = total, measured, lost, load, missing, _ = volume(series, flow, start, end, begin)
        places = flow.digits + 2
        text = lambda m3: None if total is None else second.half_away(m3, places)
        written["volume"] = {"flow": flow.point["id"], "m3": text(total), "measured_m3": text(measured),
                             "not_measured_m3": {c: text(m3) for c, m3 in ordered(lost).items()},
                             "flow_missing_s": {c: second.plain(Fraction(ms, 1000)) for c, ms in ordered(missing).items()}}
        if point["unit"] == "mg/L" and load is not None:
            written["load_kg"] = second.half_away(load, d + 2)
    written["totaliser"] = totaliser(series, flow, told, start, end, begin)
    return second.json_text(written)


def quantities(site, rows):
    if not rows:
        return []
    last = rows[-1][0]
    lines = []
    for plant in site["plants"]:
        own = [r for r in rows if r[1] == plant["id"]]
        if not own:
            continue
        first = own[0][0]
        series = [Series(plant["id"], o, p, own, first, last) for o in plant["outlets"] for p in o["points"]]
        series += [Series(plant["id"], None, p, own, first, last) for p in plant.get("points", [])]
        for one in series:
            named = one.outlet.get("flow") if one.outlet else None
            flow = next((s for s in series if s.outlet is one.outlet and s.point["id"] == named), None) if named else None
            day = floor_to(first, DAY)
            while day <= last:
                end = day + DAY
                is_last = end > last
                spans = [("24h", day, end), ("30d", end - 30 * DAY, end)]
                if is_last or end == month_end(day):
                    spans.append(("month", month_start(day), month_end(day)))
                for rank, (span, start, until) in enumerate(spans):
                    outlet = (one.outlet is None, one.outlet["id"].encode() if one.outlet else b"")
                    key = (end, plant["id"].encode(), outlet, one.point["id"].encode(), rank)
                    lines.append((key, is_last, line(one, flow, span, start, until)))
                day = end
    lines.sort(key=lambda made: made[0])
    return [(key[0], key[1].decode(), is_last, text) for key, is_last, text in lines]


def merged(lines, found):
    """`lines` as `judge` prints them without the flag, with `found` behind the last one of the same window end and plant."""
    import json
    lengths = dict(second.PERIODS)
    groups = {}
    for end, plant, is_last, text in found:
        if not is_last:
            groups.setdefault((end, plant), []).append(text)

    def group(text):
        one = json.loads(text)
        start = datetime.datetime.fromisoformat(one["start"])
        ms = (start - datetime.datetime.fromisoformat("1970-01-01T00:00:00+00:00")) // datetime.timedelta(milliseconds=1)
        return ms + lengths[one["period"]], one["plant"]

    out, before = [], None
    for text in lines:
        here = group(text)
        if here != before:
            out += groups.pop(before, [])
        out.append(text)
        before = here
    out += groups.pop(before, [])
    assert not groups, groups
    return out + [text for _, _, is_last, text in found if is_last]
