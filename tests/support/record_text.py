# SPDX-License-Identifier: Apache-2.0
"""The texts of the record, written a second time from its description alone: JSON, times, members of each kind."""
import datetime
import json
import re

EPOCH = datetime.datetime(1970, 1, 1)
ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})\+07:00")

HEAD = ["v", "gateway", "epoch", "seq", "time", "clock", "kind"]
MEAN = ["plant", "outlet", "point", "parameter", "period", "start", "n", "due", "coverage_percent", "mean", "min", "max"]
MORE = ["std_dev", "states", "causes", "not_measured_s", "excluded", "below_detection", "mean_lower", "mean_upper"]
AROUND = ["not_measured", "excluded", "mean_with_excluded", "exclusion_cap", "deviation", "outside", "surrogate",
          "instruments", "discharge", "permitted_error", "weighting"]  # behind a verdict's basis
MEMBERS = {
    "start": [["parent", "version", "program", "config", "boot"]],
    "config": [["sha256", "part", "of", "text"]],
    "mean": [MEAN + MORE, MEAN + ["sum", "slots", "blocks"] + MORE + ["sum_squares"]],
    "verdict": [["plant", "outlet", "point", "parameter", "period", "start", "verdict", "reasons", "at_least", "value",
                 "limit_min", "limit_max", "ratio", "coverage_percent", "binding", "basis"] + AROUND],
    "gap": [["device", "cause", "count", "first", "last"]],
    "event": [["plant", "device", "what", "cause"], ["plant", "device", "what", "cause", "outlet", "parameter", "point", "since"]],
    "stop": [["reason"]],
}


class Number(str):
    """A number as it is printed."""


def text(value) -> str:
    """JSON without white space; members in the order of the dict, strings escaped only where they must be."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(ESCAPES.get(c, f"\\u{ord(c):04x}" if c < " " else c) for c in value) + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(text, value)) + "]"
    return "{" + ",".join(text(key) + ":" + text(member) for key, member in value.items()) + "}"


def parsed(line: str) -> dict:
    """Numbers stay as they are printed, members in their order; no name twice."""
    def members(pairs):
        assert len(dict(pairs)) == len(pairs), pairs
        return dict(pairs)
    return json.loads(line, parse_int=Number, parse_float=Number, object_pairs_hook=members)


def time_text(milliseconds: int) -> str:
    local = EPOCH + datetime.timedelta(milliseconds=milliseconds) + datetime.timedelta(hours=7)
    return f"{local:%Y-%m-%dT%H:%M:%S}.{local.microsecond // 1000:03d}+07:00"


def time_of(text_of_time: str) -> int:
    """Milliseconds of Unix time; the text must be of the record's shape."""
    fields = TIME.fullmatch(text_of_time)
    assert fields, text_of_time
    *date, thousandths = map(int, fields.groups())
    local = datetime.datetime(*date) - datetime.timedelta(hours=7)
    milliseconds = (local - EPOCH) // datetime.timedelta(milliseconds=1) + thousandths
    assert time_text(milliseconds) == text_of_time
    return milliseconds


def check_entry(line: str, gateway: str, epoch: str, seq: int, clock: str) -> dict:
    """The line's members; it must be an entry of that place, byte for byte as the record writes JSON."""
    fields = parsed(line)
    assert text(fields) == line, f"not the record's JSON: {line}"
    assert len(line.encode()) + 1 <= 16384, len(line)
    names = list(fields)
    assert names[:7] == HEAD and names[7:] in MEMBERS[fields["kind"]], names
    time_of(fields["time"])
    place = {"v": 1, "gateway": gateway, "epoch": epoch, "seq": seq, "time": fields["time"], "clock": clock}
    assert line.startswith(text(place)[:-1] + ',"kind":'), (line, place)
    return fields
