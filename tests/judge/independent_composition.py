# SPDX-License-Identifier: Apache-2.0
"""Verdicts that rest on more than one point, a second time from docs/formats/entries.md: a standby instrument, an outlet
with signs of a standstill, a mean weighted by flow. `bases`: point id -> [(start, length, Held)] of its shortest period."""
from fractions import Fraction

MINUTE = 60_000
PART = 5 * MINUTE
DAY = 1440 * MINUTE


def inside(base, start, end):
    return [held for begin, length, held in base if start <= begin and begin + length <= end]


class Signs:
    """What the signs of an outlet say."""

    def __init__(self, rules, points, bases, minimum):
        self.rules, self.points, self.bases, self.minimum = rules, points, bases, minimum
        self.known = {}

    def sign(self, sign, start):
        for held in inside(self.bases[sign["point"]], start, start + PART):
            if not held.entering:
                continue
            low, high = sign.get("at_least"), sign.get("at_most")
            if (high is not None and max(held.entering) > Fraction(high)) or (low is not None and min(held.entering) < Fraction(low)):
                return "running"
            if held.coverage * 100 >= self.minimum:
                return "stopped"
        return None

    def at(self, start):
        if start not in self.known:
            said = [self.sign(sign, start) for sign in self.rules["signs"]]
            self.known[start] = ("contradictory" if {"running", "stopped"} <= set(said) else
                                 "idle" if set(said) == {"stopped"} else "discharging")
        return self.known[start]

    def part(self, start):
        said = self.at(start)
        flush = self.rules.get("flush_ms", 0)
        back = 1
        while said == "discharging" and start - back * PART + PART > start - flush:
            if self.at(start - back * PART) == "idle":
                return "flush"
            back += 1
        return said

    def of(self, start, length):
        said = {self.part(at) for at in range(start, start + length, PART)}
        for word in ("contradictory", "discharging", "flush"):
            if word in said:
                return word
        return "idle"

    def batch_before(self, end):
        """[start, end) of the batch whose end the idle part before `end` tells; None: none, or longer than 24 h."""
        until = end - PART
        if self.at(until) != "idle" or self.at(until - PART) == "idle":
            return None
        for start in range(until - PART, until - DAY, -PART):
            if self.at(start - PART) == "idle":
                return start, until
        return None

    def held_back(self, end, rounded):
        """m3 while idle in the 24 h before `end`, or None where the inflow is not known."""
        point = self.points[self.rules["inflow"]]
        per = 1440 if point["unit"] == "m3/day" else 60
        volume, covered, idle, covered_idle, bounded = Fraction(0), Fraction(0), 0, Fraction(0), False
        for begin, length, held in self.bases[point["id"]]:
            if not (end - DAY <= begin and begin + length <= end):
                continue
            covered += held.coverage * length
            if self.of(begin, length) == "idle":
                idle, covered_idle = idle + length, covered_idle + held.coverage * length
                bounded = bounded or held.count("over_range") > 0
                volume += max(rounded(held.mean, point["digits"] + 2), 0) * (length // MINUTE) / per if held.entering else 0
        known = covered * 100 >= self.minimum * DAY and covered_idle * 100 >= self.minimum * idle and not bounded
        return volume if known else None


class Composed:
    """What a window of such a verdict holds, as `Held` does for one point."""

    def __init__(self, outlet, permit, point, points, start, length, bases, rounded, batch=False):
        self.point, self.length, self.whole = point, length, length
        if batch:
            self.whole = sum(of for begin, of, _ in bases[point["id"]] if start <= begin and begin + of <= start + length)
        self.entering, self.excluded, self.missing, self.causes = [], [], {}, {}
        self.window, self.covered = [], Fraction(0)  # window: [(start, length, entering)], for times outside
        self.discharge = self.instruments = self.weighting = None
        self.contradiction = self.nothing = False
        minimum = Fraction(permit.get("minimum_coverage_percent", "80"))
        end = start + length
        standby = [p for p in outlet["points"] if p.get("standby_for") == point["id"]]
        if standby:
            self.instruments = {point["id"]: [Fraction(0), 0], standby[0]["id"]: [Fraction(0), 0]}
        signs = None
        if outlet.get("discharge"):
            signs = Signs(outlet["discharge"], points, bases, minimum)
            inflow = signs.held_back(end, rounded)
            tank = Fraction(outlet["discharge"]["tank_volume_m3"])
            self.discharge = {"idle": 0, "flush": 0, "contradictory": 0, "inflow": inflow, "tank": tank,
                              "explained": inflow is not None and inflow <= tank}
        weighted = permit.get("weighting_of", {}).get(point["parameter"]) == "flow"
        weights = []  # (minutes x flow, mean of what entered or None, mean of all)
        volume, without = Fraction(0), 0
        for begin, of, held in bases[point["id"]]:
            if not (start <= begin and begin + of <= end):
                continue
            use, who, beside = [held], point["id"], []
            if standby and not held.entering:
                others = inside(bases[standby[0]["id"]], begin, begin + of)
                beside = others
                if any(other.entering for other in others):
                    use, who, beside = others, standby[0]["id"], [held]
            entering = [v for one in use for v in one.entering]
            excluded = [v for one in use + beside for v in one.excluded]
            covered = sum((one.coverage * one.length for one in use), Fraction(0))
            missing = [(c, t) for one in use for c, t in one.missing.items() if c != "no_reading"]
            causes = {c: sum(one.count(c) for one in use) for c in ("over_range", "under_range")}
            said = signs.of(begin, of) if signs else "discharging"
            if said != "discharging":
                self.discharge[said] += of
            if said in ("idle", "flush") and self.discharge["explained"]:
                excluded, entering, covered, missing, causes = excluded + entering, [], Fraction(0), [], {}
                self.whole -= of
            if standby and entering:
                self.instruments[who][0] += covered
                self.instruments[who][1] += len(entering)
            if weighted and entering + excluded:
                flow = [v for one in inside(bases[outlet["flow"]], begin, begin + of) for v in one.entering]
                if not flow:
                    without += of
                    covered = Fraction(0)
                else:
                    by = points[outlet["flow"]]
                    weight = max(rounded(sum(flow, Fraction(0)) / len(flow), by["digits"] + 2), 0) * (of // MINUTE)
                    mean = lambda values: rounded(sum(values, Fraction(0)) / len(values), point["digits"] + 2)
                    weights.append((weight, mean(entering) if entering else None, mean(entering + excluded)))
                    covered = covered if weight else Fraction(0)
                    volume += weight / (1440 if by["unit"] == "m3/day" else 60) if entering else 0
            self.window.append((begin, of, entering))
            self.entering += entering
            self.excluded += excluded
            self.covered += covered
            for cause, time in missing:
                self.missing[cause] = self.missing.get(cause, 0) + time
            for cause, n in causes.items():
                self.causes[cause] = self.causes.get(cause, 0) + n
        self.missing["no_reading"] = max(self.whole - self.covered - sum(self.missing.values()), 0)
        order = ("device_fault", "calibrating", "impossible", "below_zero", "no_reading")
        self.missing = {cause: self.missing[cause] for cause in order if self.missing.get(cause)}
        self.lost = self.missing.get("calibrating", 0)
        self.coverage = self.covered / self.whole if self.whole else Fraction(0)
        self.mean = sum(self.entering, Fraction(0)) / len(self.entering) if self.entering else None
        every = self.entering + self.excluded
        self.every = sum(every, Fraction(0)) / len(every) if self.excluded else None
        if weighted:
            self.weighting = {"volume": volume, "without": without}
            over = lambda pairs: (sum(w * m for w, m in pairs) / sum(w for w, _ in pairs)) if sum(w for w, _ in pairs) else None
            self.mean = over([(w, m) for w, m, _ in weights if m is not None])
            self.every = over([(w, a) for w, _, a in weights]) if self.excluded else None
        if signs:
            said = self.discharge
            unexplained = not said["explained"] and said["idle"] > 0
            doubtful = said["contradictory"] > 0 and (self.whole - min(said["contradictory"], self.whole)) * 100 < minimum * max(self.whole, 1)
            self.contradiction = unexplained or doubtful
            self.nothing = said["explained"] and said["idle"] > 0 and said["flush"] == 0 and self.whole == 0

    def count(self, cause):
        return self.causes.get(cause, 0)

    def mean_with(self):
        return self.every


def is_composed(outlet, permits, point):
    """Whether the verdicts of a primary point rest on more than it."""
    standby = any(p.get("standby_for") == point["id"] for p in outlet["points"])
    weighted = any(p.get("weighting_of", {}).get(point["parameter"]) == "flow" for p in permits)
    return standby or bool(outlet.get("discharge")) or weighted
