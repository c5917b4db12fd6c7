#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""527 real days of a treatment plant, moved by 30 years into the standard's dates, through the real `effluent judge`:
verdict counts for COD, BOD5, TSS and pH at the outlet, columns A and B, equal an independent computation."""
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


def expected_counts(real, column, table):
    """Straight from the days: one reading a day is its mean; a day without one has not enough data."""
    counts = collections.Counter()
    first, last = real[0][0], real[-1][0]
    values = dict(real)
    for parameter in COLUMNS:
        row = next(r for r in table if r["key"] == parameter)
        factor = Fraction("0.81") if row["kq_kf_applies"] == "1" else 1
        low = Fraction(row[column + "_min"]) if row[column + "_min"] else None
        high = Fraction(row[column + "_max"]) * factor
        for i in range((last - first).days + 1):
            text = values.get(first + datetime.timedelta(days=i), {}).get(parameter)
            if text is None:
                word = "not_enough_data"
            else:
                outside = Fraction(text) > high or (low is not None and Fraction(text) < low)
                word = "exceeding" if outside else "within_limit"
            counts[parameter, word] += 1
    return counts


def main():
    folder = os.environ.get("EFFLUENT_DATA") or os.path.join(os.environ["SOURCE_DIR"], "..", "shared", "data")
    file = os.path.join(folder, "uci-water-treatment", "water-treatment.csv")
    if not os.path.exists(file):
        print(f"SKIP: the real plant data are not at {file}; name their folder in EFFLUENT_DATA")
        return 77
    real = days(file)
    assert len(real) == 527, len(real)
    text, rows = HEADER, []
    for date, values in real:
        for parameter, value in values.items():
            text += f"{date}T08:00:00+07:00,uci,{parameter},{value},measuring\n"
            instant = datetime.datetime(date.year, date.month, date.day, 1)
            ms = (instant - datetime.datetime(1970, 1, 1)) // datetime.timedelta(milliseconds=1)
            rows.append((ms, "uci", parameter, value, "measuring"))
    tables = second.read_tables(STANDARDS)
    for column in "AB":
        done = run(second.site_toml(site(column)), text)
        assert done.returncode == 0, done.stderr.decode()
        lines = done.stdout.decode().splitlines()
        verdicts = [line for line in map(json.loads, lines) if line["kind"] == "verdict"]
        counts = collections.Counter((v["parameter"], v["verdict"]) for v in verdicts)
        wanted = expected_counts(real, column, tables["qcvn-40-2011"])
        for one in sorted(wanted):
            print(f"column {column} {one[0]:5} {one[1]:16} {wanted[one]:4}")
        assert counts == wanted, f"column {column}: {counts} came, {wanted} expected"
        assert any(word == "exceeding" for _, word in wanted), "no day exceeds: this test would prove nothing"
        assert lines == second.judge(site(column), rows, tables), "lines differ from the independent computation"
    return 0


if __name__ == "__main__":
    sys.exit(main())
