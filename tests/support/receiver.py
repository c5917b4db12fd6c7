# SPDX-License-Identifier: Apache-2.0
"""mosquitto_sub as the center: everything below the prefix, byte for byte, in order of arrival."""
import json
import signal
import subprocess
import threading

from gateway import until

class Receiver:
    """`with Receiver(port) as receiver`. With a session, so that what comes while it is away waits for it."""

    def __init__(self, port, name='center', topic='effluent/1/#', more=(), host='127.0.0.1'):
        self.name = name
        self.command = ['/usr/bin/mosquitto_sub', '-h', host, '-p', str(port), '-i', name, '-c', '-q', '1',
                        '-V', 'mqttv5', '-t', topic, '-F', '%r %t %x', *map(str, more)]
        self.lock = threading.Lock()
        self.received = []  # (topic, retained, payload)
        self.broken = None

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.thread = threading.Thread(target=self._read)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        self.thread.join()
        self.process.stdout.close()

    def _read(self):
        for line in self.process.stdout:
            try:
                retained, topic, payload = line.rstrip(b'\n').split(b' ')
                message = (topic.decode(), retained == b'1', bytes.fromhex(payload.decode()))
            except ValueError:
                self.broken = line
                continue
            with self.lock:
                self.received.append(message)

    def wait_subscribed(self, broker):
        until(lambda: f'Sending SUBACK to {self.name}' in broker.log(), self.name + ' to subscribe')

    def messages(self, last):
        """The payloads of the topics that end so, in order of arrival."""
        with self.lock:
            return [payload for topic, _, payload in self.received if topic.endswith('/' + last)]

    def newest(self, last):
        """The newest payload of that topic, parsed; None before the first."""
        payloads = self.messages(last)
        return json.loads(payloads[-1]) if payloads else None

    def lines(self, last):
        """The lines of all messages of a lane, repeats included."""
        return [line for payload in self.messages(last) for line in payload.decode().splitlines()]

    def topics(self):
        with self.lock:
            return {topic for topic, _, _ in self.received}


def without_repeats(lines, number):
    """Each line once by (epoch, `number`), in order of first arrival; a repeat must have the same bytes."""
    once = {}
    for line in lines:
        parsed = json.loads(line)
        key = (parsed['epoch'], parsed[number])
        if once.setdefault(key, line) != line:
            raise AssertionError(f'{key} came with two contents:\n{once[key]}\n{line}')
    return list(once.values())
