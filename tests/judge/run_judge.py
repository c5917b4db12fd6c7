# SPDX-License-Identifier: Apache-2.0
"""Runs the real `effluent judge` on a configuration and rows written to a folder of their own."""
import os
import subprocess
import tempfile

HEADER = "time,plant,point,value,state\n"
STANDARDS = os.path.join(os.environ["SOURCE_DIR"], "config", "standards")


def run(configuration, readings, *arguments, name="readings.csv", **options):
    """`readings`: str, bytes, or None for no file. Gives the finished process."""
    with tempfile.TemporaryDirectory() as folder:
        config = os.path.join(folder, "effluent.toml")
        file = os.path.join(folder, name)
        with open(config, "w", encoding="utf-8") as out:
            out.write(configuration)
        if readings is not None:
            with open(file, "wb") as out:
                out.write(readings if isinstance(readings, bytes) else readings.encode())
        command = [os.environ["EFFLUENT_BIN"], "judge", "--config", config, "--readings", file, *arguments]
        options.setdefault("stdout", subprocess.PIPE)
        return subprocess.run(command, stderr=subprocess.PIPE, timeout=200, **options)


def readings_text(rows, time_text):
    return HEADER + "".join(f"{time_text(t)},{plant},{point},{value},{state}\n" for t, plant, point, value, state in rows)
