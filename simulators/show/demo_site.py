# SPDX-License-Identifier: Apache-2.0
"""Where the demo keeps its files, and the gateway's configuration: simulators/demo.toml with the broker's port, the
folders, and a bus and a device for each instrument, taken from the plant files and the simulator's port file."""
import os
import pathlib
import socket
import tomllib

SIMULATORS = pathlib.Path(__file__).resolve().parent.parent
ROOT = SIMULATORS.parent
PLANT_FILES = [SIMULATORS / "plants" / f"mau-{number}.toml" for number in (1, 2, 3)]
SCENARIO = SIMULATORS / "scenarios" / "upsets.toml"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def read_ports(file: pathlib.Path) -> dict[str, int]:
    pairs = (line.split() for line in file.read_text().splitlines())
    return {device: int(port) for device, port in pairs}


def instruments() -> list[dict]:
    """The [[device]] tables of all plant files."""
    devices = []
    for file in PLANT_FILES:
        devices += tomllib.loads(file.read_text())["device"]
    return devices


def poll_of(device: dict) -> str:
    """Analysers are asked less often than sensors; must divide the points' intervals in demo.toml."""
    analyser = any("cycle" in register for register in device.get("register", []))
    return "5s" if analyser else "2s"


def configuration(broker_port: int, ports: dict[str, int]) -> str:
    text = (SIMULATORS / "demo.toml").read_text()
    text = text.replace("@BROKER_PORT@", str(broker_port))
    text = text.replace("@PROFILES@", str(ROOT / "config" / "devices"))
    text = text.replace("@STANDARDS@", str(ROOT / "config" / "standards"))
    for device in instruments():
        name = device["id"]
        text += f'\n[[bus]]\nid = "{name}"\nkind = "tcp"\nhost = "127.0.0.1"\nport = {ports[name]}\n'
        text += f'\n[[device]]\nid = "{name}"\nbus = "{name}"\nprofile = "{device["profile"]}"\n'
        text += f'poll = "{poll_of(device)}"\n'
        if "unit_id" in device:
            text += f'unit_id = {device["unit_id"]}\n'
    return text


def broker_configuration(port: int) -> str:
    return (f"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\n"
            "log_dest stderr\nmax_queued_messages 100000\n" + ("user root\n" if os.geteuid() == 0 else ""))
