#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""527 real days of a treatment plant, moved by 30 years into the standard's dates, through the real `effluent judge`:
verdict counts for COD, BOD5, TSS and pH at the outlet, columns A and B, equal an independent computation. Judged again
with another permit from the middle on, own limits in it, and shadow tables: the counts of each table and permit too."""
import collections
import csv
import datetime
import json
import os
import sys
from fractions import Fraction

import independent_judge as second
from run_judge import HEADER, STANDARDS, run

COLUMNS = {"cod": ("DQO-S", "mg/L", 0), "bod5": ("DBO-S", "mg/L", 0), "tss": ("SS-S", "mg/L", 1), "ph": ("PH-S", "pH", 1)}


def days(file):
    """(day, {parameter: text}), in order of the days."""
    found = []
    with open(file, encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            day, month, year = row["Date"][2:].split("/")
            date = datetime.date(1900 + int(year) + 30, int(month), int(day))
            found.append((date, {p: row[c] for p, (c, _, _) in COLUMNS.items() if row[c] != "?"}))
    return sorted(found, key=lambda pair: pair[0])


def site(column):
    points = [{"id": p, "parameter": p, "unit": u, "digits": d, "interval_ms": 86_400_000}
              for p, (_, u, d) in COLUMNS.items()]
    permit = {"number": "1/GPMT", "standard": "qcvn-40-2011", "column": column, "kq": "0.9", "kf": "0.9",
              "averaging": "24h", "averaging_of": {"ph": "24h"}, "automatic": list(COLUMNS)}
    return {"plants": [{"id": "uci", "outlets": [{"id": "out", "points": points, "permits": [permit]}]}]}


def limits_of(table, column, parameter, factor):
    row = next(r for r in table if r["key"] == parameter)
    factor = factor if row["kq_kf_applies"] == "1" else 1
    return (Fraction(row[column + "_min"]) if row[column + "_min"] else None), Fraction(row[column + "_max"]) * factor


def word_of(text, low, high):
    """Straight from the day: its one reading is its mean; without one there is not enough data."""
    if text is None:
        return "not_enough_data"
    return "exceeding" if Fraction(text) > high or (low is not None and Fraction(text) < low) else "within_limit"


def each_day(real):
    first, last = real[0][0], real[-1][0]
    values = dict(real)
    for i in range((last - first).days + 1):
        day = first + datetime.timedelta(days=i)
        yield day, values.get(day, {})


def expected_counts(real, column, table):
    counts = collections.Counter()
    for _, values in each_day(real):
        for parameter in COLUMNS:
            counts[parameter, word_of(values.get(parameter), *limits_of(table, column, parameter, Fraction("0.81")))] += 1
    return counts


def judged_lines(of, real):
    """What the program prints, which is line by line what the independent computation does."""
    text, rows = HEADER, []
    for date, values in real:
        for parameter, value in values.items():
            text += f"{date}T08:00:00+07:00,uci,{parameter},{value},measuring\n"
            instant = datetime.datetime(date.year, date.month, date.day, 1)
            ms = (instant - datetime.datetime(1970, 1, 1)) // datetime.timedelta(milliseconds=1)
            rows.append((ms, "uci", parameter, value, "measuring"))
    done = run(second.site_toml(of), text)
    assert done.returncode == 0, done.stderr.decode()
    lines = done.stdout.decode().splitlines()
    expected = second.judge(of, rows, second.read_tables(STANDARDS))
    assert lines == expected, "lines differ from the independent computation"
    return [json.loads(line) for line in lines]


OWN = {"cod": ("10", "60"), "ph": ("7.5", "8.1")}  # of the second permit


def site_with_a_change(change):
    """Column A until the day before `change`; from then on B with other coefficients and own limits for COD and pH. Both
    with 2025 column B beside them, the second with 2011 A too."""
    one = site("A")
    first = one["plants"][0]["outlets"][0]["permits"][0]
    in_2025 = {"standard": "qcvn-40-2025", "column": "B", "flow_band": "2000<F<=20000"}
    later = {**first, "number": "2/GPMT", "column": "B", "kf": "1.1", "valid_from": change.isoformat(),
             "limits": {p: {"min": low, "max": high, "source": "annex"} for p, (low, high) in OWN.items()},
             "shadow": [in_2025, {"standard": "qcvn-40-2011", "column": "A"}]}
    first["valid_to"] = (change - datetime.timedelta(days=1)).isoformat()
    first["shadow"] = [in_2025]
    one["plants"][0]["outlets"][0]["permits"].append(later)
    return one


def counts_with_a_change(real, change, table):
    """(binding, standard, column, parameter, verdict); the table of 2025 is blank and began in September 2025."""
    counts = collections.Counter()
    for day, values in each_day(real):
        for parameter in COLUMNS:
            text = values.get(parameter)
            before = day < change
            column, factor = ("A", Fraction("0.81")) if before else ("B", Fraction("0.99"))
            limits = limits_of(table, column, parameter, factor)
            if not before and parameter in OWN:
                limits = tuple(map(Fraction, OWN[parameter]))
            counts[True, "qcvn-40-2011", column, parameter, word_of(text, *limits)] += 1
            counts[False, "qcvn-40-2025", "B", parameter, "no_limit"] += 1
            if not before:
                counts[False, "qcvn-40-2011", "A", parameter, word_of(text, *limits_of(table, "A", parameter, factor))] += 1
    return counts


def middle_of(real):
    first, last = real[0][0], real[-1][0]
    return first + (last - first) / 2


def judge_with_a_change(real, table):
    change = middle_of(real)
    verdicts = [line for line in judged_lines(site_with_a_change(change), real) if line["kind"] == "verdict"]
    counts = collections.Counter((v["binding"], v["basis"]["standard"], v["basis"]["column"], v["parameter"], v["verdict"])
                                 for v in verdicts)
    wanted = counts_with_a_change(real, change, table)
    print(f"permits change on {change}")
    for (binding, standard, column, parameter, word), number in sorted(wanted.items(), key=lambda one: (not one[0][0], one)):
        print(f"{'binding' if binding else 'shadow '} {standard} {column} {parameter:5} {word:16} {number:4}")
    assert counts == wanted, f"{counts - wanted} came, {wanted - counts} expected"
    words = {key[:3]: {k[4] for k in wanted if k[:3] == key[:3]} for key in wanted}
    assert all("exceeding" in found or key[1] == "qcvn-40-2025" for key, found in words.items()), words
    reasons = {tuple(v["reasons"]) for v in verdicts if v["basis"]["standard"] == "qcvn-40-2025"}
    assert all("limit_blank" in one for one in reasons), reasons


def real_data():
    """The days; None where the data are not there."""
    folder = os.environ.get("EFFLUENT_DATA") or os.path.join(os.environ["SOURCE_DIR"], "..", "shared", "data")
    file = os.path.join(folder, "uci-water-treatment", "water-treatment.csv")
    if not os.path.exists(file):
        print(f"SKIP: the real plant data are not at {file}; name their folder in EFFLUENT_DATA")
        return None
    real = days(file)
    assert len(real) == 527, len(real)
    return real


def main():
    real = real_data()
    if real is None:
        return 77
    tables = second.read_tables(STANDARDS)
    for column in "AB":
        verdicts = [line for line in judged_lines(site(column), real) if line["kind"] == "verdict"]
        counts = collections.Counter((v["parameter"], v["verdict"]) for v in verdicts)
        wanted = expected_counts(real, column, tables["qcvn-40-2011"])
        for one in sorted(wanted):
            print(f"column {column} {one[0]:5} {one[1]:16} {wanted[one]:4}")
        assert counts == wanted, f"column {column}: {counts} came, {wanted} expected"
        assert any(word == "exceeding" for _, word in wanted), "no day exceeds: this test would prove nothing"
    judge_with_a_change(real, tables["qcvn-40-2011"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
