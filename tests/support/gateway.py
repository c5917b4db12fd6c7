# SPDX-License-Identifier: Apache-2.0
"""Runs the real `effluent run` for a test: a folder of its own, the store read as anybody would, nothing left
running. Everything waits by condition, with a deadline."""
import collections
import decimal
import hashlib
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback

PROGRAM = os.environ["EFFLUENT_BIN"]
SOURCE = pathlib.Path(os.environ["SOURCE_DIR"])


class Entry(collections.namedtuple("Entry", "epoch seq leaf line")):
    """A row of table `entry`; `line` as stored."""

    @property
    def fields(self) -> dict:
        return read_json(self.line)

    @property
    def kind(self) -> str:
        return self.fields["kind"]


class Block(collections.namedtuple("Block", "epoch rid json")):
    """A row of table `block`; `json` as stored."""

    @property
    def fields(self) -> dict:
        return read_json(self.json)


def read_json(text: str) -> dict:
    """Numbers with a point become Decimal: exact, and their digits are kept."""
    return json.loads(text, parse_float=decimal.Decimal)


def leaf(line: str) -> bytes:
    return hashlib.sha256(b"\0" + line.encode()).digest()


def until(condition, what: str, deadline: float = 20):
    """The condition's value as soon as it is true."""
    end = time.monotonic() + deadline
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() >= end:
            raise AssertionError(f"waited {deadline} s in vain for {what}")
        time.sleep(0.02)


class Gateway:
    """with Gateway(configuration, {"name": profile}) as gateway: gateway.start() …

    The folder holds effluent.toml, devices/<name>.toml, standards (the shipped ones) and what the gateway keeps.
    Write `data_directory = "data"` in [gateway]: paths are relative to the file. One object may be started,
    stopped and killed again and again on the same folder; leaving the `with` kills what runs and removes all."""

    def __init__(self, configuration: str, profiles: dict = {}, data: str = "data"):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="effluent-gateway-"))
        self.config = self.folder / "effluent.toml"
        self.data = self.folder / data
        self.database = self.data / "effluent.db"
        self.log = self.folder / "log"  # stderr of all runs
        self.process = None
        (self.folder / "devices").mkdir()
        (self.folder / "standards").symlink_to(SOURCE / "config" / "standards")
        self.data.mkdir()
        self.configure(configuration, profiles)

    def configure(self, configuration: str, profiles: dict = {}) -> None:
        """For the next start."""
        self.config.write_text(configuration, encoding="utf-8")
        for name, text in profiles.items():
            (self.folder / "devices" / f"{name}.toml").write_text(text, encoding="utf-8")

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.kill()
        if kind is not None and self.log.exists():
            print("--- log of the gateway:", *self.log.read_text().splitlines()[-40:], sep="\n", flush=True)
        shutil.rmtree(self.folder)

    def start(self, *, before: tuple = (), environment: dict = {}, ready: bool = True):
        """`before`: words of a program that starts ours (faketime, prlimit …); it must exec. `ready`: waits for
        the `start` entry of a new epoch, and fails if the process ends instead."""
        assert not self.running, "it runs already"
        epochs = len(self.epochs())
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([*before, PROGRAM, "run", "--config", str(self.config)], stderr=log,
                                            stdout=log, env={**os.environ, **environment})
        if ready:
            until(lambda: len(self.epochs()) > epochs or not self.running, "a new epoch")
            assert self.running, f"it ended with {self.process.returncode}:\n{self.log_text}"
        return self

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def log_text(self) -> str:
        return self.log.read_text() if self.log.exists() else ""

    def wait_for(self, predicate, what: str, deadline: float = 20):
        """The predicate's value once it is true; fails at once if the gateway has ended."""
        def held():
            value = predicate()
            assert value or self.running, f"the gateway ended while {what} was awaited:\n{self.log_text}"
            return value
        return until(held, what, deadline)

    def stop(self, number: int = signal.SIGTERM, deadline: float = 10) -> int:
        """The exit status; promised within 10 s."""
        self.process.send_signal(number)
        return self.wait(deadline)

    def wait(self, deadline: float = 10) -> int:
        return self.process.wait(deadline)

    def kill(self) -> None:
        """As a power cut of the process: SIGKILL."""
        if self.running:
            self.process.kill()
        if self.process is not None:
            self.process.wait()

    def command(self, *words, config: bool = True, deadline: float = 60) -> subprocess.CompletedProcess:
        """Another command of the program, on the same configuration."""
        place = ("--config", str(self.config)) if config else ()
        return subprocess.run([PROGRAM, *map(str, words), *place], capture_output=True, text=True, timeout=deadline)

    def status(self) -> dict:
        """`effluent status --json`"""
        done = self.command("status", "--json")
        assert done.returncode == 0, (done.returncode, done.stderr)
        return read_json(done.stdout)

    def query(self, statement: str, *values) -> list:
        """Rows of the database, read-only; [] while there is none."""
        if not self.database.exists():
            return []
        with_deadline = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10)
        try:
            return with_deadline.execute(statement, values).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):  # created a moment ago, its tables not yet committed
                return []
            raise
        finally:
            with_deadline.close()

    def epochs(self) -> list:
        """Ids in order of parents."""
        return [row[0] for row in self.query("SELECT id FROM epoch ORDER BY n")]

    def entries(self, kind: str = "") -> list:
        """All, in order of epochs and seq; of one kind only, where given."""
        rows = self.query("SELECT epoch, seq, leaf, line FROM entry JOIN epoch ON epoch.id = entry.epoch "
                          "ORDER BY epoch.n, seq")
        return [entry for entry in map(Entry._make, rows) if not kind or entry.kind == kind]

    def blocks(self, device: str = "") -> list:
        """All, in order of epochs and rid; of one device only, where given."""
        rows = self.query("SELECT epoch, rid, json FROM block JOIN epoch ON epoch.id = block.epoch "
                          "ORDER BY epoch.n, rid")
        return [block for block in map(Block._make, rows) if not device or block.fields["device"] == device]


def run_all(module: dict) -> None:
    """Runs every test_… of the module (or those named on the command line) and says how many failed."""
    tests = [(name, test) for name, test in module.items() if name.startswith("test_")]
    tests = [(name, test) for name, test in tests if not sys.argv[1:] or name in sys.argv[1:]]
    assert tests
    failed = 0
    for name, test in tests:
        try:
            test()
            print("ok  ", name, flush=True)
        except Exception:  # each test is told, whatever it meets
            failed += 1
            print("FAIL", name, flush=True)
            traceback.print_exc()
    print(f"{len(tests) - failed} of {len(tests)} passed")
    sys.exit(1 if failed else 0)
