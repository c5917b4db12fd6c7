# SPDX-License-Identifier: Apache-2.0
"""Figures of the whole gateway, printed with N and spread; asserts nothing (run by hand on a quiet machine):

  EFFLUENT_BIN=… SIMULATOR_BIN=… SOURCE_DIR=. PYTHONPATH=tests/support /usr/bin/python3 tests/bench/gateway_bench.py

1. the demo's gateway (13 instruments): resident memory, CPU, bytes written, over 90 s
2. one device of 11 values every second: bytes written, extrapolated to a day
3. register change -> MQTT: a register that changes at random moments, polled every 200 ms"""
import os
import pathlib
import random
import signal
import socket
import statistics
import subprocess
import threading
import time

import paho.mqtt.client
from broker import Broker
from gateway import PROGRAM, SOURCE, Gateway, read_json

TICKS = os.sysconf('SC_CLK_TCK')


def usage(pid):
    """(CPU seconds, resident KiB, bytes written to the disk)"""
    fields = pathlib.Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()
    status = pathlib.Path(f'/proc/{pid}/status').read_text()
    rss = int(status.split('VmRSS:')[1].split()[0])
    io = dict(line.split(': ') for line in pathlib.Path(f'/proc/{pid}/io').read_text().splitlines())
    return (int(fields[11]) + int(fields[12])) / TICKS, rss, int(io['write_bytes'])


def measured(pid, seconds):
    cpu0, _, bytes0 = usage(pid)
    start = time.monotonic()
    time.sleep(seconds)
    cpu1, rss, bytes1 = usage(pid)
    passed = time.monotonic() - start
    return (cpu1 - cpu0) / passed, rss, (bytes1 - bytes0) / passed


def demo_gateway():
    demo = subprocess.Popen([str(SOURCE / 'simulators' / 'demo'), '--no-build'], stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, start_new_session=True)
    try:
        pid = None
        while pid is None:
            found = subprocess.run(['pgrep', '-f', f'^{PROGRAM} run --config .*/.demo/'], capture_output=True, text=True)
            pid = int(found.stdout.split()[0]) if found.stdout else None
            time.sleep(0.2)
        time.sleep(15)
        cpu, rss, written = measured(pid, 90)
        print(f'demo gateway, 13 devices, 4.7 polls/s, N = 1 run of 90 s: resident {rss / 1024:.1f} MiB, '
              f'CPU {cpu * 100:.2f} % of a core, {written * 86400 / 1e6:.0f} MB written a day')
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.wait(30)


class Instrument(threading.Thread):
    """A Modbus TCP server of 11 holding registers; register 0 can be set, with the moment remembered."""

    def __init__(self):
        super().__init__(daemon=True)
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        self.values = [100 + i for i in range(11)]
        self.start()

    def run(self):
        while True:
            connection, _ = self.listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while True:
                request = connection.recv(260)
                if len(request) < 12:
                    break
                first, count = int.from_bytes(request[8:10], 'big'), int.from_bytes(request[10:12], 'big')
                data = b''.join(v.to_bytes(2, 'big') for v in self.values[first:first + count])
                body = bytes([request[6], request[7], len(data)]) + data
                connection.sendall(request[:4] + len(body).to_bytes(2, 'big') + body)


PROFILE = '''[profile]
model = "bench"
maker = "Bench"
measures = []
source = "Invented for a bench"
certainty = "secondary"
functions = [3]
''' + ''.join(f'''
[[register]]
name = "v{i}"
table = "holding"
address = {i}
type = "u16"
unit = "mg/L"
''' for i in range(11))


def configuration(instrument, broker, poll):
    points = ''.join(f'''
[[plant.point]]
id = "v{i}"
parameter = "cod"
unit = "mg/L"
digits = 0
interval = "{poll if poll.endswith('s') and not poll.endswith('ms') else '1s'}"
source = "bench.v{i}"
''' for i in range(11))
    return f'''[gateway]
id = "gw-bench"
province = "lao-cai"
data_directory = "data"
[mqtt]
url = "mqtt://127.0.0.1:{broker.port}"
acknowledgement = "broker"
[[plant]]
id = "bench"
name = "Bench"
park = "bench"
{points}
[[bus]]
id = "lan"
kind = "tcp"
host = "127.0.0.1"
port = {instrument.port}
[[device]]
id = "bench"
bus = "lan"
unit_id = 1
profile = "bench"
poll = "{poll}"
'''


def bytes_written():
    with Broker() as broker:
        instrument = Instrument()
        with Gateway(configuration(instrument, broker, '1s'), {'bench': PROFILE}) as gateway:
            gateway.start()
            time.sleep(5)
            cpu, rss, written = measured(gateway.process.pid, 60)
            print(f'11 values every second, N = 1 run of 60 s: {written * 86400 / 1e6:.0f} MB written a day, '
                  f'resident {rss / 1024:.1f} MiB, CPU {cpu * 100:.2f} % of a core')


def latency(seed=1, changes=60):
    """The live lane says a plant at most once a second, so the change is awaited on `readings`."""
    with Broker() as broker:
        instrument = Instrument()
        text = configuration(instrument, broker, '200ms').replace('[mqtt]', '[journal]\nrecord = "readings"\n[mqtt]')
        seen = {}
        client = paho.mqtt.client.Client()

        def on_message(_, __, message):
            now = time.monotonic()
            for line in message.payload.decode().splitlines():
                value = read_json(line)['points'][0]['value']
                seen.setdefault(int(value) if value is not None else None, now)

        client.on_message = on_message
        client.connect('127.0.0.1', broker.port)
        client.subscribe('effluent/1/lao-cai/gw-bench/readings', qos=1)
        client.loop_start()
        with Gateway(text, {'bench': PROFILE}) as gateway:
            gateway.start()
            gateway.wait_for(lambda: 100 in seen, 'the first block')
            draw = random.Random(seed)
            waits = []
            for value in range(1000, 1000 + changes):
                time.sleep(0.3 + draw.random() * 0.4)
                instrument.values[0] = value
                changed = time.monotonic()
                gateway.wait_for(lambda: value in seen, 'a change')
                waits.append((seen[value] - changed) * 1000)
        waits.sort()
        print(f'register change -> MQTT, poll 200 ms, N = {changes}, seed {seed}: p50 {statistics.median(waits):.0f} ms, '
              f'p99 {waits[int(changes * 0.99)]:.0f} ms, max {waits[-1]:.0f} ms')
        client.loop_stop()


if __name__ == '__main__':
    latency()
    bytes_written()
    demo_gateway()
