# SPDX-License-Identifier: Apache-2.0
"""The live table and the plain status line, as text: from a Board, without a terminal of its own."""
import textwrap
from dataclasses import dataclass

from board import Board
from texts import Texts

WORST = ["exceeding", "no_limit", "not_enough_data", "within_limit", "not_discharging"]
UNITS = {"[pH]": "", "Cel": "°C", "m3/h": "m³/h", "m3": "m³", "uS/cm": "µS/cm"}  # payloads carry UCUM
COLOURS = {"exceeding": "\x1b[1;31m", "within_limit": "\x1b[32m", "not_enough_data": "\x1b[33m",
           "no_limit": "\x1b[33m"}


@dataclass(frozen=True)
class Columns:
    """Widths of the table's columns; `coverage`: the mean is followed by how much of its window it covers."""
    parameter: int
    now: int
    limit: int
    mean: int
    verdict: int
    coverage: bool


WIDE = Columns(12, 23, 8, 18, 18, True)
NARROW = Columns(11, 13, 8, 7, 17, False)  # 80 characters in all
WIDE_FROM = 105
PAGE_SECONDS = 5


def cell(text: str, width: int, colour: str = "") -> str:
    shown = text if len(text) <= width else text[:width - 1] + "…"
    padded = shown + " " * (width - len(shown))
    return f"{colour}{padded}\x1b[0m" if colour else padded


def limit_of(verdict: dict | None) -> str:
    if verdict is None:
        return ""
    low, high = verdict["limit_min"], verdict["limit_max"]
    if low is not None and high is not None:
        return f"{low}–{high}"
    return "" if low is None and high is None else f"≤ {high}" if high is not None else f"≥ {low}"


def current(verdicts: list[dict]) -> dict[str, dict]:
    """The binding verdict of the latest window of each point."""
    latest: dict[str, dict] = {}
    for verdict in verdicts:
        key = verdict["point"]
        if verdict["binding"] and key is not None and verdict["start"] >= latest.get(key, {"start": ""})["start"]:
            latest[key] = verdict
    return latest


class Screen:
    def __init__(self, board: Board, plants: dict[str, str], texts: Texts, colours: bool):
        self.board, self.plants, self.texts, self.colours = board, plants, texts, colours

    def _colour(self, verdict: str) -> str:
        return COLOURS.get(verdict, "") if self.colours else ""

    def scope(self, plant: str) -> tuple[str, str]:
        """The plant's verdict by final verdicts, in words with its scope."""
        compliance = self.board.compliance
        entry = next((one for one in (compliance or {}).get("plants", []) if one["plant"] == plant), None)
        if entry is None:
            return "", self.texts("none_yet")
        finals = self.board.verdicts.get(plant, {}).get("final", [])
        scope = entry["scope"]
        return entry["verdict"], self._words(entry["verdict"], finals, scope["automatic"]["judged"],
                                             scope["automatic"]["required"])

    def provisional_scope(self, plant: str) -> tuple[str, str]:
        """The same for the window that runs now."""
        running = list(current(self.board.verdicts.get(plant, {}).get("provisional", [])).values())
        if not running:
            return "", self.texts("none_yet")
        verdict = min((one["verdict"] for one in running), key=WORST.index)
        judged = sum(one["verdict"] in ("within_limit", "exceeding") for one in running)
        return verdict, self._words(verdict, running, judged, len(running))

    def _words(self, verdict: str, verdicts: list[dict], judged: int, required: int) -> str:
        over = {one["parameter"]: None for one in verdicts if one["verdict"] == "exceeding" and one["binding"]}
        names = ", ".join(self.texts(name) for name in over)
        return self.texts("scope_" + verdict, judged=judged, required=required, names=names)

    def _beyond(self, plant: str) -> str:
        for entry in (self.board.compliance or {}).get("plants", []):
            if entry["plant"] == plant:
                scope = entry["scope"]
                return self.texts("beyond", overdue=scope["laboratory"]["overdue"], rest=len(scope["not_assessed"]))
        return ""

    def _point(self, point: dict, running: dict, final: dict, columns: Columns) -> str:
        now, last = running.get(point["point"]), final.get(point["point"])
        reason = self.texts(point["cause"] or point["state"])  # of one that measures in its range: ""
        value = "–" if point["value"] is None else f'{point["value"]} {UNITS.get(point["unit"], point["unit"])}'.rstrip()
        if reason:
            value = reason if point["value"] is None else f"{value} ({reason})"
        mean = "" if now is None or now["value"] is None else now["value"]
        if mean and columns.coverage:
            mean = f'{mean} ({now["coverage_percent"]} %)'
        parts = [cell(self.texts(point["parameter"]), columns.parameter), cell(value, columns.now),
                 cell(limit_of(last or now), columns.limit), cell(mean, columns.mean)]
        for verdict in (now, last):
            name = verdict["verdict"] if verdict else ""
            parts.append(cell(self.texts(name) if name else "", columns.verdict, self._colour(name)))
        return "  " + " ".join(parts)

    def _plant(self, plant: str, name: str, columns: Columns, width: int) -> list[str]:
        verdict, words = self.scope(plant)
        soon, soon_words = self.provisional_scope(plant)
        room = min(width, WIDE_FROM) - 2
        lines = [f"{name}",
                 "  " + cell(f"{self.texts('final_of')}: {words}", room, self._colour(verdict)),
                 "  " + cell(f"{self.texts('provisional_of')}: {soon_words}", room, self._colour(soon))]
        beyond = self._beyond(plant)
        if beyond:
            lines.append("  " + cell(beyond, width - 2).rstrip())
        payload = self.board.verdicts.get(plant, {})
        running, final = current(payload.get("provisional", [])), current(payload.get("final", []))
        for point in self.board.live.get(plant, {}).get("points", []):
            if point["outlet"] is not None:
                lines.append(self._point(point, running, final, columns))
        return lines

    def parks(self) -> str:
        if self.board.compliance is None:
            return self.texts("parks_none")
        parks = self.board.compliance["parks"]
        return self.texts("parks", meeting=parks["meeting"], total=parks["total"], percent=parks["percent"])

    def counts(self, stored: dict[str, int]) -> str:
        return self.texts("counts", blocks=stored["blocks"], entries=stored["entries"],
                          received=self.board.received(), messages=self.board.journal_messages)

    def _head(self, clock: str, columns: Columns, width: int) -> list[str]:
        texts = self.texts
        online = texts("online" if (self.board.state or {}).get("status") == "online" else "offline")
        names = [cell(texts(key), getattr(columns, key)) for key in ("parameter", "now", "limit")]
        names.append(cell(texts("mean" if columns.coverage else "mean_short"), columns.mean))
        names += [cell(texts(key), columns.verdict) for key in ("provisional", "final")]
        title = f"{texts('title')}   {clock}   {online}   ({texts('ends')})"
        return [*textwrap.wrap(title, width), "", "  " + " ".join(names)]

    def table(self, stored: dict[str, int], clock: str, size: tuple[int, int] = (200, 200), seconds: float = 0) -> str:
        """For a terminal of `size` (columns, lines): where not all plants fit, they take turns."""
        width, height = size
        columns = WIDE if width >= WIDE_FROM else NARROW
        with self.board.lock:
            head = self._head(clock, columns, width)
            foot = ["", *textwrap.wrap(self.parks(), width), *textwrap.wrap(self.counts(stored), width)]
            plants = [["", *self._plant(plant, name, columns, width)] for plant, name in self.plants.items()]
        room = height - len(head) - len(foot)
        if sum(map(len, plants)) > room:
            shown = max(1, room // max(map(len, plants)))
            first = int(seconds // PAGE_SECONDS) % -(-len(plants) // shown) * shown
            plants = plants[first:first + shown]
        return "\n".join([*head, *(line for plant in plants for line in plant), *foot])

    def line(self, stored: dict[str, int], clock: str) -> str:
        with self.board.lock:
            plants = "; ".join(f"{plant}: {self.texts('final_of')}: {self.scope(plant)[1]}, "
                               f"{self.texts('provisional_of')}: {self.provisional_scope(plant)[1]}"
                               for plant in self.plants)
            return f"{clock} {self.counts(stored)} {plants}. {self.parks()}"
