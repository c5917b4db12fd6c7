# SPDX-License-Identifier: Apache-2.0
"""What the gateway published so far, as a subscriber sees it, and what its database holds."""
import json
import pathlib
import sqlite3
import threading

import paho.mqtt.client as mqtt


def read_json(text: bytes | str) -> dict:
    """Numbers as the texts they came as: 7.20 stays 7.20, for its digits say what the instrument resolves."""
    return json.loads(text, parse_float=str)


class Board:
    """Filled by the client's thread, read by the screen under `lock`."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.connected = threading.Event()
        self.live: dict[str, dict] = {}
        self.verdicts: dict[str, dict] = {}
        self.compliance: dict | None = None
        self.state: dict | None = None
        self.entries: dict[tuple[str, int], str] = {}
        self.journal_messages = 0
        self.provisional_seen = 0
        self.client = mqtt.Client(client_id="effluent-demo", protocol=mqtt.MQTTv5)
        self.client.on_connect = self._on_connect
        self.client.on_subscribe = lambda *_: self.connected.set()
        self.client.on_message = self._on_message

    def start(self, port: int) -> None:
        self.client.connect_async("127.0.0.1", port)
        self.client.loop_start()

    def stop(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()

    def _on_connect(self, client, *_) -> None:
        client.subscribe("effluent/1/#", qos=1)

    def _on_message(self, _client, _data, message) -> None:
        topic = message.topic.split("/")[4:]
        with self.lock:
            if topic == ["journal"]:
                self._journal(message.payload)
            elif topic == ["state"]:
                self.state = read_json(message.payload)
            elif topic == ["compliance"]:
                self.compliance = read_json(message.payload)
            elif topic[0] == "live":
                self.live[topic[1]] = read_json(message.payload)
            elif topic[0] == "verdict":
                payload = read_json(message.payload)
                self.verdicts[topic[1]] = payload
                self.provisional_seen += len(payload["provisional"])

    def _journal(self, payload: bytes) -> None:
        self.journal_messages += 1
        for line in payload.decode().splitlines():
            entry = read_json(line)
            if "seq" in entry:
                self.entries[(entry["epoch"], entry["seq"])] = entry["kind"]

    def received(self, kind: str | None = None) -> int:
        return sum(1 for value in self.entries.values() if kind in (None, value))


def stored(database: pathlib.Path) -> dict[str, int]:
    """Counts of the gateway's database, opened for reading only."""
    counts = {"blocks": 0, "entries": 0, "verdicts": 0}
    if not database.exists():
        return counts
    try:
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=2) as connection:
            counts["blocks"] = connection.execute("SELECT count(*) FROM block").fetchone()[0]
            counts["entries"] = connection.execute("SELECT count(*) FROM entry").fetchone()[0]
            counts["verdicts"] = connection.execute(
                "SELECT count(*) FROM entry WHERE line LIKE '%\"kind\":\"verdict\"%'").fetchone()[0]
        connection.close()
    except sqlite3.Error:
        pass  # being created just now
    return counts
