# SPDX-License-Identifier: Apache-2.0
"""The demo for one minute with the programs built: polls recorded, judged and received, exit 0, nothing left running.
In a copy of its folder, so that a demo that somebody watches is not disturbed."""
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile

from gateway import run_all
from programs import SOURCE, require


def copy_of_the_demo(folder):
    shutil.copytree(SOURCE / 'simulators', folder / 'simulators', ignore=shutil.ignore_patterns('.demo'))
    for name in ('config', 'cmake'):
        (folder / name).symlink_to(SOURCE / name)
    return folder / 'simulators' / 'demo'


def still_running(folder):
    """Command lines of processes that work on that folder."""
    found = []
    for entry in pathlib.Path('/proc').glob('[0-9]*/cmdline'):
        try:
            words = entry.read_bytes().replace(b'\0', b' ').decode(errors='replace')
        except OSError:
            continue
        if str(folder) in words:
            found.append(words)
    return found


def test_a_minute_of_the_demo_passes():
    folder = pathlib.Path(tempfile.mkdtemp(prefix='effluent-demo-copy-'))
    try:
        demo = subprocess.Popen([copy_of_the_demo(folder), '--no-build', '--minutes', '1', '--lang', 'en'],
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                env={**os.environ, 'TERM': 'dumb'})
        try:
            shown, _ = demo.communicate(timeout=150)
        except subprocess.TimeoutExpired:
            demo.send_signal(signal.SIGINT)
            shown, _ = demo.communicate(timeout=30)
            raise AssertionError('the demo did not end after a minute:\n' + shown) from None
        require(demo.returncode == 0, f'the demo ended with {demo.returncode}:\n{shown}')
        for line in ('mosquitto_sub', 'sqlite3 -readonly', 'effluent.toml'):
            require(line in shown, f'it does not say how to look further ({line}):\n{shown}')
        require('  --  ' not in shown, shown)
        require(not still_running(folder), f'left running: {still_running(folder)}')
    finally:
        shutil.rmtree(folder)


if __name__ == '__main__':
    run_all(globals())
