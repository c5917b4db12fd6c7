# SPDX-License-Identifier: Apache-2.0
"""The gateway against a Modbus server nobody here wrote: every type in every order, with what can go wrong with a
value, polled over three links and two process starts; then the database, read as anybody would, is compared with what
the server served (its own notes), byte for byte."""
import base64
import collections
import ctypes
import functools
import hashlib
import struct
import time

from gateway import PROGRAM, Gateway, leaf, run_all
from modbus_oracle import ModbusOracle
from oracle_site import STATES, Site, topmost
from record_text import Number, check_entry, parsed, text, time_of, time_text

POLL_MS = 1000
Run = collections.namedtuple("Run", "site entries blocks served clock version program exits wall boottime")


def boottime_ms() -> int:
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000


def clock_state() -> str:
    """As adjtimex(2) says."""
    TIME_ERROR = 5
    state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(1024))
    return "unsynchronised" if state == TIME_ERROR else "synchronised"


def polled(gateway, site, times: int) -> bool:
    """Every device has that many blocks in the present epoch."""
    rows = gateway.query("SELECT json_extract(json, '$.device'), count(*) FROM block WHERE epoch = ? GROUP BY 1",
                         gateway.epochs()[-1])
    return len(rows) == len(site.devices) and all(count >= times for _, count in rows)


@functools.lru_cache(None)
def run() -> Run:
    """Two starts on one folder. Everything the tests below look at."""
    site, clock, wall, boottime, exits = Site(POLL_MS), clock_state(), time.time(), boottime_ms(), []
    with ModbusOracle(site.units()) as server, Gateway(site.configuration(server.port), site.profiles()) as gateway:
        for times in (6, 3):
            gateway.start()
            gateway.wait_for(lambda: polled(gateway, site, times), f"{times} polls of each device", deadline=90)
            begun = time.monotonic()
            exits.append((gateway.stop(), time.monotonic() - begun))
        with open(PROGRAM, "rb") as file:
            program = hashlib.sha256(file.read()).hexdigest()
        version = gateway.command("--version", config=False).stdout.split()[-1]
        assert clock_state() == clock, "the machine's clock changed its state during the test; run it again"
        return Run(site, gateway.entries(), gateway.blocks(), {d.unit: server.served(d.unit) for d in site.devices},
                   clock, version, program, exits, (wall, time.time()), (boottime, boottime_ms()))


def blocks_of(device) -> list:
    """(block, its members) in order of commit."""
    return [(block, fields) for block, fields in ((b, parsed(b.json)) for b in run().blocks)
            if fields["device"] == device.id]


def requests_of(block_registers: list) -> list:
    return [(int(r["function"]), int(r["address"]), int(r["count"])) for r in block_registers]


def served_polls(device) -> list:
    """What the server was asked, poll by poll: each poll begins with the first request of all."""
    polls = []
    for served in run().served[device.unit]:
        if not polls or served[:4] == polls[0][0][:4]:
            polls.append([])
        polls[-1].append(served)
    return polls


def data_bytes(served) -> bytes:
    """The data bytes of the answer: words big-endian, bits from the lowest of the first byte on."""
    if served.function > 2:
        return struct.pack(f">{served.count}H", *served.values)
    packed = bytearray((served.count + 7) // 8)
    for i, bit in enumerate(served.values):
        packed[i // 8] |= bit << (i % 8)
    return bytes(packed)


def expected_registers(requests: list) -> list:
    return [{"function": s.function, "address": s.address, "count": s.count,
             "data": base64.b64encode(data_bytes(s)).decode()} for s in requests if s.values is not None]


class Cycles:
    """What is known of the results of cycle points, poll after poll (record.md, "Polls")."""

    def __init__(self):
        self.words, self.result_at, self.since, self.standing = {}, {}, {}, {}

    def see(self, case, bits, due: int, polled: int) -> None:
        """`bits`: of the value, or of the register that tells of its results."""
        name, standing = case.name, self.standing.get(case.name)
        new = self.words.get(name) != bits
        waited = case.cycle_ms if standing == "assumed" else case.cycle_ms * 3 // 2
        late = not new and due - self.since[name] >= waited
        if new or late and not case.result and (case.repeats or standing is None):
            self.words[name], self.result_at[name], self.since[name] = bits, polled, due
            self.standing[name] = None if new else "assumed"
        elif late:
            self.standing[name] = "stale"


def expected_points(device, poll: int, cycles: Cycles, due: int, polled: int) -> list:
    points = []
    for id, case in run().site.points_of(device):
        bits = case.held(poll)
        value, cause = (None, "exception") if case.name.startswith("nowhere") else case.value(bits)
        causes = [cause]
        if case.status:
            causes.append(device.meaning(case.status))
        if value is not None and case.range:
            causes += ["over_range"] if float(value) > case.range[1] else []
            causes += ["under_range"] if float(value) < case.range[0] else []
        if case.cycle_ms:
            told_by = next((other for other in device.cases if case.result and other.name == case.result[1]), None)
            still = case.result and told_by is None  # by a register that feeds no point: it never changes
            cycles.see(case, still or (told_by.held(poll) if told_by else bits), due, polled)
            causes.append(cycles.standing[case.name])
        cause = topmost(*causes)
        point = {"point": id, "value": Number(value) if value is not None else None}
        if STATES[cause] != "measuring":
            point["state"] = STATES[cause]
        if cause is not None:
            point["cause"] = cause
        if case.cycle_ms:
            point["result_at"] = time_text(cycles.result_at[case.name])
        points.append(point)
    return points


def test_the_gateway_ends_with_status_0_within_10_s():
    for status, seconds in run().exits:
        assert status == 0 and seconds < 10, (status, seconds)


def test_each_block_is_what_the_server_served_byte_for_byte():
    hashes = {entry.epoch: entry.fields["config"][:16] for entry in run().entries if entry.kind == "start"}
    compared = 0
    for device in run().site.devices:
        polls, cycles = served_polls(device), Cycles()
        blocks = blocks_of(device)
        assert len(polls) == len(blocks) >= 9, (device.id, len(polls), len(blocks))
        for number, ((block, fields), requests) in enumerate(zip(blocks, polls)):
            due, polled, monotonic = time_of(fields["due_at"]), time_of(fields["polled_at"]), fields["monotonic_ms"]
            expected = text({
                "v": 1, "gateway": "gw-oracle", "epoch": block.epoch, "rid": block.rid, "device": device.id,
                "plant": run().site.plant_of[device.id], "instrument": device.serial or None,
                "due_at": time_text(due), "polled_at": time_text(polled), "monotonic_ms": Number(int(monotonic)),
                "clock": run().clock, "config": hashes[block.epoch], "registers": expected_registers(requests),
                "points": expected_points(device, number, cycles, due, polled)})
            if block.json != expected:
                difference = next(i for i, (a, b) in enumerate(zip(block.json + "\0", expected + "\1")) if a != b)
                around = slice(max(0, difference - 120), difference + 120)
                raise AssertionError(f"{device.id}, poll {number}:\nstored   {block.json[around]}\n"
                                     f"expected {expected[around]}")
            compared += len(fields["points"])
    print(f"      {compared} values of {len(run().blocks)} blocks, "
          f"{sum(len(d.cases) for d in run().site.devices)} points")


def test_every_state_and_cause_of_the_table_was_met():
    met = {(p.get("state", "measuring"), p.get("cause")) for b in run().blocks for p in parsed(b.json)["points"]}
    assert met == {(state, cause) for cause, state in STATES.items()}, met


def test_requests_are_as_long_as_allowed_and_read_only_what_is_needed():
    for device in run().site.devices:
        wanted, asked = device.registers(), {}
        for poll in served_polls(device):
            for served in poll:
                assert served.count <= device.most, served
                asked.update({(served.function, served.address + i): served for i in range(served.count)})
            assert requests_of(expected_registers(poll)) == [s[1:4] for s in poll if s.values is not None]
        assert wanted <= set(asked), (device.id, sorted(wanted - set(asked))[:5])
        run_length = 0
        for function, address in sorted(asked):
            joined = (function, address) not in wanted
            run_length = run_length + 1 if joined else 0
            assert run_length <= device.max_gap, (device.id, function, address)
        for case in device.cases:  # a value is never split
            request = asked[run_key(case)]
            assert case.address + case.words <= request.address + request.count, (device.id, case)


def run_key(case):
    return {"coil": 1, "discrete": 2, "holding": 3, "input": 4}[case.table], case.address


def test_rids_count_from_0_in_each_epoch_and_no_due_time_repeats():
    for epoch in {block.epoch for block in run().blocks}:
        rids = [block.rid for block in run().blocks if block.epoch == epoch]
        assert rids == list(range(len(rids))), rids
    for device in run().site.devices:
        due = [time_of(fields["due_at"]) for _, fields in blocks_of(device)]
        assert all(a < b for a, b in zip(due, due[1:])), due


def test_times_are_on_the_grid_and_inside_the_test():
    for device in run().site.devices:
        stamps = []
        for (_, fields), poll in zip(blocks_of(device), served_polls(device)):
            due, polled = time_of(fields["due_at"]), time_of(fields["polled_at"])
            assert due % POLL_MS == 0 and due <= polled < due + POLL_MS, fields
            assert run().wall[0] * 1000 <= polled + 1 and polled <= poll[0].time * 1000, (fields, poll[0])
            stamps.append(int(fields["monotonic_ms"]))
        assert stamps == sorted(stamps) and run().boottime[0] <= stamps[0] and stamps[-1] <= run().boottime[1]


def test_polls_due_are_blocks_or_counted_in_gaps():
    starts = [time_of(entry.fields["time"]) for entry in run().entries if entry.kind == "start"]
    for device in run().site.devices:
        due = [time_of(fields["due_at"]) for _, fields in blocks_of(device)]
        gaps = [entry.fields for entry in run().entries if entry.kind == "gap" and entry.fields["device"] == device.id]
        missed = sum(gap["count"] for gap in gaps)
        after = sum(time_of(gap["last"]) > due[-1] for gap in gaps)
        assert not after and (due[-1] - due[0]) // POLL_MS + 1 == len(due) + missed, (device.id, due, gaps)
        # The first multiple after `start`; later only where the machine stood still meanwhile.
        first = starts[0] // POLL_MS * POLL_MS + POLL_MS
        assert first <= due[0] <= first + 3 * POLL_MS, (starts[0], due[0])
        second = next(d for d, (block, _) in zip(due, blocks_of(device)) if block.epoch != run().blocks[0].epoch)
        assert second > starts[1], (starts[1], second)
        assert any(gap["cause"] == "downtime" and time_of(gap["first"]) <= starts[1] for gap in gaps) or \
            second - due[due.index(second) - 1] == POLL_MS, gaps


def test_entries_have_their_leaves_and_no_holes():
    epochs = list(dict.fromkeys(entry.epoch for entry in run().entries))
    assert len(epochs) == 2
    for epoch in epochs:
        entries = [entry for entry in run().entries if entry.epoch == epoch]
        assert [entry.seq for entry in entries] == list(range(len(entries)))
        for entry in entries:
            assert bytes(entry.leaf) == leaf(entry.line), entry
            check_entry(entry.line, "gw-oracle", epoch, entry.seq, run().clock)
        assert entries[0].kind == "start" and entries[-1].line.endswith('"kind":"stop","reason":"signal"}')


def test_the_epochs_begin_as_the_record_says():
    first, second = [[e for e in run().entries if e.epoch == epoch] for epoch in
                     dict.fromkeys(entry.epoch for entry in run().entries)]
    with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
        boot = file.read().strip()
    for entries, parent in ((first, None), (second, {"epoch": first[0].epoch, "size": len(first), "root": None})):
        fields = entries[0].fields
        assert list(fields.items())[7:] == [("parent", parent), ("version", run().version), ("program", run().program),
                                            ("config", fields["config"]), ("boot", boot)], fields
        when, started = entries[0].epoch[:16], time_of(fields["time"])
        assert abs(time_of(f"{when[:4]}-{when[4:6]}-{when[6:8]}T{when[9:11]}:{when[11:13]}:{when[13:15]}.000+07:00")
                   + 7 * 3_600_000 - started) <= 2000 and len(entries[0].epoch) == 25, entries[0]


def test_the_configuration_stands_in_the_first_epoch_whole_and_once():
    configs = [entry for entry in run().entries if entry.kind == "config"]
    count = len(configs)
    assert [(entry.epoch, entry.seq) for entry in configs] == [(run().entries[0].epoch, i + 1) for i in range(count)]
    joined = "".join(entry.fields["text"] for entry in configs)
    digest = hashlib.sha256(joined.encode()).hexdigest()
    assert digest == run().entries[0].fields["config"]
    for number, entry in enumerate(configs, 1):
        fields = entry.fields
        assert (fields["sha256"], fields["part"], fields["of"]) == (digest, number, count), fields
    whole = parsed(joined)
    assert text(whole) == joined and sorted(whole) == ["configuration", "limits", "profiles"]
    check_sorted(whole)
    assert sorted(whole["profiles"]) == sorted(device.id for device in run().site.devices)
    assert [plant["id"] for plant in whole["configuration"]["plant"]] == list(run().site.points)


def check_sorted(value) -> None:
    if isinstance(value, dict):
        assert list(value) == sorted(value, key=str.encode), list(value)
    for member in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        check_sorted(member)


if __name__ == "__main__":
    run()
    run_all(globals())
