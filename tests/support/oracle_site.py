# SPDX-License-Identifier: Apache-2.0
"""Devices that hold every type in every order, the profiles and the configuration that describe them, and what must be
read from them: encoded by struct, computed with fractions, without a line of the product."""
import dataclasses
import itertools
import math
import random
import struct
from fractions import Fraction

CODES = {"u16": "H", "s16": "h", "u32": "I", "s32": "i", "u64": "Q", "s64": "q", "float32": "f", "float64": "d"}
TABLES = {"coil": 1, "discrete": 2, "holding": 3, "input": 4}
ORDERS = list(itertools.product(("big", "little"), repeat=2))  # (word order, byte order)
# The record's table of causes, topmost first, with the state of each.
STATES = {"exception": "fault", "no_value": "fault", "unrepresentable": "fault", "device_fault": "fault",
          "maintenance": "fault", "calibrating": "calibrating", "stale": "fault", "over_range": "measuring", "under_range": "measuring",
          "assumed": "measuring", None: "measuring"}
NOWHERE = 60000  # the servers hold no register from here on


@dataclasses.dataclass
class Case:
    """One register of a device and the point it feeds. `bits`: what it holds, as an unsigned number, or what says so
    from the number of times it was served before. `scale`, `offset`: as written in the profile."""
    type: str  # "bit" in coils and discrete inputs
    bits: object
    digits: int = 0
    scale: str = "1"
    offset: str = "0"
    no_value: str = ""
    range: tuple = ()
    status: str = ""
    cycle_ms: int = 0
    repeats: bool = False
    result: tuple = ()  # (key, name of the register that tells of a new result)
    name: str = ""
    table: str = ""
    address: int = -1
    orders: tuple = ("big", "big")

    @property
    def words(self) -> int:
        return 1 if self.type == "bit" else struct.calcsize(">" + CODES[self.type]) // 2

    def held(self, served_before: int) -> int:
        return self.bits(served_before) if callable(self.bits) else self.bits

    def wire(self, served_before: int = 0) -> list:
        """The words (or the bit) on the wire."""
        bits = self.held(served_before)
        if self.type == "bit":
            return [bits]
        data = bits.to_bytes(2 * self.words, "big")
        words = [data[i:i + 2] for i in range(0, len(data), 2)]
        word_order, byte_order = self.orders
        if byte_order == "little":
            words = [word[::-1] for word in words]
        if word_order == "little":
            words.reverse()
        return [int.from_bytes(word, "big") for word in words]

    def number(self, bits: int):
        if self.type == "bit":
            return bits
        return struct.unpack(">" + CODES[self.type], bits.to_bytes(2 * self.words, "big"))[0]

    def value(self, bits: int) -> tuple:
        """(text, None), or (None, cause)."""
        patterns = [int(p.strip(' "'), 0) for p in self.no_value.split(",") if p.strip() and "nan" not in p]
        number = self.number(bits)
        if bits in patterns or not math.isfinite(number):
            return None, "no_value"
        raw = Fraction(number)
        if self.type.startswith("float") and abs(raw) < Fraction(1, 10**18):
            raw = Fraction(0)
        exact = raw * written(self.scale) + written(self.offset)
        units = math.floor(abs(exact) * 10**self.digits + Fraction(1, 2)) * (-1 if exact < 0 else 1)
        if not -2**63 <= units < 2**63:
            return None, "unrepresentable"
        return printed(units, self.digits), None


def written(number: str) -> Fraction:
    """What a TOML number stands for: a float is the shortest decimal that reads back as the same double."""
    return Fraction(number) if number.lstrip("-").isdigit() else Fraction(repr(float(number)))


def printed(units: int, digits: int) -> str:
    sign, whole = ("-" if units < 0 else ""), str(abs(units)).rjust(digits + 1, "0")
    return sign + (whole[:-digits] + "." + whole[-digits:] if digits else whole)


def topmost(*causes):
    order = list(STATES)
    return min(causes, key=order.index)


def bits_of(kind: str, value) -> int:
    return int.from_bytes(struct.pack(">" + CODES[kind], value), "big")


def numbers(kind: str) -> list:
    """(bits, further fields of the case) of one type."""
    of = lambda value, **more: (bits_of(kind, value), more)
    if kind.startswith("float"):
        pattern = f'"{bits_of(kind, -9999.0):#x}"' if kind == "float64" else f"{bits_of(kind, -9999.0):#x}"
        quiet = 0x7FC00001 if kind == "float32" else 0x7FF8000000000001
        return [
            of(7.35, digits=2), of(-123.456, digits=3, scale="-0.5", offset="12.25"), of(-0.0, digits=1),
            of(0.5), of(-0.5), of(2.5), of(1.005, digits=2), of(0.1, digits=9), of(-1e9, digits=9),
            of(3.3e38, digits=2), of(1e10, digits=9), of(1e-20, digits=9, scale="1e12"),
            of(1e-18, digits=9, scale="1e12"), of(math.nextafter(1e-18, 1), digits=9, scale="1e12"),
            of(16777217.0, digits=1, scale="0.10000000000000000555"),
            of(-9999.0, digits=1, no_value=f'"nan", {pattern}'), of(-9999.5, digits=1, no_value=f'"nan", {pattern}'),
            of(math.nan, no_value='"nan"'), of(math.nan), (quiet, {}), of(math.inf), of(-math.inf),
            (1, {"digits": 9, "scale": "999999999999"})]  # a denormal
    width = 16 * Case(kind, 0).words
    least, most = (-2**(width - 1), 2**(width - 1) - 1) if kind[0] == "s" else (0, 2**width - 1)
    pattern = 2**(width - 1) if kind[0] == "s" else 2**width - 1
    listed = f'"{pattern:#x}"' if width == 64 else f"{pattern:#x}"
    found = [of(least), of(most), of(most, digits=3, scale="0.001"), of(least, digits=2, scale="-0.01", offset="-0.005"),
             of(12345, digits=1, scale="0.01"), of(12355, digits=1, scale="0.01"), of(12345, digits=0, scale="-0.1"),
             of(7, digits=9, scale="0.333333333333", offset="123456789012"),
             of(1, digits=0, scale="1e-3"), of(500, scale="1e-3"), of(499, scale="0.001"), of(0, digits=5),
             of(25, scale="123456789012", digits=2), of(25, scale="-1.25E+2"),
             (pattern, {"no_value": listed}), (pattern - 1, {"no_value": listed}), (pattern, {"no_value": f"0, {listed}"})]
    if kind[0] == "s":
        found += [of(-1), of(-12345, digits=1, scale="0.01"), of(-5, scale="0.1"), of(-4, scale="0.1")]
    if width == 64:
        found += [of(2**62 + 1, digits=2, scale="0.01"), of(2**53 + 1), of(most, digits=1), of(least, digits=1)]
    if kind == "u64":
        found += [of(2**63), of(2**63 - 1), of(2**63, scale="-1"), of(2**63 + 1, scale="-1")]
    return found


class Device:
    """`tables`: what the server's unit holds. `cases`: in the order of the profile."""

    def __init__(self, id: str, unit: int, orders=("big", "big"), most: int = 125, max_gap: int = 0, serial: str = "",
                 read_all: bool = False):
        self.id, self.unit, self.orders, self.most, self.max_gap = id, unit, orders, most, max_gap
        self.serial, self.read_all = serial, read_all
        self.cases = []
        self.statuses = []  # (name, table, address, orders, states, otherwise)
        self.unfed = []     # registers without a point: (name, table, address, watch)
        self.tables = {1: {}, 2: {}, 3: {}, 4: {}}
        self._next = {name: 0 for name in TABLES}
        self._chance = random.Random(unit)

    def place(self, case: Case, table: str, orders=None, apart: int = -1) -> Case:
        """The case as the next register of that table, `apart` addresses on; -1: where chance puts it."""
        case.table, case.orders = table, orders or self.orders
        gap = apart if apart >= 0 else self._chance.choice((0, 0, 0, 1, 2, 3, 6))
        case.address = self.skip(table, gap)
        case.name = case.name or f"{table}-{case.type}-{case.address}"
        for i in range(case.words):
            self.hold(table, case.address + i, self._word(case, i))
        self._next[table] = case.address + case.words
        self.cases.append(case)
        return case

    def next_address(self, table: str) -> int:
        return self._next[table]

    def skip(self, table: str, gap: int) -> int:
        """The next address `gap` on; what lies between holds noise."""
        for _ in range(gap):
            self.hold(table, self._next[table], self._chance.randrange(2 if TABLES[table] <= 2 else 65536))
            self._next[table] += 1
        return self._next[table]

    def hold(self, table: str, address: int, word) -> None:
        self.tables[TABLES[table]][address] = word

    def beyond(self, case: Case, table: str, address: int) -> Case:
        """The case at an address that the server does not hold."""
        case.table, case.orders, case.address, case.name = table, self.orders, address, f"nowhere-{table}-{address}"
        self.cases.append(case)
        return case

    def add_status(self, name: str, table: str, value, states: dict, otherwise: str = "", held: bool = True) -> None:
        """A u16, or a bit, in the device's orders."""
        address = self.skip(table, 1) if held else NOWHERE + 100
        if held:
            word = value if TABLES[table] <= 2 else Case("u16", value, orders=self.orders).wire()[0]
            self.hold(table, address, word)
            self._next[table] += 1
        self.statuses.append((name, table, address, value if held else None, states, otherwise))

    def meaning(self, status: str):
        """The cause a status register gives; "exception" where it can't be read."""
        _, _, _, value, states, otherwise = next(s for s in self.statuses if s[0] == status)
        if value is None:
            return "exception"
        meaning = states.get(value, otherwise or "device_fault")
        return None if meaning == "measuring" else meaning

    @staticmethod
    def _word(case: Case, index: int):
        return (lambda served: case.wire(served)[index]) if callable(case.bits) else case.wire()[index]

    def registers(self) -> set:
        """(function, address) of every word that must be read in each poll."""
        spans = [(case.table, case.address, case.words) for case in self.cases]
        used = {case.status for case in self.cases}
        spans += [(table, address, 1) for name, table, address, *_ in self.statuses if name in used]
        if self.read_all:
            spans += [(table, address, 1) for _, table, address, watch in self.unfed if not watch]
        return {(TABLES[table], address + i) for table, address, words in spans for i in range(words)}

    def profile(self) -> str:
        text = (f'[profile]\nmodel = "{self.id}"\nfunctions = [1, 2, 3, 4]\nmax_registers_per_request = {self.most}\n'
                f'max_gap = {self.max_gap}\nword_order = "{self.orders[0]}"\nbyte_order = "{self.orders[1]}"\n')
        for case in self.cases:
            text += f'[[register]]\nname = "{case.name}"\ntable = "{case.table}"\naddress = {case.address}\n'
            text += f'unit = "uS/cm"\nscale = {case.scale}\noffset = {case.offset}\n'
            if case.type != "bit":
                text += f'type = "{case.type}"\n'
            if case.orders != self.orders:
                text += f'word_order = "{case.orders[0]}"\nbyte_order = "{case.orders[1]}"\n'
            if case.no_value:
                text += f"no_value = [{case.no_value}]\n"
            if case.status:
                text += f'status = "{case.status}"\n'
            if case.result:
                text += '%s = "%s"\n' % case.result
            text += "repeats = true\n" if case.repeats else ""
        for name, table, address, _, states, otherwise in self.statuses:
            text += f'[[register]]\nname = "{name}"\ntable = "{table}"\naddress = {address}\n'
            text += 'type = "u16"\n' if TABLES[table] > 2 else ""
            text += "states = { " + ", ".join(f'{key} = "{value}"' for key, value in states.items()) + " }\n"
            text += f'otherwise = "{otherwise}"\n' if otherwise else ""
        for name, table, address, watch in self.unfed:
            text += f'[[register]]\nname = "{name}"\ntable = "{table}"\naddress = {address}\ntype = "u16"\n'
            text += "watch = true\n" if watch else ""
        return text


def every_number(id: str, unit: int, orders: tuple, **settings) -> Device:
    """Every type with all its numbers, in holding and in input registers, in one pair of orders."""
    device = Device(id, unit, orders, **settings)
    for kind, table in itertools.product(CODES, ("holding", "input")):
        for bits, more in numbers(kind):
            device.place(Case(kind, bits, **more), table)
    return device


def everything_else() -> Device:
    """Bits, orders of single registers, status registers, ranges, cycles, live values, addresses that don't exist."""
    device = Device("mixed", 5, ("little", "little"), most=60, max_gap=2, serial='A"1\\2 số Đ', read_all=True)
    for kind, orders in itertools.product(CODES, ORDERS):
        value = 1234567.875 if kind.startswith("float") else 12337
        device.place(Case(kind, bits_of(kind, value), digits=4, scale="0.01"), "input", orders)
    for bit, (table, more) in enumerate(itertools.product(("coil", "discrete"), (
            {}, {"scale": "-2.5", "digits": 1}, {"offset": "0.5"}, {"no_value": "1"}))):
        device.place(Case("bit", bit & 1, **more), table)
        device.place(Case("bit", 1 - (bit & 1), **more), table, apart=0)
    for address in (15, 16, 31):  # beyond the first byte of the answer
        device.place(Case("bit", address % 2), "coil", apart=address - device.next_address("coil"))
    device.place(Case("u32", lambda n: 70000 + n, name="tick"), "holding")
    device.place(Case("u16", lambda n: 500 + n // 2, cycle_ms=3_600_000, name="result"), "holding")
    for name, repeats in (("steady", False), ("steady-repeats", True)):
        device.place(Case("float32", bits_of("float32", 41.5), digits=1, cycle_ms=1_000, repeats=repeats, name=name),
                     "holding")
    device.place(Case("u32", lambda n: 0xFFFFFFFF if n % 4 < 2 else 0, name="time"), "holding")  # absurd: 2106 and 1970
    for name, bits in (("counted", 611), ("counted-moving", lambda n: 300 + n)):
        device.place(Case("u16", bits, cycle_ms=1_000, result=("sequence", "result"), name=name), "holding")
        device.place(Case("u16", bits, cycle_ms=1_000, result=("result_time", "time"), name="timed-" + name), "input")
        device.place(Case("u16", bits, cycle_ms=1_000, result=("sequence", "still"), name="still-" + name), "holding")
    device.unfed = [("still", "holding", device.skip("holding", 1), False)]
    device.hold("holding", device.unfed[0][2], 3)
    for raw, bounds in ((14004, (0, 14)), (14005, (0, 14)), (9995, (10, 14)), (9994, (10, 14))):
        device.place(Case("u16", raw, digits=2, scale="0.001", range=bounds), "holding")
    states = {0: "measuring", 1: "calibrating", 2: "maintenance", "0x103": "device_fault"}
    values = {"measuring": 0, "calibrating": 1, "maintenance": 2, "device_fault": 0x103}
    held = {int(str(key), 0): value for key, value in states.items()}
    for name, value in values.items():
        device.add_status("status-" + name, "input", value, held)
    device.add_status("status-unlisted", "input", 77, held)
    device.add_status("status-otherwise", "holding", 78, held, "maintenance")
    device.add_status("status-bit", "coil", 1, {0: "measuring", 1: "calibrating"})
    device.add_status("status-nowhere", "input", 0, held, held=False)
    for name in [status[0] for status in device.statuses]:
        device.place(Case("s16", bits_of("s16", -77), status=name, range=(-100, 100)), "holding")
        device.place(Case("s16", bits_of("s16", 777), status=name, range=(-100, 100)), "holding")
        device.place(Case("s16", 0x8000, status=name, no_value="0x8000"), "holding")
    first = device.place(Case("u16", 4711), "holding")
    twin = dataclasses.replace(first, name="twin", scale="0.1", digits=2)  # the same register, read as another point
    device.cases.append(twin)
    device.beyond(Case("u16", 0), "holding", NOWHERE)
    device.beyond(Case("float64", 0), "holding", NOWHERE + 1)
    device.beyond(Case("bit", 0), "discrete", NOWHERE)
    device.unfed.append(("evidence", "holding", device.skip("holding", 3), False))
    device.hold("holding", device.unfed[1][2], 99)
    device.unfed.append(("watched", "holding", NOWHERE + 500, True))
    return device


def devices() -> list:
    made = [every_number(f"unit-{i + 1}", i + 1, orders, **settings) for i, (orders, settings) in enumerate(zip(ORDERS, (
        {}, {"most": 7}, {"max_gap": 3}, {"most": 40, "max_gap": 1, "serial": "A1234"})))]
    return made + [everything_else()]


class Site:
    """The devices on three links to one server, their points mixed over two plants and three outlets."""

    def __init__(self, poll_ms: int):
        self.poll_ms = poll_ms
        self.devices = devices()
        self.plant_of = {device.id: "works-" + ("a" if device.unit <= 2 else "b") for device in self.devices}
        chance = random.Random(2)
        self.points = {plant: [] for plant in ("works-b", "works-a")}  # plant: [(outlet or None, id, device, case)]
        for device in self.devices:
            for case in device.cases:
                outlet = chance.choice(("out-2", "out-1", None))
                self.points[self.plant_of[device.id]].append((outlet, f"{device.id}-{case.name}", device, case))
        for points in self.points.values():
            chance.shuffle(points)

    def units(self) -> dict:
        return {device.unit: device.tables for device in self.devices}

    def points_of(self, device: Device) -> list:
        """(id, case) as a block lists them: the outlets' points, then the plant's own, in the configuration's order."""
        listed = self.points[self.plant_of[device.id]]
        ordered = [point for outlet in ("out-2", "out-1", None) for point in listed if point[0] == outlet]
        return [(id, case) for _, id, of, case in ordered if of is device]

    def profiles(self) -> dict:
        return {device.id: device.profile() for device in self.devices}

    def configuration(self, port: int, head: str = "") -> str:
        text = head or '[gateway]\nid = "gw-oracle"\nprovince = "lao-cai"\ndata_directory = "data"\n'
        for plant, points in self.points.items():
            text += f'[[plant]]\nid = "{plant}"\nname = "Trạm {plant}"\npark = "kcn-{plant}"\n'
            for outlet in ("out-2", "out-1", None):
                text += f'[[plant.outlet]]\nid = "{outlet}"\n' if outlet else ""
                header = "[[plant.outlet.point]]" if outlet else "[[plant.point]]"
                for _, id, device, case in (point for point in points if point[0] == outlet):
                    text += (f'{header}\nid = "{id}"\nparameter = "conductivity"\nunit = "uS/cm"\n'
                             f'digits = {case.digits}\ninterval = "1s"\nsource = "{device.id}.{case.name}"\n')
                    if case.range:
                        text += "range = { min = %s, max = %s }\n" % case.range
                    if case.cycle_ms:
                        text += f'cycle = "{case.cycle_ms}ms"\n'
        for bus in ("lan-1", "lan-2", "lan-3"):
            text += f'[[bus]]\nid = "{bus}"\nkind = "tcp"\nhost = "127.0.0.1"\nport = {port}\ntimeout = "5s"\n'
        for device in self.devices:
            text += (f'[[device]]\nid = "{device.id}"\nbus = "lan-{(device.unit + 1) // 2}"\nunit_id = {device.unit}\n'
                     f'profile = "{device.id}"\npoll = "{self.poll_ms}ms"\n')
            if device.serial:
                text += 'serial = "' + device.serial.replace("\\", "\\\\").replace('"', '\\"') + '"\n'
            if device.read_all:
                text += 'read = "all"\n'
        return text
