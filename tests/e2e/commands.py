# SPDX-License-Identifier: Apache-2.0
"""`effluent probe` and `status` against a pymodbus server, and how `run` refuses: a second process on a folder, a store
that can't be opened, a configuration that is wrong."""
import collections
import pathlib
import re
import socket
import sqlite3
import subprocess
import tempfile

from gateway import PROGRAM, SOURCE, Gateway, run_all
from modbus_oracle import ModbusOracle
from oracle_site import CODES, Site
from record_text import parsed, time_of

ORDER_NAMES = {("big", "big"): "ABCD", ("little", "big"): "CDAB", ("big", "little"): "BADC", ("little", "little"): "DCBA"}
REGISTERS_A_PROBE = 125


def effluent(*words) -> subprocess.CompletedProcess:
    return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, timeout=60)


def interpretations(shown: str) -> dict:
    """(first address, type, name of the order) -> the text shown for it."""
    found, place, words = {}, None, 0
    for line in shown.splitlines():
        if header := re.fullmatch(r"  (?:pair (\d+) and \d+|four from (\d+))", line):
            place, words = int(header[1] or header[2]), 2 if header[1] else 4
        elif re.match(r"    [ABCD]{4}  ", line):
            order, bits, *pairs = line.split()
            assert len(bits) == 2 + 4 * words, line
            found.update({(place, kind, order): shown for kind, shown in zip(pairs[::2], pairs[1::2])})
        elif word := re.fullmatch(r"  +(\d+)  0x[0-9A-F]{4}  u16 (\d+) +s16 (-?\d+) +bytes swapped: u16 (\d+) +s16 (-?\d+)",
                                  line):
            for kind, columns in (("u16", (2, 4)), ("s16", (3, 5))):
                for order in ORDER_NAMES.values():
                    found[int(word[1]), kind, order] = word[columns[order in ("BADC", "DCBA")]]
    return found


def text_of(case) -> str:
    number = case.number(case.held(0))
    digits = {"float32": ".7g", "float64": ".15g"}.get(case.type)
    return format(number, digits) if digits else str(number)


def test_probe_shows_the_right_interpretation_of_every_value_in_every_order():
    site = Site(1000)
    seen = collections.Counter()
    with ModbusOracle(site.units()) as server:
        for device in site.devices[:4]:
            for table in ("holding", "input"):
                shown, end = {}, device.next_address(table)
                for first in range(0, end, REGISTERS_A_PROBE - 3):  # values on the edge stand whole in the next one
                    count = min(REGISTERS_A_PROBE, end - first)
                    done = effluent("probe", "--host", "127.0.0.1", "--port", server.port, "--unit", device.unit, "--table",
                                    table, "--address", first, "--count", count)
                    assert done.returncode == 0 and not done.stderr, done
                    shown.update(interpretations(done.stdout))
                for case in (case for case in device.cases if case.table == table):
                    is_shown, wanted = shown[case.address, case.type, ORDER_NAMES[device.orders]], text_of(case)
                    assert is_shown.lstrip("-") == wanted == "nan" or is_shown == wanted, (case, is_shown)
                    seen[case.type, device.orders] += 1
    assert len(seen) == len(CODES) * len(ORDER_NAMES) and min(seen.values()) > 20, seen


def test_probe_shows_bits_by_their_address():
    site = Site(1000)
    mixed = site.devices[-1]
    with ModbusOracle(site.units()) as server:
        for table, function in (("coil", 1), ("discrete", 2)):
            done = effluent("probe", "--host", "127.0.0.1", "--port", server.port, "--unit", mixed.unit, "--table", table,
                            "--address", 1, "--count", 7)
            shown = dict(map(int, line.split()) for line in done.stdout.splitlines()[1:])
            assert done.returncode == 0 and shown == {at: mixed.tables[function][at] for at in range(1, 8)}, done


def test_probe_of_a_device_asks_what_its_points_need():
    site = Site(1000)
    with ModbusOracle(site.units()) as server, Gateway(site.configuration(server.port), site.profiles()) as gateway:
        for device in site.devices:
            done = gateway.command("probe", "--device", device.id)
            asked = [(s.function, s.address, s.count, s.values is not None) for s in server.served(device.unit)]
            heads = re.findall(r"^function (\d+), address (\d+), count (\d+): (.*)$", done.stdout, re.M)
            assert [(int(f), int(a), int(c), answer == "answered") for f, a, c, answer in heads] == asked, done
            answers = {answer for *_, answer in heads}
            mixed = device is site.devices[-1]
            assert done.returncode == (1 if mixed else 0), done
            assert answers == ({"answered", "the device answered with an exception 2"} if mixed else {"answered"}), answers


def test_probe_says_what_is_wrong():
    site = Site(1000)
    with ModbusOracle(site.units()) as server:
        port = server.port
        for words, status, said in (
                ((), 2, "--device ID"), (("--host", "127.0.0.1"), 2, "--address"),
                # What would be ignored is refused: a device of the configuration has its own port and unit.
                (("--device", "x", "--unit", 3), 2, "--unit requires --host"),
                (("--device", "x", "--port", port), 2, "--port requires --host"),
                (("--device", "x", "--table", "input"), 2, "--table requires --address"),
                (("--device", "x", "--count", 2), 2, "--count requires --address"),
                (("--host", "127.0.0.1", "--device", "x"), 2, "--device ID"),
                (("--host", "127.0.0.1", "--port", port, "--unit", 99, "--address", 0), 1, "no answer in time"),
                (("--host", "127.0.0.1", "--port", port, "--address", "0010"), 2, "0010 begins with 0"),
                (("--host", "127.0.0.1", "--port", port, "--address", 65535, "--count", 2), 2, "65535"),
                (("--host", "127.0.0.1", "--port", port, "--address", "0xFFFF", "--count", 1), 1, "exception 2"),
                (("--config", "/nowhere.toml", "--device", "x"), 78, "/nowhere.toml")):
            done = effluent("probe", *words)
            assert done.returncode == status and said in done.stdout + done.stderr, (words, done)
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # and does not listen
        probe_without_server(site, deaf.getsockname()[1])


def probe_without_server(site, port: int) -> None:
    with Gateway(site.configuration(port), site.profiles()) as gateway:
        done = gateway.command("probe", "--device", "unit-3")
        assert done.returncode == 1 and "no connection" in done.stdout, done
        done = gateway.command("probe", "--device", "unit-33")
        assert done.returncode == 1 and not done.stdout and "unit-1 unit-2 unit-3 unit-4 mixed" in done.stderr, done


def test_check_shows_the_limits_that_will_be_judged_by():
    text = (SOURCE / "config" / "effluent.toml").read_text().replace('automatic = ["ph",', 'automatic = ["color", "toc", "ph",')
    for key in ("profiles", "standards"):
        folder = "devices" if key == "profiles" else key
        text = text.replace(f'# {key} = "{folder}"', f'{key} = "{SOURCE}/config/{folder}"')
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "effluent.toml"
        file.write_text(text.replace("# [paths]", "[paths]"))
        done = effluent("check", "--config", file)
    assert done.returncode == 0, done
    for line in ("ph: mean of 1h, 5.5 to 9 pH", "cod: mean of 24h, at most 60 mg/L, the permit's own limit",
                 "tss: mean of 24h, at most 90 mg/L, C 100 x Kq x Kf",
                 "color: mean of 24h, no limit yet: the table has it from memory only",
                 "toc: mean of 24h, no limit yet: the table has none"):
        assert line in done.stdout, (line, done.stdout)


def blocks_by_time(gateway) -> dict:
    """(point, time as `status` gives it) -> the point's members in its blocks: a result is repeated until the next."""
    found = collections.defaultdict(list)
    for block in gateway.blocks():
        fields = parsed(block.json)
        for point in fields["points"]:
            found[fields["plant"], point["point"], point.get("result_at", fields["polled_at"])].append(point)
    return found


def test_status_tells_what_the_store_holds():
    site = Site(1000)
    with ModbusOracle(site.units()) as server, Gateway(site.configuration(server.port), site.profiles()) as gateway:
        gateway.start()
        gateway.wait_for(lambda: len(gateway.blocks()) >= 10, "ten blocks", deadline=60)
        before = len(gateway.entries()), len(gateway.blocks())
        done = gateway.command("status", "--json")
        after = len(gateway.entries()), len(gateway.blocks())
        assert done.returncode == 0 and done.stdout.endswith("}\n") and done.stdout.count("\n") == 1, done
        status = parsed(done.stdout)
        time_of(status["time"]), time_of(status["last_commit"])
        assert (status["gateway"], status["epoch"]) == ("gw-oracle", gateway.epochs()[0]), status
        assert status["broker"] is None and not status["store_failing"], status
        for name, low, high in zip(("entries", "blocks"), before, after):
            assert low <= int(status[name]) <= high, (name, low, status[name], high)
        polls = collections.Counter(block.fields["device"] for block in gateway.blocks())
        assert [d["device"] for d in status["devices"]] == [d.id for d in site.devices]
        for device in status["devices"]:
            assert 0 < int(device["polls"]) <= polls[device["device"]] and device["failed"] == "0" and not device["lost"]
            failures = device["failures"]
            assert failures.keys() == {"link_lost", "timeout", "bad_reply", "exception"}
            assert {failures[name] for name in ("link_lost", "timeout", "bad_reply")} == {"0"}, failures
            assert (failures["exception"] != "0") == (device["device"] == "mixed"), failures
        stored = blocks_by_time(gateway)
        assert len(status["points"]) == sum(len(device.cases) for device in site.devices)
        for point in status["points"]:
            held = stored[point["plant"], point["point"], point["time"]]
            assert point["unit"] == "uS/cm", point
            told = point["value"], point["state"], point["cause"]
            assert told in [(one["value"], one.get("state", "measuring"), one.get("cause")) for one in held], (point, held)
        text = gateway.config.read_text()
        gateway.config.write_text(text.replace("[gateway]", "[gateway]\nnonsense = 1"))
        edited = gateway.command("status")  # whoever edits the file may still ask how the running gateway is
        assert edited.returncode == 0 and "it would not start again" in edited.stderr and "nonsense" in edited.stderr, edited
        gateway.config.write_text(text)
        table = gateway.command("status")
        assert table.returncode == 0 and "broker: none configured" in table.stdout, table
        for word in ["gw-oracle", *(device.id for device in site.devices)]:
            assert word in table.stdout, (word, table.stdout[:2000])


def test_status_without_a_gateway_is_1_also_after_a_crash():
    site = Site(1000)
    with ModbusOracle(site.units()) as server, Gateway(site.configuration(server.port), site.profiles()) as gateway:
        for _ in range(2):
            done = gateway.command("status", "--json")
            assert done.returncode == 1 and not done.stdout and "no gateway is running" in done.stderr, done
            gateway.start()
            gateway.wait_for(lambda: gateway.command("status").returncode == 0, "an answer")
            gateway.kill()  # its socket stays
            assert (gateway.data / "control.sock").exists()
        gateway.configure("nonsense")
        assert gateway.command("status").returncode == 78


def test_a_second_process_on_a_folder_is_1_and_disturbs_nothing():
    site = Site(1000)
    with ModbusOracle(site.units()) as server, Gateway(site.configuration(server.port), site.profiles()) as gateway:
        gateway.start()
        second = gateway.command("run")
        assert second.returncode == 1 and f"process {gateway.process.pid}" in second.stderr, second
        polled = len(gateway.blocks())
        gateway.wait_for(lambda: len(gateway.blocks()) > polled + 5, "further polls of the first")
        assert gateway.command("status").returncode == 0 and len(gateway.epochs()) == 1
        assert gateway.stop() == 0 and gateway.entries()[-1].kind == "stop"


def foreign_database(file, pragma: str) -> None:
    database = sqlite3.connect(file)
    database.execute("CREATE TABLE something (x)")
    database.execute(pragma)
    database.commit()
    database.close()


def test_a_store_that_cannot_be_opened_is_74_and_stays_as_it_is():
    ways = {
        "no database": lambda file: file.write_bytes(b"this is no database, but somebody may need it " * 100),
        "of another program": lambda file: foreign_database(file, "PRAGMA application_id = 77"),
        "without our mark": lambda file: foreign_database(file, "PRAGMA user_version = 3"),
        "of a newer program": lambda file: foreign_database(file, "PRAGMA user_version = 99"),
    }
    for way, make in ways.items():
        with Gateway(Site(1000).configuration(1), Site(1000).profiles()) as gateway:
            make(gateway.database)
            held = gateway.database.read_bytes()
            done = gateway.command("run")
            assert done.returncode == 74 and done.stderr.strip(), (way, done)
            assert gateway.database.read_bytes() == held, way
    with Gateway(Site(1000).configuration(1), Site(1000).profiles()) as gateway:
        gateway.database.mkdir()  # a folder where the file should be
        assert gateway.command("run").returncode == 74
    with Gateway(Site(1000).configuration(1), Site(1000).profiles()) as gateway:
        gateway.data.rmdir()
        gateway.data.write_text("a file where the folder should be")
        done = gateway.command("run")
        assert done.returncode == 74 and str(gateway.data) in done.stderr, done


def test_a_newer_schema_of_our_own_is_74():
    site = Site(1000)
    with ModbusOracle(site.units()) as server, Gateway(site.configuration(server.port), site.profiles()) as gateway:
        gateway.start()
        assert gateway.stop() == 0
        database = sqlite3.connect(gateway.database)
        database.execute("PRAGMA user_version = 99")
        database.close()
        done = gateway.command("run")
        assert done.returncode == 74 and "newer" in done.stderr and len(gateway.epochs()) == 1, done


def test_a_wrong_configuration_is_78_lists_all_and_starts_nothing():
    site = Site(1000)
    with ModbusOracle(site.units()) as server:
        good = site.configuration(server.port)
        head = '[gateway]\nid = "gw-oracle"\nprovince = "lao-cai"\ndata_directory = "elsewhere"\n'
        with Gateway(good.replace('data_directory = "data"', 'data_directory = "elsewhere"'), site.profiles()) as gateway:
            folder = gateway.folder / "elsewhere"
            assert gateway.command("check").returncode == 0 and not folder.exists()
            for text, wanted in (
                    (head + 'pole = 1\n' + good[good.index("[[plant]]"):].replace('unit_id = 3', 'unit_id = "three"'), 2),
                    (good.replace("elsewhere", "x").replace('kind = "tcp"', 'kind = "rtu"', 1), 1),
                    ("[gateway\n", 1)):
                gateway.configure(text)
                done = gateway.command("run")
                errors = [line for line in done.stderr.splitlines() if re.match(re.escape(str(gateway.config)) + r":\d+: ", line)
                          and " warning: " not in line]
                assert done.returncode == 78 and len(errors) >= wanted and not done.stdout, done
                assert "nothing was started" in done.stderr and not folder.exists() and not server.log
            gateway.config.unlink()
            assert gateway.command("run").returncode == 78


if __name__ == "__main__":
    run_all(globals())
