# SPDX-License-Identifier: Apache-2.0
"""Whether each scenario of the golden year left its trace: verdicts of the disturbed run beside the undisturbed one."""
import collections
import datetime

# Of each scenario: what must have come into some verdict that is not so without it: plant, parameter, text. Changes at
# other plants are not counted; `None` stands for every plant.
TRACES = {
    "normal": [],  # must change nothing, anywhere
    "calibration": [("mau-1", "ph", '"coverage"'), ("mau-1", "nh4_n", '"coverage"')],
    "tet-shutdown": [("mau-1", "tss", '"within_limit"'), ("mau-1", "nh4_n", '"exceeding"')],
    "aeration-failure": [(None, "nh4_n", '"exceeding"')],
    "dosing-failure": [("mau-4", "ph", '"exceeding"'), (None, "tss", '"exceeding"')],
    "stuck": [("mau-1", "tss", '"exceeding"')],
    "drifting": [("mau-1", "nh4_n", '"exceeding"')],
    "storm": [(None, "tss", '"exceeding"')],
    "over-range": [("mau-1", "cod", '"over_range"')],
    "organic-shock": [(None, "cod", '"exceeding"')],
    "dead-instrument": [("mau-3", parameter, '"coverage"') for parameter in ("cod", "ph", "nh4_n")],
    "batch-discharge": [("mau-4", "cod", '"exceeding"'), ("mau-4", "tss", '"exceeding"')],
    "upsets": [("mau-2", "cod", '"exceeding"'), ("mau-3", "cod", '"coverage"'), ("mau-3", "ph", '"coverage"')],
    "no-power": [("mau-2", parameter, '"coverage"') for parameter in ("cod", "ph", "tss", "nh4_n")],  # no scenario file
}
LENGTHS = {"5min": datetime.timedelta(minutes=5), "1h": datetime.timedelta(hours=1), "24h": datetime.timedelta(days=1)}
AFTER = datetime.timedelta(hours=12)  # how long water keeps what a scenario did to it


def member(line, name):
    begin = line.index(f'"{name}":"') + len(name) + 4
    return line[begin:line.index('"', begin)]


def judged_part(line):
    """Verdict and reasons, as they stand."""
    begin = line.index('"verdict":"') + 10
    return line[begin:line.index(',"at_least"', begin)]


def leaves(trace, place):
    """Whether a change at (plant, parameter, before -> after) is that trace."""
    plant, parameter, text = trace
    return plant in (None, place[0]) and parameter == place[1] and text in place[2].split(" -> ")[1]


class Traces:
    def __init__(self, calendar):
        """`calendar`: (scenario, from, to), the occurrences to be looked for, times with their offset."""
        self.found = [(scenario, start, end, collections.Counter()) for scenario, start, end in calendar]
        self.outside = 0

    def compare(self, disturbed, undisturbed):
        """Two lines of the same place."""
        if not disturbed.startswith('{"kind":"verdict"'):
            return
        head = disturbed[:disturbed.index(',"verdict":')]
        assert undisturbed.startswith(head), f"not the same windows:\n{disturbed}\n{undisturbed}"
        after, before = judged_part(disturbed), judged_part(undisturbed)
        if after != before:
            start = datetime.datetime.fromisoformat(member(head, "start"))
            length = LENGTHS[member(head, "period")]
            self.changed((member(head, "plant"), member(head, "parameter"), f"{before} -> {after}"), start, start + length)

    def changed(self, place, start, end):
        inside = False
        for scenario, begin, over, changes in self.found:
            plants = {plant for plant, *_ in TRACES[scenario]} or {None}
            if begin < end and start < over + AFTER and plants & {None, place[0]}:
                changes[place] += 1
                inside = True
        self.outside += not inside

    def report(self):
        """Prints what was found; the occurrences without their trace."""
        missing = []
        for scenario, begin, _, changes in self.found:
            name = f"{scenario} from {begin:%Y-%m-%d %H:%M}"
            print(f"  {name}: {sum(changes.values())} verdicts changed")
            if not TRACES[scenario] and changes:
                missing.append(f"{name} (must change nothing)")
            for trace in TRACES[scenario]:
                count = sum(number for place, number in changes.items() if leaves(trace, place))
                print(f"    {count:6} {trace[2]} of {trace[1]}, {trace[0] or 'any plant'}")
                missing += [] if count else [f"{name} ({trace[1]})"]
            for (plant, parameter, change), count in changes.most_common(1):
                print(f"    {count:6} times {plant} {parameter}: {change}")
        print(f"  {self.outside} verdicts changed elsewhere: the water's memory is longer, and an instrument's noise differs "
              "from where a scenario left it")
        return missing
