# SPDX-License-Identifier: Apache-2.0
"""The README's commands work as they are printed: the block "By hand" runs line by line, and each command its table names
has that option."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ["SOURCE_DIR"])
README = (ROOT / "README.md").read_text()
PROGRAMS = {name: pathlib.Path(os.environ[name]) for name in ("EFFLUENT_BIN", "SIMULATOR_BIN")}


def by_hand() -> str:
    """The block with the programs of this build, and a folder of its own instead of /tmp."""
    block = re.search(r"^By hand.*?^```sh\n(.*?)^```", README, re.S | re.M)[1]
    lines = [line for line in block.splitlines() if not line.startswith("export PATH")]
    assert len(lines) == len(block.splitlines()) - 1 and len(lines) >= 8, block
    return "\n".join(lines)


def main() -> int:
    path = ":".join([*(str(program.parent) for program in PROGRAMS.values()), os.environ["PATH"]])
    with tempfile.TemporaryDirectory() as folder:
        script = "set -eux\n" + by_hand().replace("/tmp/", folder + "/") + "\nkill $!\n"
        done = subprocess.run(["bash", "-c", script], cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True,
                              text=True, timeout=60)
    shown = done.stdout + done.stderr
    assert done.returncode == 0, shown
    for words in ("0 errors", "at most 150 mg/L", '"kind":"verdict"', "pair 0 and 1", "[1]:"):
        assert words in done.stdout, (words, shown)
    for command, second, options in re.findall(r"^\| `effluent (\w+)(?: (\w+))?([^`]*)`", README, re.M):
        words = [command, second] if second else [command]
        help_text = subprocess.run([PROGRAMS["EFFLUENT_BIN"], *words, "--help"], capture_output=True, text=True).stdout
        for option in re.findall(r"--[a-z-]+", options):
            assert option in help_text, (command, option)
    print("the README's commands work")
    return 0


if __name__ == "__main__":
    sys.exit(main())
