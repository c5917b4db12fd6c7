# SPDX-License-Identifier: Apache-2.0
"""A real mosquitto on a free port of loopback for tests: `with Broker() as broker: … broker.port`.
It can be killed, frozen and started again on the same port."""
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def eventually(holds, most=15.0):
    """The first true answer of `holds`, or its last one after `most` seconds."""
    end = time.monotonic() + most
    while True:
        answer = holds()
        if answer or time.monotonic() > end:
            return answer
        time.sleep(0.02)


class Broker:
    def __init__(self, more='', anonymous=True, port=None):
        """`more`: further lines of its configuration, after the listener."""
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='effluent-broker-'))
        self.port = port or free_port()
        self.process = None
        self.configuration = self.folder / 'mosquitto.conf'
        self.configuration.write_text(
            f'listener {self.port} 127.0.0.1\nallow_anonymous {str(anonymous).lower()}\n'
            f'persistence false\nuser root\nlog_type all\n{more}\n')

    def start(self):
        with open(self.folder / 'mosquitto.log', 'ab') as log:
            self.process = subprocess.Popen(['/usr/sbin/mosquitto', '-c', str(self.configuration)],
                                            stdout=log, stderr=log)
        if not eventually(self._answers):
            raise RuntimeError('mosquitto does not start: ' + self.log())
        return self

    def stop(self, how=signal.SIGTERM):
        if self.process:
            self.process.send_signal(how)
            self.process.wait()
            self.process = None

    def kill(self):
        self.stop(signal.SIGKILL)

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def log(self):
        return (self.folder / 'mosquitto.log').read_text(errors='replace')

    def _answers(self):
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex(('127.0.0.1', self.port)) == 0

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
