#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The 527 real days judged again with a laboratory beside the instruments, through a change of permit and a shadow table:
how the plant stands at the end of each day (an exceeding sample outranks the instruments), which duties are met, which
months meet. All of it is reckoned apart, from the days and samples alone.

COD, TSS and pH are taken as the instruments', BOD5 as the laboratory's: one sample each Monday of which the data have a
value. The COD samples are not in the data: they are derived, on the 1st and 15th of a month, as 1.25 times that day's
reading, as if the instrument read too low."""
import collections
import datetime
import os
import subprocess
import sys
import tempfile
from fractions import Fraction

import independent_judge as second
import real_days_test as real_days
from run_judge import HEADER, STANDARDS

AUTOMATIC = ("cod", "tss", "ph")
WORST_FIRST = ("exceeding", "no_limit", "not_enough_data", "within_limit")
EVERY = datetime.timedelta(days=7)
TAKEN = datetime.timedelta(hours=7)


def worst(words):
    return next(word for word in WORST_FIRST if word in words)


def site_of(change):
    """As for the days without a laboratory, with BOD5 taken out of what is automatic."""
    site = real_days.site_with_a_change(change)
    outlet = site["plants"][0]["outlets"][0]
    outlet["points"] = [point for point in outlet["points"] if point["id"] in AUTOMATIC]
    for permit in outlet["permits"]:
        permit["automatic"] = list(AUTOMATIC)
    duty = 'laboratory = [{ parameter = "bod5", every = "7d" }]'
    lines = second.site_toml(site).replace('averaging = "24h"', f'averaging = "24h"\n{duty}')
    assert lines.count(duty) == 2, lines
    return lines


def samples_of(real):
    """(day, parameter, value), in order of time."""
    found = []
    for day, values in real:
        if day.weekday() == 0 and "bod5" in values:
            found.append((day, "bod5", values["bod5"]))
        if day.day in (1, 15) and "cod" in values:
            found.append((day, "cod", f'{float(Fraction(values["cod"]) * Fraction(5, 4)):.2f}'))
    return found


class Expected:
    """What the rules say, day by day: design.md 5 and docs/formats."""

    def __init__(self, real, change, table):
        self.days = list(real_days.each_day(real))
        self.change, self.table = change, table
        self.samples = samples_of(real)

    def word(self, day, parameter, text):
        before = day < self.change
        column, factor = ("A", Fraction("0.81")) if before else ("B", Fraction("0.99"))
        limits = real_days.limits_of(self.table, column, parameter, factor)
        if not before and parameter in real_days.OWN:
            limits = tuple(map(Fraction, real_days.OWN[parameter]))
        return real_days.word_of(text, *limits)

    def instruments(self, day, values):
        return worst({self.word(day, parameter, values.get(parameter)) for parameter in AUTOMATIC})

    def by_laboratory(self, day):
        """A duty's latest sample counts until the next one, one of COD until the next day is judged."""
        bod5 = [s for s in self.samples if s[1] == "bod5" and s[0] <= day]
        cod = [s for s in self.samples if s[1] == "cod" and s[0] == day]
        return any(self.word(*s) == "exceeding" for s in bod5[-1:] + cod)

    def valid(self, day):
        end = datetime.datetime.combine(day, datetime.time.max)
        taken = [datetime.datetime.combine(s[0], datetime.time()) + TAKEN for s in self.samples if s[1] == "bod5" and s[0] <= day]
        return bool(taken) and end - taken[-1] <= EVERY

    def month_meets(self, day):
        """Every day so far within the limit, and no sample of the month that exceeds."""
        inside = all(self.instruments(d, v) == "within_limit" for d, v in self.days
                     if d <= day and (d.year, d.month) == (day.year, day.month))
        exceeding = any(self.word(*s) == "exceeding" for s in self.samples
                        if s[0] <= day and (s[0].year, s[0].month) == (day.year, day.month))
        return inside and not exceeding

    def lines(self):
        for day, values in self.days:
            instruments, laboratory = self.instruments(day, values), self.by_laboratory(day)
            valid = int(self.valid(day))
            yield ",".join([day.isoformat(), "exceeding" if laboratory else instruments,
                            str(int(laboratory and instruments != "exceeding")), str(valid), str(1 - valid),
                            "true" if self.month_meets(day) else "false"])


def standing_days(program, configuration, real, samples):
    readings = HEADER + "".join(f"{day}T08:00:00+07:00,uci,{parameter},{values[parameter]},measuring\n"
                                for day, values in real for parameter in AUTOMATIC if parameter in values)
    units = {parameter: unit for parameter, (_, unit, _) in real_days.COLUMNS.items()}
    rows = "".join(f"{day}T07:00:00+07:00,out,{parameter},{value},{units[parameter]}\n" for day, parameter, value in samples)
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, text in (("effluent.toml", configuration), ("readings.csv", readings), ("samples.csv", rows)):
            files.append(os.path.join(folder, name))
            with open(files[-1], "w", encoding="utf-8") as out:
                out.write(text)
        done = subprocess.run([program, *files], capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def main(program):
    real = real_days.real_data()
    if real is None:
        return 77
    change = real_days.middle_of(real)
    expected = Expected(real, change, second.read_tables(STANDARDS)["qcvn-40-2011"])
    wanted = list(expected.lines())
    got = standing_days(program, site_of(change), real, expected.samples)
    for came, want in zip(got, wanted):
        assert came == want, f"{came} came, {want} expected"
    assert len(got) == len(wanted), (len(got), len(wanted))
    fields = [line.split(",") for line in got]
    counts = collections.Counter(line[1] for line in fields)
    alone = collections.Counter(expected.instruments(*day) for day in expected.days)
    for word in WORST_FIRST:
        print(f"{word:16} {alone[word]:4} days by instruments, {counts[word]:4} with the laboratory")
    outranked = sum(line[2] == "1" for line in fields)
    valid = sum(line[3] == "1" for line in fields)
    print(f"{len(expected.samples)} samples; only they exceed on {outranked} days; BOD5 valid at the end of {valid} days")
    kinds = collections.Counter(parameter for _, parameter, _ in expected.samples)
    words = {(parameter, expected.word(day, parameter, value)) for day, parameter, value in expected.samples}
    assert outranked > 0 and 0 < valid < len(got) and len(kinds) == 2, "this test would prove nothing"
    assert {("bod5", "exceeding"), ("bod5", "within_limit"), ("cod", "exceeding"), ("cod", "within_limit")} <= words, words
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
