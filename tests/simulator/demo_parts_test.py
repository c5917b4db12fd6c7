# SPDX-License-Identifier: Apache-2.0
"""The demo's parts without its programs: both languages complete, no forbidden words, configuration from the plant
files, and the table from payloads as the gateway sends them."""
import pathlib
import string
import subprocess
import sys
import tempfile
import tomllib
import os

from simulated import SOURCE, run_all

sys.path.insert(0, str(SOURCE / "simulators" / "show"))
sys.dont_write_bytecode = True
import demo_site  # noqa: E402
import texts  # noqa: E402
from board import Board  # noqa: E402
from screen import Screen  # noqa: E402

PLANTS = {"mau-1": "KCN Mẫu 1"}


def fields(text: str) -> set:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_are_complete_and_take_the_same_values():
    for key, both in texts._TEXTS.items():
        assert len(both) == 2, key
        assert fields(both[0]) == fields(both[1]), key


def test_the_vietnamese_words_are_those_of_the_glossary():
    rows = [line.split("|") for line in (SOURCE / "docs" / "glossary.md").read_text().splitlines()]
    words = {row[1].strip(): row[3].strip() for row in rows if len(row) == 5}
    provisional, final = words["**provisional**, **final**"].split(", ")
    for key, word in (("provisional", provisional), ("provisional_of", provisional), ("final", final), ("final_of", final),
                      ("check_provisional", provisional), ("check_final", final), ("limit", "giới hạn"),
                      ("parameter", words["**parameter**"]), ("check_blocks", "lần đọc"),
                      ("scope_no_limit", "giới hạn"), ("calibrating", "hiệu chuẩn")):
        assert word in texts._TEXTS[key][1], (key, word)
    assert not [key for key, both in texts._TEXTS.items() if "nhà máy" in both[1]]  # a plant is a trạm XLNT


def test_no_text_speaks_of_a_violation_or_promises_the_standard():
    for key, (english, vietnamese) in texts._TEXTS.items():
        assert "violat" not in english.lower() and "vi phạm" not in vietnamese.lower(), key
        if "meet" in english.lower():
            assert key == "parks", key


def configuration() -> str:
    ports = {device["id"]: 1000 + number for number, device in enumerate(demo_site.instruments())}
    return demo_site.configuration(1883, ports)


def test_the_configuration_follows_the_plant_files():
    tree = tomllib.loads(configuration())
    devices = {device["id"]: device for device in tree["device"]}
    assert len(devices) == 13
    cycles = {}
    for device in demo_site.instruments():
        assert devices[device["id"]]["profile"] == device["profile"]
        for register in device["register"]:
            cycles[f'{device["id"]}.{register["name"]}'] = register.get("cycle")
    points = [point for plant in tree["plant"] for outlet in plant["outlet"] for point in outlet["point"]]
    assert {point["source"].split(".")[0] for point in points} == set(devices) - {"m2-flow-in"}
    for point in points:
        assert cycles[point["source"]] == point.get("cycle"), point["source"]


def test_the_demo_shows_three_makes_and_two_word_orders():
    makers, orders = set(), set()
    for device in demo_site.instruments():
        profile = tomllib.loads((SOURCE / "config" / "devices" / f'{device["profile"]}.toml').read_text())["profile"]
        makers.add(profile["maker"])
        orders.add(profile.get("word_order", "big"))
    assert len(makers) >= 3 and orders == {"big", "little"}, (makers, orders)


def test_effluent_check_passes_the_configuration_without_a_word():
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "effluent.toml"
        file.write_text(configuration())
        done = subprocess.run([os.environ["EFFLUENT_BIN"], "check", "--config", str(file)], capture_output=True,
                              text=True, timeout=60)
        assert done.returncode == 0 and "warning" not in done.stderr, done.stderr


def judged(verdict: str, **more) -> dict:
    return {"plant": "mau-1", "outlet": "outlet-1", "point": "cod", "parameter": "cod", "period": "5min",
            "start": "2026-11-24T10:00:00.000+07:00", "verdict": verdict, "value": "150.125", "limit_min": None,
            "limit_max": "135", "coverage_percent": "100.00", "binding": True} | more


def board(verdict: str, provisional: list) -> Board:
    shown = Board()
    shown.live["mau-1"] = {"points": [
        {"outlet": "outlet-1", "point": "cod", "parameter": "cod", "value": 151.2, "unit": "mg/L", "state": "measuring",
         "cause": None, "time": "2026-11-24T10:06:00.000+07:00"},
        {"outlet": "outlet-1", "point": "ph", "parameter": "ph", "value": None, "unit": "[pH]", "state": "fault",
         "cause": "timeout", "time": None}]}
    shown.verdicts["mau-1"] = {"final": [judged(verdict)], "provisional": provisional}
    shown.compliance = {"plants": [{"plant": "mau-1", "park": "p", "verdict": verdict, "reasons": [], "scope": {
        "automatic": {"required": 5, "judged": 5}, "laboratory": {"required": 2, "valid": 0, "overdue": 2},
        "not_assessed": ["color", "as"]}}], "parks": {"meeting": 0, "total": 1, "percent": "0.00"}}
    shown.state = {"status": "online", "last_seq": 12}
    return shown


def table(shown: Board, lang: str) -> str:
    return Screen(shown, PLANTS, texts.Texts(lang), False).table({"blocks": 5, "entries": 6, "verdicts": 1}, "10:06:00")


def test_the_table_says_what_is_exceeded_with_limit_mean_and_scope():
    text = table(board("exceeding", [judged("within_limit", value="99.500", coverage_percent="50.00")]), "en")
    for words in ("exceeds the limit according to automatic data: COD", "≤ 135", "99.500 (50.00 %)", "151.2 mg/L",
                  "no answer", "2 by laboratory (overdue), 2 of the standard not assessed",
                  "provisional: no exceedance in the 1 monitored parameters", "0 of 1"):
        assert words in text, (words, text)


def test_the_table_speaks_vietnamese():
    text = table(board("within_limit", []), "vi")
    for words in ("không vượt giới hạn ở 5 thông số được giám sát", "không trả lời", "chưa có", "trong giới hạn"):
        assert words in text, (words, text)


class Message:
    def __init__(self, topic: str, payload: bytes):
        self.topic, self.payload = topic, payload


def test_numbers_are_shown_with_the_digits_they_came_with():
    shown = board("within_limit", [])
    shown._on_message(None, None, Message("effluent/1/lao-cai/gw/live/mau-1", b'{"points":[{"outlet":"outlet-1","point":"ph",'
                      b'"parameter":"ph","value":7.20,"unit":"[pH]","state":"measuring","cause":"over_range","time":null}]}'))
    shown._on_message(None, None, Message("effluent/1/lao-cai/gw/compliance", b'{"plants":[],"parks":{"meeting":0,"total":3,'
                      b'"percent":0.00}}'))
    text = table(shown, "en")
    assert "7.20 (over range)" in text and "0 of 3, 0.00 %" in text, text


def test_on_a_small_terminal_the_plants_take_turns_and_nothing_is_cut_off():
    shown = board("exceeding", [judged("exceeding")])
    plants = {f"mau-{n}": f"KCN Mẫu {n}" for n in (1, 2, 3)}
    for plant in ("mau-2", "mau-3"):
        shown.live[plant], shown.verdicts[plant] = shown.live["mau-1"], shown.verdicts["mau-1"]
    for lang in ("en", "vi"):
        screen = Screen(shown, plants, texts.Texts(lang), False)
        seen = set()
        for seconds in range(0, 15, 5):
            text = screen.table({"blocks": 5, "entries": 6, "verdicts": 1}, "10:06:00", (80, 20), seconds)
            lines = text.splitlines()
            assert len(lines) <= 20 and max(len(line.rstrip()) for line in lines) <= 80, text
            seen |= {name for name in plants.values() if name in lines}
            heading = next(line for line in lines if line.strip().startswith(texts.Texts(lang)("parameter")))
            assert "…" not in heading, heading
            row = next(line for line in lines if line.strip().startswith("COD"))
            assert row.count(texts.Texts(lang)("exceeding")) == 2 and "≤ 135" in row and "…" not in row, row
        assert seen == set(plants.values()), seen
        wide = screen.table({"blocks": 5, "entries": 6, "verdicts": 1}, "10:06:00", (120, 60), 0)
        assert all(name in wide for name in plants.values()) and "150.125 (100.00 %)" in wide, wide


def test_a_verdict_before_anything_is_none_yet():
    text = table(Board(), "en")
    assert "none yet" in text and "no figure yet" in text and "gateway not online" in text


if __name__ == "__main__":
    run_all(globals())
