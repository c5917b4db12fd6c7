# SPDX-License-Identifier: Apache-2.0
"""Starts plant-simulator for a test: a temporary folder, free ports, a deadline, nothing left running."""
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(os.environ["SOURCE_DIR"])
PROGRAM = os.environ["SIMULATOR_BIN"]
PLANT = SOURCE / "simulators" / "plants" / "mau-1.toml"
NORMAL = SOURCE / "simulators" / "scenarios" / "normal.toml"


class Simulated:
    """with Simulated("--plant", file, …) as simulated: simulated.ports["m1-cod"]"""

    def __init__(self, *arguments):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="effluent-simulated-"))
        ports = self.folder / "ports"
        self.process = subprocess.Popen([PROGRAM, *map(str, arguments), "--port-file", str(ports)],
                                        stderr=subprocess.PIPE, text=True)
        until(lambda: ports.exists() or self.process.poll() is not None, "the port file")
        if not ports.exists():
            raise AssertionError(f"the simulator did not start: {self.process.stderr.read()}")
        self.ports = {name: int(port) for name, port in (line.split() for line in ports.read_text().splitlines())}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate(timeout=20)
        shutil.rmtree(self.folder)


def until(condition, what: str, seconds: float = 20):
    """The condition's value as soon as it is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds} s in vain for {what}")


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def receive(link: socket.socket) -> bytes:
    """One frame, or b"" when the other side has closed."""
    header = b""
    while len(header) < 6:
        part = link.recv(6 - len(header))
        if not part:
            return b""
        header += part
    length = struct.unpack(">H", header[4:6])[0]
    body = b""
    while len(body) < length:
        body += link.recv(length - len(body))
    return header + body


def frame(transaction: int, unit: int, pdu: bytes) -> bytes:
    return struct.pack(">HHHB", transaction, 0, len(pdu) + 1, unit) + pdu


def ask(link: socket.socket, unit: int, pdu: bytes, transaction: int = 7) -> bytes:
    """The answer's function code and data; its header must be the question's."""
    link.sendall(frame(transaction, unit, pdu))
    reply = receive(link)
    assert reply[:4] == struct.pack(">HH", transaction, 0) and reply[6] == unit, reply.hex()
    return reply[7:]


def read(link: socket.socket, unit: int, function: int, address: int, count: int) -> bytes:
    """The data bytes of a good answer."""
    reply = ask(link, unit, struct.pack(">BHH", function, address, count))
    assert reply[0] == function and reply[1] == len(reply) - 2, reply.hex()
    return reply[2:]


def run_all(module: dict) -> None:
    """Runs every test_… of the module and says how many; the exit status tells ctest."""
    failed = 0
    tests = [(name, test) for name, test in module.items() if name.startswith("test_")]
    for name, test in tests:
        try:
            test()
            print("ok  ", name)
        except Exception as error:  # each test is told, whatever it meets
            failed += 1
            print("FAIL", name, type(error).__name__, error)
    assert tests
    sys.exit(1 if failed else 0)
