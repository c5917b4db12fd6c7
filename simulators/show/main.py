# SPDX-License-Identifier: Apache-2.0
"""Starts broker, plants and gateway, shows what happens, ends them, and says whether it all happened."""
import argparse
import fcntl
import os
import pathlib
import shutil
import signal
import sys
import tempfile
import threading
import time

import demo_site
from board import Board, stored
from children import Children, wait_until
from screen import Screen
from texts import Texts

PLANTS = {"mau-1": "KCN Mẫu 1", "mau-2": "KCN Mẫu 2", "mau-3": "KCN Mẫu 3"}
FULL_MINUTES = 6  # a window of 5 min may have begun just before; it closes 30 s after its end
SPEED = 60        # the plants' day in 24 minutes


class Failed(Exception):
    pass


class Demo:
    def __init__(self, minutes: float | None, texts: Texts):
        self.minutes, self.texts = minutes, texts
        self.stop = threading.Event()
        self.begun = time.monotonic()
        self.folder = self._folder()
        self.children = Children(self.folder)
        self.board = Board()
        self.database = self.folder / "data" / "effluent.db"
        self.screen = Screen(self.board, PLANTS, texts, sys.stdout.isatty())

    def _folder(self) -> pathlib.Path:
        """simulators/.demo, emptied; a temporary folder where its path is too long for a socket."""
        folder = demo_site.SIMULATORS / ".demo"
        if len(str(folder)) > 80:
            return pathlib.Path(tempfile.mkdtemp(prefix="effluent-demo-"))
        folder.mkdir(exist_ok=True)
        self.lock = open(folder / "lock", "w")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Failed(self.texts("busy")) from None
        for old in folder.iterdir():
            if old.is_dir():
                shutil.rmtree(old)
            elif old.name != "lock":
                old.unlink()
        return folder

    def say(self, key: str, **values) -> None:
        print(time.strftime("%H:%M:%S"), self.texts(key, **values), flush=True)

    def must(self, name: str, condition, seconds: float) -> None:
        if not wait_until(lambda: condition() or self.stop.is_set(), seconds, self.children):
            key = "died" if self.children.dead() else "no_start"
            raise Failed(self.texts(key, name=name, seconds=int(seconds)) + "\n" + self.children.last_lines(name))

    def start(self) -> None:
        programs = {key: os.environ[key] for key in ("EFFLUENT_BIN", "SIMULATOR_BIN")}
        for path in programs.values():
            if not os.access(path, os.X_OK):
                raise Failed(self.texts("missing", path=path))
        self.say("starting_broker")
        port = demo_site.free_port()
        (self.folder / "mosquitto.conf").write_text(demo_site.broker_configuration(port))
        broker = shutil.which("mosquitto", path=os.environ.get("PATH", "") + ":/usr/sbin") or "/usr/sbin/mosquitto"
        self.children.start("mosquitto", [broker, "-c", str(self.folder / "mosquitto.conf")])
        self.board.start(port)
        self.must("mosquitto", self.board.connected.is_set, 10)
        self.say("starting_plants", count=len(demo_site.instruments()))
        ports = self.folder / "ports"
        plants = [part for file in demo_site.PLANT_FILES for part in ("--plant", str(file))]
        self.children.start("plant-simulator", [
            programs["SIMULATOR_BIN"], *plants, "--scenario", str(demo_site.SCENARIO), "--seed", "1",
            "--speed", str(SPEED), "--port-file", str(ports)])
        self.must("plant-simulator", ports.exists, 20)
        if self.stop.is_set():
            return
        self.say("starting_gateway")
        configuration = self.folder / "effluent.toml"
        (self.folder / "data").mkdir()
        configuration.write_text(demo_site.configuration(port, demo_site.read_ports(ports)))
        self.children.start("gateway", [programs["EFFLUENT_BIN"], "run", "--config", str(configuration)])
        self.must("gateway", lambda: (self.board.state or {}).get("status") == "online", 30)
        self._tell_further(port, configuration)

    def _tell_further(self, port: int, configuration: pathlib.Path) -> None:
        self.further = [
            self.texts("further"),
            f"  mosquitto_sub -h 127.0.0.1 -p {port} -v -t 'effluent/1/#'",
            f"  sqlite3 -readonly {self.database} 'SELECT line FROM entry ORDER BY rowid DESC LIMIT 5'",
            f"  {os.environ['EFFLUENT_BIN']} status --config {configuration}",
            "  " + self.texts("configuration", path=configuration),
            "  " + self.texts("logs", path=self.folder)]
        (self.folder / "further.txt").write_text("\n".join(self.further) + "\n")
        print("\n".join(self.further), flush=True)

    def _draw(self, clock: str) -> None:
        """The table, with the lines on how to look further where there is room, else with where they stand."""
        size, counts, below = shutil.get_terminal_size(), stored(self.database), ["", *self.further]
        if size.lines < len(self.screen.table(counts, clock).splitlines()) + len(below):
            below = [self.texts("further_in", path=self.folder / "further.txt")]
        room = (size.columns, size.lines - len(below))
        table = self.screen.table(counts, clock, room, time.monotonic())
        shown = "\n".join([table, *below])
        print(f"\x1b[?7l\x1b[H\x1b[J{shown}\x1b[?7h", end="", flush=True)  # clipped, not wrapped

    def show(self) -> None:
        end = time.monotonic() + self.minutes * 60 if self.minutes is not None else float("inf")
        terminal = sys.stdout.isatty()
        next_line = time.monotonic() + 10
        while not self.stop.is_set() and time.monotonic() < end:
            name = self.children.dead()
            if name:
                raise Failed(self.texts("died", name=name) + "\n" + self.children.last_lines(name))
            clock = time.strftime("%H:%M:%S")
            if terminal:
                self._draw(clock)
            elif time.monotonic() >= next_line:
                print(self.screen.line(stored(self.database), clock), flush=True)
                next_line += 10
            self.stop.wait(min(1.0, max(0.0, end - time.monotonic())))

    def end(self) -> int | None:
        """The gateway's exit status. It goes first: it still writes and says goodbye while all others stand."""
        print()
        self.say("ending")
        status = self.children.end("gateway")
        self.board.stop()
        self.children.end("plant-simulator")
        self.children.end("mosquitto")
        return status

    def verdict(self, gateway_status: int | None) -> bool:
        counts = stored(self.database)
        full = time.monotonic() - self.begun >= FULL_MINUTES * 60
        judged = ("check_final", counts["verdicts"])
        if not full and counts["verdicts"] == 0:
            judged = ("check_provisional", self.board.provisional_seen)
        checks = [("check_blocks", counts["blocks"], 1), (*judged, 1),
                  ("check_journal", self.board.journal_messages, 1),
                  ("check_live", len(set(self.board.live) & set(PLANTS)), len(PLANTS))]
        passed = True
        for key, count, least in checks:
            passed = passed and count >= least
            print(("  ok  " if count >= least else "  --  ") + self.texts(key, count=count))
        orderly = gateway_status == 0
        print(("  ok  " if orderly else "  --  ") + self.texts("check_end"))
        passed = passed and orderly
        key = "passed" if passed else "early" if self.by_hand() else "failed"
        print(self.texts(key, path=self.folder), flush=True)
        return passed

    def by_hand(self) -> bool:
        """Ended by Ctrl-C without a time that was asked for: nobody asked whether everything had happened yet."""
        return self.minutes is None and self.stop.is_set()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--lang", choices=["vi", "en"], default="en")
    options = parser.parse_args()
    texts = Texts(options.lang)
    try:
        demo = Demo(options.minutes, texts)
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: demo.stop.set())
    failed = None
    try:
        demo.start()
        demo.show()
    except Failed as failure:
        failed = failure
    finally:
        status = demo.end()
    if failed is not None:
        print(failed, file=sys.stderr)
        return 1
    passed = demo.verdict(status)
    return 0 if passed or demo.by_hand() else 1


if __name__ == "__main__":
    sys.exit(main())
