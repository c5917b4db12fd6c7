# SPDX-License-Identifier: Apache-2.0
"""The programs of the demo: started in order, watched, ended in order. They die with the demo, however it ends."""
import ctypes
import pathlib
import signal
import subprocess
import time

PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Children:
    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.running: list[tuple[str, subprocess.Popen]] = []

    def start(self, name: str, command: list[str]) -> None:
        with open(self.log_of(name), "ab") as log:
            # A session of its own: Ctrl-C in the terminal reaches the demo alone, which ends them in order.
            child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                     start_new_session=True, preexec_fn=_die_with_parent)
        self.running.append((name, child))

    def log_of(self, name: str) -> pathlib.Path:
        return self.folder / f"{name}.log"

    def dead(self) -> str | None:
        """The name of one that ended by itself."""
        return next((name for name, child in self.running if child.poll() is not None), None)

    def last_lines(self, name: str, count: int = 15) -> str:
        return "\n".join(self.log_of(name).read_text(errors="replace").splitlines()[-count:])

    def end(self, wanted: str) -> int | None:
        """Asks that one to end, ends it after 12 s; its exit status, None if it never ran."""
        for name, child in self.running:
            if name != wanted:
                continue
            if child.poll() is None:
                child.terminate()
                try:
                    child.wait(12)
                except subprocess.TimeoutExpired:
                    child.kill()
            self.running.remove((name, child))
            return child.wait()
        return None


def wait_until(condition, seconds: float, children: Children) -> bool:
    """True as soon as it holds; False after that long or when a program has ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        if children.dead():
            return False
        time.sleep(0.05)
    return False
