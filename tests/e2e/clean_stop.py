# SPDX-License-Identifier: Apache-2.0
"""SIGTERM ends the gateway within 10 s and with 0, whatever else stands still: an instrument that never answers or never
takes a connection, a broker that is frozen or gone, a program that talks to the control socket without end."""
import json
import socket
import threading
import time

from broker import Broker
from gateway import run_all, until
from programs import Gateway, instant, require
from small_site import SITE, SmallPlant, devices, head


class Silent:
    """Takes connections and never answers."""

    def __init__(self):
        self.door = socket.create_server(('127.0.0.1', 0))
        self.port = self.door.getsockname()[1]

    def close(self):
        self.door.close()


class Full(Silent):
    """Its queue of connections is full: a further one is neither taken nor refused."""

    def __init__(self):
        self.door = socket.socket()
        self.door.bind(('127.0.0.1', 0))
        self.door.listen(0)
        self.port = self.door.getsockname()[1]
        self.waiting = [socket.socket() for _ in range(4)]
        for one in self.waiting:
            one.setblocking(False)
            one.connect_ex(('127.0.0.1', self.port))

    def close(self):
        super().close()
        for one in self.waiting:
            one.close()


def ends_well(gateway):
    require(gateway.stop() == 0, 'the gateway did not end with 0')  # it waits 10 s
    stop = gateway.told()[-1]
    require(stop['kind'] == 'stop' and stop['reason'] == 'signal', f'the last entry is {stop}')
    polls = {device: [instant(b['due_at']) for b in gateway.polled(device)] for device in ('probe', 'analyser')}
    for device, poll in (('probe', 500), ('analyser', 1000)):
        due = polls[device]
        missing = len(range(due[0], due[-1] + 1, poll)) - len(due)
        gaps = sum(gap['count'] for gap in gateway.told('gap') if gap['device'] == device)
        require(gaps == missing, f'{device}: {missing} polls are no block, {gaps} are in gaps')


def ends_within_ten_seconds(door, freeze):
    with Broker('max_queued_messages 0') as broker, SmallPlant() as simulator:
        ports = {**simulator.ports, **({'analyser': door.port} if door else {})}
        text = head(broker.port, record='readings') + SITE + devices(ports, timeout='4s')
        with Gateway(text) as gateway:
            gateway.start()
            until(lambda: gateway.polled('probe') and gateway.polled('analyser'), 'a block of each device')
            until(lambda: gateway.status()['broker']['connected'], 'the connection')
            if freeze:
                broker.freeze()
                blocks = len(gateway.polled('probe'))
                until(lambda: len(gateway.polled('probe')) > blocks + 2, 'readings that no broker takes')
            ends_well(gateway)
            broker.thaw()
    if door:
        door.close()


def test_with_an_instrument_that_is_silent():
    ends_within_ten_seconds(Silent(), freeze=False)


def test_with_an_instrument_that_takes_no_connection():
    ends_within_ten_seconds(Full(), freeze=False)


def test_with_a_frozen_broker():
    ends_within_ten_seconds(None, freeze=True)


def test_with_a_frozen_broker_and_a_silent_instrument():
    ends_within_ten_seconds(Silent(), freeze=True)


def test_with_a_program_that_asks_for_the_status_without_end():
    with SmallPlant() as simulator, socket.socket(socket.AF_UNIX) as peer:
        with Gateway(head() + SITE + devices(simulator.ports)) as gateway:
            gateway.start()
            until(lambda: gateway.polled('probe') and gateway.polled('analyser'), 'a block of each device')
            peer.connect(str(gateway.data / 'control.sock'))
            answers = []

            def talk():
                replies = peer.makefile()
                try:
                    while True:
                        peer.sendall(b'{"command":"status"}\n')
                        answers.append(json.loads(replies.readline())['epoch'])
                        time.sleep(0.1)
                except (OSError, ValueError):
                    pass  # the gateway has hung up
            talker = threading.Thread(target=talk)
            talker.start()
            until(lambda: len(answers) > 2, 'answers')
            try:
                ends_well(gateway)
            finally:
                gateway.kill()
                talker.join()


if __name__ == '__main__':
    run_all(globals())
