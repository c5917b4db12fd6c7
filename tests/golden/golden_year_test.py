#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The golden year: simulated plants under every scenario, in virtual time, through the real `effluent judge`. Every line
equals the independent computation, byte for byte; a second run gives the same bytes; every scenario changes a verdict.

golden_year_test.py GOLDEN_YEAR          a week that holds a month's end and six scenarios
golden_year_test.py GOLDEN_YEAR --year   2026, all of them
EFFLUENT_SEED=N plays it with another noise."""
import collections
import datetime
import hashlib
import os
import subprocess
import sys
import tempfile
import time

sys.path.append(os.path.join(os.environ["SOURCE_DIR"], "tests", "judge"))
import golden_site
import independent_judge as second
import traces
from run_judge import STANDARDS

SEED = os.environ.get("EFFLUENT_SEED", "2026")
HERE = os.path.dirname(os.path.abspath(__file__))
CONFIG = os.path.join(HERE, "effluent.toml")
SIMULATORS = os.path.join(os.environ["SOURCE_DIR"], "simulators")


def play(program, span, file, *more):
    """Plays the plants into the file; the hash of its bytes."""
    with open(file, "wb") as out:
        subprocess.run([program, CONFIG, SIMULATORS, *span, "5min", SEED, *more], stdout=out, check=True)
    with open(file, "rb") as text:
        return hashlib.file_digest(text, "sha256").hexdigest()


class Judged:
    """Lines of `effluent judge --all-periods`, as they come."""

    def __init__(self, file, warnings=None):
        self.program = subprocess.Popen([os.environ["EFFLUENT_BIN"], "judge", "--config", CONFIG, "--readings", file,
                                         "--all-periods"], stdout=subprocess.PIPE, stderr=warnings)
        self.hash = hashlib.sha256()

    def lines(self):
        for line in self.program.stdout:
            self.hash.update(line)
            yield line.decode()[:-1]
        assert self.program.wait() == 0, self.program.returncode


def compare_all(file, site, tables, counts):
    """Every line against the independent computation; the hash of what was printed."""
    judged = Judged(file)
    got, number = judged.lines(), 0
    for day in golden_site.expected_lines(site, file, tables):
        for want in day:
            number += 1
            came = next(got, "(end)")
            assert came == want, f"line {number}:\n  expected {want}\n  got      {came}"
            count(want, counts)
    assert next(got, None) is None, f"more than the {number} lines expected came"
    return judged.hash.hexdigest()


def count(line, counts):
    if line.startswith('{"kind":"mean"'):
        counts["mean"] += 1
        return
    counts["verdict"] += 1
    counts[traces.judged_part(line).replace('"reasons":', "")] += 1
    counts["at_least"] += '"at_least":true' in line


def calendar(program, span):
    """The occurrences that lie within the days played."""
    text = subprocess.run([program, "--calendar", span[0][:4]], capture_output=True, text=True, check=True).stdout
    begin = datetime.datetime.fromisoformat(span[0] + "T00:00:00+07:00")
    end = begin + datetime.timedelta(days=int(span[1]))
    rows = [line.split(",") for line in text.split()]
    times = [(name, *map(datetime.datetime.fromisoformat, moments)) for name, *moments in rows]
    files = {name[:-5] for name in os.listdir(os.path.join(SIMULATORS, "scenarios"))}
    names = {name for name, *_ in times}
    assert names == files | {"no-power"} == set(traces.TRACES), "a scenario is not in the golden year"
    return [one for one in times if begin <= one[1] and one[2] <= end]


def main():
    program = sys.argv[1]
    whole = "--year" in sys.argv
    span = ("2026-01-01", "365") if whole else ("2026-10-28", "7")
    print(f"seed {SEED}, {span[1]} days from {span[0]}")
    started = time.monotonic()
    site, tables, counts = golden_site.read_site(CONFIG), second.read_tables(STANDARDS), collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        disturbed, calm = (os.path.join(folder, name) for name in ("disturbed.csv", "undisturbed.csv"))
        readings = play(program, span, disturbed)
        assert play(program, span, disturbed) == readings, "the plants played twice are not the same"
        play(program, span, calm, "--undisturbed")
        lines = compare_all(disturbed, site, tables, counts)
        print(f"readings {readings}\nlines    {lines}\n{counts['mean']} means and {counts['verdict']} verdicts, all equal:")
        for name, number in sorted(counts.items()):
            if name not in ("mean", "verdict"):
                print(f"  {number:8} {name}")
        found, again = traces.Traces(calendar(program, span)), Judged(disturbed, subprocess.DEVNULL)
        for one, other in zip(again.lines(), Judged(calm, subprocess.DEVNULL).lines(), strict=True):
            found.compare(one, other)
        assert again.hash.hexdigest() == lines, "judged twice, the lines are not the same"
    missing = found.report()
    print(f"{time.monotonic() - started:.0f} s")
    assert not missing, "without their trace: " + ", ".join(missing)
    assert len(found.found) >= (len(traces.TRACES) if whole else 7)
    return 0


if __name__ == "__main__":
    sys.exit(main())
