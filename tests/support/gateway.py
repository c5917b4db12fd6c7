# SPDX-License-Identifier: Apache-2.0
"""The real programs for tests, each in a temporary folder of its own: `with Gateway(configuration) as gateway`,
`with Simulator(plant file) as simulator`. Nothing is left running, and a failing test shows the program's log."""
import datetime
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

from broker import eventually

SOURCE = pathlib.Path(os.environ['SOURCE_DIR'])
EFFLUENT = os.environ['EFFLUENT_BIN']
SIMULATOR = os.environ['SIMULATOR_BIN']
PROFILES = SOURCE / 'config' / 'devices'
STANDARDS = SOURCE / 'config' / 'standards'
FAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1'
ZONE = datetime.timezone(datetime.timedelta(hours=7))


def require(answer, what):
    """A check that names what was wrong; its argument where it holds."""
    if not answer:
        raise AssertionError(what)
    return answer


def wait_for(holds, what, most=20.0):
    """The first true answer of `holds`; fails after `most` seconds."""
    return require(eventually(holds, most), f'waited {most} s in vain for {what}')


def instant(text):
    """Milliseconds since 1970 of an RFC 3339 text."""
    when = datetime.datetime.fromisoformat(text)
    return int(when.timestamp()) * 1000 + when.microsecond // 1000


def skip(why):
    print('SKIP', why)
    sys.exit(77)


class Program:
    """A program with a folder, a log and an end."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='effluent-e2e-'))
        self.process = None

    def launch(self, command, environment=None):
        with open(self.folder / 'log', 'ab') as log:
            self.process = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            env={**os.environ, **(environment or {})})

    def log(self):
        return (self.folder / 'log').read_text(errors='replace')

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def signal(self, number, most=30.0):
        """The exit status after that signal; None if it did not run."""
        if self.process is None:
            return None
        process, self.process = self.process, None
        if process.poll() is None:
            process.send_signal(number)
        try:
            return process.wait(most)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f'the program did not end within {most} s of signal {number}') from None

    def stop(self):
        return self.signal(signal.SIGTERM)

    def kill(self):
        return self.signal(signal.SIGKILL)

    def __exit__(self, kind, *_):
        self.kill()
        if kind is not None:
            print(f'---- log of {type(self).__name__}\n{self.log()}----', flush=True)
        shutil.rmtree(self.folder, ignore_errors=True)


class Gateway(Program):
    """`configuration`: the text of effluent.toml. Its data lie in `data` beside it."""

    def __init__(self, configuration):
        super().__init__()
        self.file = self.folder / 'effluent.toml'
        self.data = self.folder / 'data'
        self.data.mkdir()
        self.configure(configuration)

    def configure(self, text):
        self.file.write_text(text, encoding='utf-8')

    def __enter__(self):
        return self

    def start(self, offset=None):
        """Runs it and waits until it is up. `offset`: whole seconds its wall clock is ahead of ours; its monotonic
        clock stays as it is."""
        environment = None
        if offset is not None:
            environment = {'LD_PRELOAD': FAKETIME, 'FAKETIME': f'{offset:+d}s', 'FAKETIME_DONT_FAKE_MONOTONIC': '1'}
        # A dead control socket of a killed process stays behind: the `start` line in the log tells.
        before = self.log().count(' started: ') if self.process is None and (self.folder / 'log').exists() else 0
        self.launch([EFFLUENT, 'run', '--config', self.file], environment)
        wait_for(lambda: not self.is_running() or self.log().count(' started: ') > before, 'the gateway to start')
        require(self.is_running(), 'the gateway ended at once:\n' + self.log())
        return self

    def command(self, *arguments):
        """Another command of the program with the same configuration, finished."""
        return subprocess.run([EFFLUENT, *arguments, '--config', str(self.file)], capture_output=True, text=True,
                              timeout=60)

    def status(self):
        """What `status --json` says; None where nobody answers."""
        done = self.command('status', '--json')
        return json.loads(done.stdout) if done.returncode == 0 else None

    def rows(self, query, *values):
        """Rows of its database, read as any reader does."""
        file = self.data / 'effluent.db'
        if not file.exists():
            return []
        database = sqlite3.connect(f'file:{file}?mode=ro', uri=True, timeout=10)
        try:
            return database.execute(query, values).fetchall()
        except sqlite3.OperationalError:  # no table yet
            return []
        finally:
            database.close()

    def epochs(self):
        return [row[0] for row in self.rows('SELECT id FROM epoch ORDER BY n')]

    def entry_lines(self):
        """(epoch, seq, line) of all entries, in order."""
        return self.rows('SELECT e.epoch, e.seq, e.line FROM entry e JOIN epoch p ON p.id = e.epoch ORDER BY p.n, e.seq')

    def block_lines(self):
        """(epoch, rid, json) of all blocks, in order."""
        return self.rows('SELECT b.epoch, b.rid, b.json FROM block b JOIN epoch p ON p.id = b.epoch '
                         'ORDER BY p.n, b.rid')

    def entries(self, kind=None):
        parsed = [json.loads(line) for _, _, line in self.entry_lines()]
        return [entry for entry in parsed if kind in (None, entry['kind'])]

    def blocks(self, device=None):
        parsed = [json.loads(text) for _, _, text in self.block_lines()]
        return [block for block in parsed if device in (None, block['device'])]


class Simulator(Program):
    """plant-simulator on free ports: `simulator.ports[device]`."""

    def __init__(self, *arguments):
        super().__init__()
        self.arguments = arguments
        self.ports = {}

    def __enter__(self):
        file = self.folder / 'ports'
        self.launch([SIMULATOR, *self.arguments, '--port-file', file])
        try:
            wait_for(lambda: file.exists() or not self.is_running(), 'the simulator to start')
            require(file.exists(), 'the simulator ended at once')
        except AssertionError as error:
            self.__exit__(type(error))
            raise
        self.ports = {name: int(port) for name, port in (line.split() for line in file.read_text().splitlines())}
        return self


def can_fake_time():
    """False where the program can't run under libfaketime, as under sanitizers of another loader."""
    if not os.path.exists(FAKETIME):
        return False
    shown = subprocess.run([EFFLUENT, '--version'], capture_output=True, text=True,
                           env={**os.environ, 'LD_PRELOAD': FAKETIME, 'FAKETIME': '+0s',
                                'FAKETIME_DONT_FAKE_MONOTONIC': '1'})
    return shown.returncode == 0


def seconds_to(hour, minute, second):
    """The offset that makes it that time of today at +07:00, now."""
    now = datetime.datetime.now(ZONE)
    then = now.replace(hour=hour, minute=minute, second=second, microsecond=0)
    return round((then - now).total_seconds())


def run_tests(module):
    """Runs each test_… of the module; the exit status tells ctest."""
    tests = [(name, test) for name, test in module.items() if name.startswith('test_')]
    assert tests
    failed = []
    for name, test in tests:
        begun = time.monotonic()
        try:
            test()
            print(f'ok   {name} ({time.monotonic() - begun:.1f} s)', flush=True)
        except Exception as error:  # each test is told, whatever it meets
            import traceback
            traceback.print_exc()
            failed.append(name)
            print('FAIL', name, error, flush=True)
    sys.exit(1 if failed else 0)
