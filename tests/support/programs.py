# SPDX-License-Identifier: Apache-2.0
"""What the end-to-end tests start and ask: the gateway with its wall clock moved, the simulator, checks that name what
was wrong. Each program has a temporary folder of its own; nothing is left running."""
import datetime
import functools
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

import gateway
from gateway import until

SOURCE = gateway.SOURCE
EFFLUENT = gateway.PROGRAM
SIMULATOR = os.environ['SIMULATOR_BIN']
PROFILES = SOURCE / 'config' / 'devices'
STANDARDS = SOURCE / 'config' / 'standards'
FAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1'
MIDNIGHT = datetime.datetime(2026, 3, 2, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))


def require(answer, what):
    """A check that names what was wrong; its argument where it holds."""
    if not answer:
        raise AssertionError(what)
    return answer


def skip(why):
    print('SKIP', why)
    sys.exit(77)


def instant(text):
    """Milliseconds since 1970 of an RFC 3339 text."""
    when = datetime.datetime.fromisoformat(text)
    return int(when.timestamp()) * 1000 + when.microsecond // 1000


def clock_at(seconds):
    """The offset that makes it that many seconds after MIDNIGHT now: the same day whenever the tests run."""
    return round(MIDNIGHT.timestamp() + seconds - time.time())


@functools.cache
def sanitizers():
    """The runtimes of a program built with sanitizers: they must stand before any other preloaded library."""
    shown = subprocess.run(['ldd', EFFLUENT], capture_output=True, text=True).stdout
    return [words[2] for words in map(str.split, shown.splitlines()) if words and re.match(r'lib(a|t)san\.', words[0])]


def faked(offset):
    """The environment of a program whose wall clock is `offset` whole seconds ahead; its monotonic clock is left alone."""
    return {'LD_PRELOAD': ':'.join([*sanitizers(), FAKETIME]), 'FAKETIME': f'{offset:+d}s', 'FAKETIME_DONT_FAKE_MONOTONIC': '1'}


def can_fake_time():
    """False where the program does not run under libfaketime, as with some sanitizers."""
    shown = subprocess.run([EFFLUENT, '--version'], capture_output=True, env={**os.environ, **faked(0)})
    return os.path.exists(FAKETIME) and shown.returncode == 0


class Gateway(gateway.Gateway):
    """The gateway, started at another time and read as JSON."""

    def start(self, offset=None):
        return super().start(environment={} if offset is None else faked(offset))

    def entry_lines(self):
        """(epoch, seq, line) of all entries, in order."""
        return [(entry.epoch, entry.seq, entry.line) for entry in self.entries()]

    def block_lines(self):
        """(epoch, rid, json) of all blocks, in order."""
        return list(map(tuple, self.blocks()))

    def told(self, kind=''):
        """The fields of all entries, or of those of one kind."""
        return [fields for fields in (e.fields for e in self.entries()) if kind in ('', fields['kind'])]

    def polled(self, device=''):
        """The fields of all blocks, or of those of one device."""
        return [fields for fields in (b.fields for b in self.blocks()) if device in ('', fields['device'])]


class Simulator:
    """plant-simulator on free ports: `with Simulator('--plant', file) as simulator: simulator.ports[device]`."""

    def __init__(self, *arguments):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='effluent-simulator-'))
        self.arguments = arguments
        self.ports = {}

    def __enter__(self):
        file, log = self.folder / 'ports', self.folder / 'log'
        with open(log, 'wb') as sink:
            self.process = subprocess.Popen([SIMULATOR, *map(str, self.arguments), '--port-file', str(file)],
                                            stdin=subprocess.DEVNULL, stdout=sink, stderr=sink)
        until(lambda: file.exists() or self.process.poll() is not None, 'the simulator to start')
        require(file.exists(), 'the simulator ended at once: ' + log.read_text())
        self.ports = {name: int(port) for name, port in (line.split() for line in file.read_text().splitlines())}
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.folder)
