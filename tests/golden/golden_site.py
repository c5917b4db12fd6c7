# SPDX-License-Identifier: Apache-2.0
"""The golden year's configuration and readings file as the independent computation takes them."""
import datetime
import tomllib

import independent_judge as second

UNITS = {"ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}
DAY = 86_400_000


def milliseconds(text):
    number = text.rstrip("abcdefghijklmnopqrstuvwxyz")
    return int(number) * UNITS[text[len(number):]]


def point_of(table):
    point = {name: table[name] for name in ("id", "parameter", "unit", "digits")}
    point["interval_ms"] = milliseconds(table["interval"])
    if "cycle" in table:
        point["cycle_ms"] = milliseconds(table["cycle"])
    for name in ("range", "possible"):
        if name in table:
            point[name] = (str(table[name]["min"]), str(table[name]["max"]))
    point.update({name: str(table[name]) for name in ("zero_tolerance", "lod") if name in table})
    known = {"id", "parameter", "species", "unit", "digits", "interval", "cycle", "range", "possible", "zero_tolerance", "lod"}
    assert set(table) <= known, set(table) - known
    return point


def permit_of(table):
    permit = {name: table[name] for name in ("number", "standard", "column", "flow_band", "averaging", "automatic",
                                             "averaging_of", "shadow") if name in table}
    permit.update({name: str(table[name]) for name in ("kq", "kf", "minimum_coverage_percent", "valid_from", "valid_to")
                   if name in table})
    if "exclusion_cap" in table:
        permit["exclusion_cap"] = tuple(milliseconds(table["exclusion_cap"][name]) for name in ("day", "month"))
    permit["limits"] = {parameter: {side: str(text) for side, text in own.items()}
                        for parameter, own in table.get("limits", {}).items()}
    known = {"number", "standard", "column", "flow_band", "averaging", "automatic", "averaging_of", "shadow", "kq", "kf",
             "minimum_coverage_percent", "valid_from", "valid_to", "exclusion_cap", "limits"}
    assert set(table) <= known, set(table) - known
    return permit


def read_site(file):
    with open(file, "rb") as text:
        tree = tomllib.load(text, parse_float=str)
    return {"plants": [{"id": plant["id"],
                        "outlets": [{"id": outlet["id"], "points": [point_of(p) for p in outlet["point"]],
                                     "permits": [permit_of(p) for p in outlet["permit"]]} for outlet in plant["outlet"]],
                        "points": [point_of(p) for p in plant.get("point", [])]} for plant in tree["plant"]]}


def read_days(file):
    """(start of the day, its rows), day by day, without a day left out; rows as `independent_judge` takes them."""
    origin = datetime.datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    known, ms, today, rows = None, None, None, []
    with open(file, encoding="utf-8") as text:
        next(text)
        for line in text:
            time, plant, point, value, state = line.rstrip("\n").split(",")
            if time != known:
                known, ms = time, (datetime.datetime.fromisoformat(time) - origin) // datetime.timedelta(milliseconds=1)
                day = (ms + second.ZONE) // DAY * DAY - second.ZONE
                while today is not None and today < day:
                    yield today, rows
                    today, rows = today + DAY, []
                today = day
            rows.append((ms, plant, point, value, state))
    yield today, rows


def expected_lines(site, file, tables):
    """What `effluent judge --all-periods` must print of the file, a list a day."""
    seen, lost = {}, {}
    days = read_days(file)
    day, rows = next(days)
    while day is not None:
        following, later = next(days, (None, None))
        for time, plant, *_ in rows:
            seen.setdefault(plant, time)
        last = day + DAY - 1 if following is not None else rows[-1][0]
        month = second.day_text(day)[:7]
        for key, slots in lost.items():
            lost[key] = [one for one in slots if one[1][:7] == month]
        part = second.Part({plant: max(time, day) for plant, time in seen.items()}, last, lost)
        yield second.judge(site, rows, tables, True, part)
        day, rows = following, later
