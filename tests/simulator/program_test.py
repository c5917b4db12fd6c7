# SPDX-License-Identifier: Apache-2.0
"""plant-simulator as a program: help, exit statuses, messages, replay row by row, ending."""
import pathlib
import signal
import struct
import subprocess
import tempfile

from simulated import NORMAL, PLANT, PROGRAM, SOURCE, Simulated, connect, read, run_all, until


def run(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=60)


def written(folder: str, name: str, text: str) -> pathlib.Path:
    file = pathlib.Path(folder) / name
    file.write_text(text)
    return file


def test_help_teaches_signals_replay_and_statuses():
    done = run("--help")
    assert done.returncode == 0
    for word in ("cod_out", "--replay", "device.register", "0x0B", "mbpoll", "78 plant or scenario"):
        assert word in done.stdout, word


def test_help_and_readme_name_every_shipped_scenario():
    names = {file.stem for file in (SOURCE / "simulators" / "scenarios").glob("*.toml")}
    listed = run("--help").stdout.split("Shipped, each explained", 1)[1].split("\n\n", 1)[0].split(":", 1)[1]
    assert {name.strip(" .\n") for name in listed.split(",")} == names, listed
    readme = (SOURCE / "README.md").read_text()
    table = readme.split("| scenario |", 1)[1].split("\n\n", 1)[0]
    assert {line.split("`")[1] for line in table.splitlines() if line.startswith("| `")} == names, table


def test_usage_errors():
    assert run().returncode == 2
    assert run("--plant", PLANT, "--every", "soon").returncode == 2
    assert run("--plant", PLANT, "--speed", "0").returncode == 2
    assert run("--plant", PLANT, "--start", "yesterday").returncode == 2
    for option, value in (("--speed", "nan"), ("--minutes", "nan"), ("--seed", "-1"), ("--host", "::1"), ("--host", "foo")):
        assert run("--plant", PLANT, "--minutes", "0.01", option, value).returncode == 2, (option, value)


def test_bad_files_are_named_with_line_and_status_78():
    with tempfile.TemporaryDirectory() as folder:
        plant = written(folder, "p.toml", "[plant]\nid = 3\n")
        done = run("--plant", plant)
        assert done.returncode == 78 and f"{plant}:2: " in done.stderr, done.stderr
        scenario = written(folder, "s.toml", "[scenario]\nname = \"s\"\ndescription = \"d\"\n[[event]]\ndevice = \"x\"\n"
                                             "fault = \"silent\"\n")
        done = run("--plant", PLANT, "--scenario", scenario)
        assert done.returncode == 78 and f"{scenario}:5: no device" in done.stderr, done.stderr
        done = run("--plant", PLANT, "--plant", PLANT)
        assert done.returncode == 78 and "stands in" in done.stderr, done.stderr


def test_a_bad_recording_is_named_with_line_and_status_1():
    with tempfile.TemporaryDirectory() as folder:
        recording = written(folder, "r.csv", "m1-cod.cod\n1\ntwo\n")
        done = run("--plant", PLANT, "--replay", recording)
        assert done.returncode == 1 and f"{recording}:3: " in done.stderr, done.stderr


def test_a_port_that_is_taken_is_status_1():
    with Simulated("--plant", PLANT) as simulated, tempfile.TemporaryDirectory() as folder:
        text = PLANT.read_text().replace('"../../config/devices"', f'"{PLANT.parent}/../../config/devices"')
        text = text.replace('id = "m1-cod"', f'id = "m1-cod"\nport = {simulated.ports["m1-cod"]}')
        done = run("--plant", written(folder, "p.toml", text))
        assert done.returncode == 1 and "can't listen" in done.stderr, done.stderr


def test_it_ends_by_itself_and_on_signals_with_status_0():
    assert run("--plant", PLANT, "--minutes", "0.01").returncode == 0
    for number in (signal.SIGINT, signal.SIGTERM):
        with Simulated("--plant", PLANT) as simulated:
            simulated.process.send_signal(number)
            assert simulated.process.wait(20) == 0


def replayed(port: int) -> str:
    with connect(port) as link:
        data = read(link, 1, 4, 0, 3)
    value = struct.unpack(">f", data[:4])[0]
    return "none" if value != value else f"{value:.1f}"


def test_a_recording_is_shown_row_by_row_from_the_first_request_and_ends():
    with tempfile.TemporaryDirectory() as folder:
        recording = written(folder, "r.csv", "Date,DQO-S\nD-1,87.5\nD-2,?\nD-3,91\nD-4,\nD-5,64.2\n")
        text = PLANT.read_text().replace('"../../config/devices"', f'"{PLANT.parent}/../../config/devices"')
        text = text.replace('name = "cod"', 'name = "cod"\n  column = "DQO-S"')
        plant = written(folder, "p.toml", text)
        with Simulated("--plant", plant, "--replay", recording, "--every", "600ms") as simulated:
            seen = []

            def over():
                try:
                    value = replayed(simulated.ports["m1-cod"])
                except (OSError, AssertionError):
                    return True
                if seen[-1:] != [value]:
                    seen.append(value)
                return False
            until(over, "the end of the recording")
            assert seen == ["87.5", "none", "91.0", "none", "64.2"], seen
            assert simulated.process.wait(20) == 0


def test_same_seed_and_start_give_the_same_values():
    def first(seed):
        start = ("--start", "2026-11-23T08:00:00+07:00", "--seed", seed)
        with Simulated("--plant", PLANT, "--scenario", NORMAL, *start) as simulated:
            return replayed(simulated.ports["m1-cod"])
    assert first(3) == first(3)
    assert len({first(seed) for seed in range(4, 8)}) > 1


if __name__ == "__main__":
    run_all(globals())
