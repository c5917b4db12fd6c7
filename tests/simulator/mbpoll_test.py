# SPDX-License-Identifier: Apache-2.0
"""mbpoll, which nobody here wrote, reads what the simulator serves: the values agree for each type and order.
What mbpoll has no type for (64 bits, swapped bytes) is read by it as plain words and put together here."""
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile

from simulated import Simulated, run_all

UNIT = 9
# name, type, words, value
KINDS = [("u16", 1, 60001), ("s16", 1, -12345), ("u32", 2, 3000000001), ("s32", 2, -2000000001),
         ("u64", 4, 123456789012), ("s64", 4, -123456789012), ("float32", 2, -1234.5), ("float64", 4, 0.1)]
PACK = {"u16": ">H", "s16": ">h", "u32": ">I", "s32": ">i", "u64": ">Q", "s64": ">q", "float32": ">f", "float64": ">d"}
ORDERS = [(word, byte) for word in ("big", "little") for byte in ("big", "little")]
TABLES = {"input": "3", "holding": "4"}


def layout():
    """(name, table, address, kind, words, value, word order, byte order) of each register."""
    for table in TABLES:
        address = 100
        for word, byte in ORDERS:
            for kind, words, value in KINDS:
                yield f"{table}-{kind}-{word}-{byte}", table, address, kind, words, value, word, byte
                address += words


def write_files(folder: pathlib.Path) -> pathlib.Path:
    profile = ('[profile]\nmodel = "all"\nmaker = "Test"\nmeasures = ["cod"]\nsource = "test"\n'
               f'certainty = "maker"\nfunctions = [1, 2, 3, 4]\ndefault_link = {{ unit_id = {UNIT} }}\n')
    plant = '[plant]\nid = "p"\nname = "P"\nprofiles = "."\n[[device]]\nid = "all"\nprofile = "all"\n'
    for name, table, address, kind, _, value, word, byte in layout():
        profile += (f'[[register]]\nname = "{name}"\ntable = "{table}"\naddress = {address}\ntype = "{kind}"\n'
                    f'word_order = "{word}"\nbyte_order = "{byte}"\n')
        plant += f'[[device.register]]\nname = "{name}"\nfixed = {value}\n'
    for number, bit in enumerate([1, 0, 1, 1]):
        for table in ("coil", "discrete"):
            name = f"{table}-{number}"
            profile += f'[[register]]\nname = "{name}"\ntable = "{table}"\naddress = {number}\n'
            plant += f'[[device.register]]\nname = "{name}"\nfixed = {bit}\n'
    (folder / "all.toml").write_text(profile)
    (folder / "plant.toml").write_text(plant)
    return folder / "plant.toml"


def mbpoll(port: int, kind: str, address: int, count: int, *more: str) -> list[str]:
    command = ["mbpoll", "-m", "tcp", "-p", str(port), "-a", str(UNIT), "-0", "-1", "-t", kind, "-r", str(address),
               "-c", str(count), *more, "127.0.0.1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stdout + done.stderr
    return re.findall(r"^\[\d+\]:\s+(\S+)", done.stdout, re.M)


def words_of(port: int, table: str, address: int, count: int) -> bytes:
    words = mbpoll(port, TABLES[table] + ":hex", address, count)
    return b"".join(int(word, 16).to_bytes(2, "big") for word in words)


def with_simulator(check):
    with tempfile.TemporaryDirectory() as folder:
        with Simulated("--plant", write_files(pathlib.Path(folder))) as simulated:
            check(simulated.ports["all"])


def test_every_type_and_order_in_words():
    def check(port):
        for name, table, address, kind, words, value, word, byte in layout():
            raw = words_of(port, table, address, words)
            pairs = [raw[i:i + 2] for i in range(0, len(raw), 2)]
            if byte == "little":
                pairs = [pair[::-1] for pair in pairs]
            if word == "little":
                pairs.reverse()
            assert struct.unpack(PACK[kind], b"".join(pairs))[0] == value, (name, raw.hex())
    with_simulator(check)


def test_the_types_mbpoll_knows():
    def check(port):
        seen = 0
        for name, table, address, kind, _, value, word, byte in layout():
            suffix = {"u16": "", "s16": "", "s32": ":int", "float32": ":float"}.get(kind)
            if suffix is None or byte == "little":
                continue
            more = ["-B"] if word == "big" else []
            shown = mbpoll(port, TABLES[table] + suffix, address, 1, *more)[0]
            wanted = value & 0xFFFF if kind in ("u16", "s16") else value
            number = float(shown) if kind == "float32" else int(shown) & 0xFFFF if suffix == "" else int(shown)
            assert number == wanted, (name, shown)
            seen += 1
        assert seen == 16, seen
    with_simulator(check)


def test_bits():
    def check(port):
        assert mbpoll(port, "0", 0, 4) == ["1", "0", "1", "1"]
        assert mbpoll(port, "1", 0, 4) == ["1", "0", "1", "1"]
    with_simulator(check)


if __name__ == "__main__":
    if shutil.which("mbpoll") is None:
        print("SKIP: mbpoll is not installed (Debian package mbpoll)")
        sys.exit(77)
    run_all(globals())
